package dev.orthant.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.orthant.data.BinaryCodes;
import dev.orthant.index.LinearScan;
import dev.orthant.testing.Codes;
import java.lang.management.ManagementFactory;
import java.util.Random;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;

/** Searches into a buffer allocate nothing on the Java heap, watched or not. */
final class SearchAllocatesNothingTest {
  private static final int SEARCHES = 20_000;
  private static final BinaryCodes CODES = Codes.random(new Random(8), 100, 128);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private long sum;

  @Test
  void withNobodyWatching() {
    try (LinearScan index = LinearScan.over(CODES);
        Searcher searcher = index.newSearcher()) {
      assertThat(bytesPerSearch(searcher)).isLessThan(1);
    }
  }

  @Test
  void withAListener() {
    try (LinearScan index = LinearScan.over(CODES);
        Searcher searcher =
            index.newSearcher(
                (nanos, hits, exact, compared, provedRadius, probes) -> sum += nanos + hits)) {
      assertThat(bytesPerSearch(searcher)).isLessThan(1);
      assertThat(sum).isPositive();
    }
  }

  @Test
  void withARecordingThatDoesNotAskForSearches() {
    try (Recording recording = new Recording();
        LinearScan index = LinearScan.over(CODES);
        Searcher searcher = index.newSearcher()) {
      recording.start();
      assertThat(bytesPerSearch(searcher)).isLessThan(1);
    }
  }

  /** Of the better of three rounds: the compiler's and the recorder's own work may disturb one. */
  private static double bytesPerSearch(Searcher searcher) {
    Neighbors buffer = Neighbors.withCapacity(10);
    Query query = Query.nearest(10);
    long[] code = CODES.row(0);
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 3; round++) {
      long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
      for (int i = 0; i < SEARCHES; i++) {
        searcher.search(code, query, buffer);
        searcher.nearest(code, buffer);
      }
      long after = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
      least = Math.min(least, after - before);
    }
    return (double) least / (2 * SEARCHES);
  }
}
