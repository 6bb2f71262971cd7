package dev.orthant.search;

/** Takes the pairs of a join, one by one. */
@FunctionalInterface
public interface PairConsumer {
  /**
   * Takes one pair.
   *
   * @param row the row of the code among those that were joined with the index, from 0
   * @param id the id of the code in the index
   * @param distance the number of bits in which the two differ
   */
  void accept(int row, long id, int distance);
}
