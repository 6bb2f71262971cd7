package dev.orthant.search;

/** Takes the hits of a search, one by one, nearest first. */
@FunctionalInterface
public interface HitConsumer {
  /**
   * Takes one hit.
   *
   * @param id the row of the code in the index, from 0
   * @param distance the number of bits in which it differs from the query
   */
  void accept(long id, int distance);
}
