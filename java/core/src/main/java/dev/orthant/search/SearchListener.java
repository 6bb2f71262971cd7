package dev.orthant.search;

/**
 * Hears of each search of the searchers that it was given to, for metrics: {@code
 * index.newSearcher(listener)}.
 *
 * <pre>{@code
 * LongAdder searches = new LongAdder();
 * LongAdder nanos = new LongAdder();
 * SearchListener metrics =
 *     (time, hits, exact, compared, provedRadius, probes) -> {
 *       searches.increment();
 *       nanos.add(time);
 *     };
 * }</pre>
 *
 * <p>One listener may serve many searchers, so it must be safe for all their threads. A searcher
 * without one does not even read the clock.
 */
@FunctionalInterface
public interface SearchListener {
  /**
   * A search, or a count, has ended; one that failed is not heard of. Called by the thread that
   * searched, before it has the answer, so return quickly. An exception comes out of the search in
   * place of its answer. The searcher cannot be used meanwhile.
   *
   * @param nanos how long it took, in nanoseconds
   * @param hits how many rows were found, or counted
   * @param exact as {@link Certificate#exact()}
   * @param compared as {@link SearchStats#compared()}
   * @param provedRadius as {@link Certificate#provedRadius()}
   * @param probes as {@link SearchStats#probes()}
   */
  void searched(long nanos, long hits, boolean exact, long compared, int provedRadius, long probes);
}
