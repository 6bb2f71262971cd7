package dev.orthant.bench.rival;

/** Codes made searchable by a rival; one query at a time, on the thread of the caller. */
public interface RivalIndex extends AutoCloseable {
  /**
   * Finds the {@code into.k()} nearest codes, or what it takes for them.
   *
   * @param breadth one of {@link Rival#breadths()}; less than k means k
   */
  void nearest(long[] query, int breadth, Hits into);

  @Override
  default void close() {}
}
