package dev.orthant.search;

import dev.orthant.internal.FlightEvents;
import dev.orthant.internal.NativeSearcher;
import dev.orthant.internal.SearchEvent;
import java.util.Optional;

/**
 * Watches one searcher for its listener and for Flight Recorder. Where there is neither, a search
 * costs two field reads more. Used within calls of the searcher, so by one thread at a time.
 */
final class SearchWatch {
  private static final int ANY_RADIUS = Integer.MAX_VALUE;

  private final NativeSearcher searcher;
  private final String index;
  private final Optional<SearchListener> listener;
  private final LastStats stats = new LastStats();
  private SearchEvent event;
  private long start;

  SearchWatch(NativeSearcher searcher, String index, Optional<SearchListener> listener) {
    this.searcher = searcher;
    this.index = index;
    this.listener = listener;
  }

  /** A search begins. */
  void begin() {
    event = FlightEvents.search();
    if (listener.isPresent()) {
      start = System.nanoTime();
    }
  }

  /** The search that began has ended, and its statistics can be had. */
  void end(int k, int radius, long hits) {
    if (event == null && listener.isEmpty()) {
      return;
    }
    long nanos = System.nanoTime() - start;
    stats.copyFrom(searcher);
    if (event != null) {
      record(k, radius, hits);
    }
    if (listener.isPresent()) {
      listener
          .get()
          .searched(
              nanos, hits, stats.exact(), stats.compared(), stats.provedRadius(), stats.probes());
    }
  }

  private void record(int k, int radius, long hits) {
    SearchEvent ended = event;
    event = null;
    ended.index = index;
    ended.bits = searcher.bits();
    ended.rows = searcher.rows();
    ended.k = k;
    ended.radius = radius == ANY_RADIUS ? -1 : radius;
    ended.hits = hits;
    ended.exact = stats.exact();
    ended.provedRadius = stats.provedRadius();
    ended.compared = stats.compared();
    ended.probes = stats.probes();
    ended.commit();
  }
}
