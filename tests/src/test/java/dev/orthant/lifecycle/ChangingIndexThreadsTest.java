package dev.orthant.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.data.BinaryCodes;
import dev.orthant.index.IndexSnapshot;
import dev.orthant.index.MutableHammingIndex;
import dev.orthant.index.MutableIndexOptions;
import dev.orthant.search.Query;
import dev.orthant.search.SearchResult;
import dev.orthant.search.Searcher;
import dev.orthant.testing.Codes;
import dev.orthant.testing.Seeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One writer, searching threads, merges, and a close in the middle of it all. */
@Timeout(120)
final class ChangingIndexThreadsTest {
  private static final int BATCH = 50;
  private static final int KEPT = 40; // batches
  private static final BinaryCodes CODES = Codes.random(Seeds.random("threads"), BATCH, 64);

  @TempDir Path folder;

  @Test
  void readersSeeWholeBatchesWhateverIsGoingOn() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(5);
    try {
      for (int round = 0; round < 8; round++) {
        MutableIndexOptions options = MutableIndexOptions.defaults().withMergingOn(pool);
        MutableHammingIndex index =
            round % 2 == 0
                ? MutableHammingIndex.inMemory(64, options)
                : MutableHammingIndex.open(
                    Files.createDirectory(folder.resolve("" + round)), 64, options);
        AtomicLong written = new AtomicLong();
        List<Future<Void>> ends = new ArrayList<>();
        ends.add(pool.submit(() -> write(index, written)));
        ends.add(pool.submit(() -> follow(index, written)));
        ends.add(pool.submit(() -> takeSnapshots(index)));
        ends.add(pool.submit(() -> mergeAgainAndAgain(index)));
        TimeUnit.MILLISECONDS.sleep(150);
        index.close();
        index.close();
        for (Future<Void> end : ends) {
          assertThat(end)
              .failsWithin(20, TimeUnit.SECONDS)
              .withThrowableThat()
              .havingCause()
              .isInstanceOf(IllegalStateException.class)
              .withMessageContaining("closed");
        }
        assertThat(written.get()).isPositive();
        assertThat(index.lastMergeFailure()).isEmpty();
      }
    } finally {
      pool.shutdown();
      assertThat(pool.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Batch b has the keys from b x BATCH on; the newest KEPT batches stay. */
  private static Void write(MutableHammingIndex index, AtomicLong written) throws Exception {
    for (long batch = 0; true; batch++) {
      index.add(LongStream.range(batch * BATCH, (batch + 1) * BATCH).toArray(), CODES);
      written.set(batch + 1);
      if (batch >= KEPT) {
        long old = batch - KEPT;
        index.remove(LongStream.range(old * BATCH, (old + 1) * BATCH).toArray());
      }
      if (batch % 20 == 0) {
        index.sync();
      }
    }
  }

  /** A search sees at least what had been written when it began. */
  private static Void follow(MutableHammingIndex index, AtomicLong written) {
    Random random = Seeds.random("follow");
    try (Searcher searcher = index.newSearcher()) {
      while (true) {
        long before = written.get();
        int row = random.nextInt(BATCH);
        SearchResult result = searcher.search(CODES.row(row), Query.within(0));
        assertThat(result.size()).isBetween((int) Math.min(before, KEPT), KEPT + 1);
        if (before > 0) {
          assertThat(result.id(result.size() - 1)).isGreaterThanOrEqualTo((before - 1) * BATCH);
        }
        assertThat(LongStream.of(result.ids())).allMatch(id -> id % BATCH == row);
      }
    }
  }

  private static Void takeSnapshots(MutableHammingIndex index) {
    while (true) {
      try (IndexSnapshot snapshot = index.snapshot();
          Searcher searcher = snapshot.newSearcher()) {
        assertThat(snapshot.rows() % BATCH).isZero();
        long size = searcher.count(CODES.row(0), Query.within(64));
        assertThat(size).isEqualTo(snapshot.rows());
      }
    }
  }

  private static Void mergeAgainAndAgain(MutableHammingIndex index) throws Exception {
    while (true) {
      index.mergeAll();
      index.merge();
    }
  }

  @Test
  void closingRacesWithEveryKindOfCall() throws Exception {
    for (int round = 0; round < 30; round++) {
      MutableHammingIndex index = MutableHammingIndex.inMemory(64);
      ExecutorService pool = Executors.newFixedThreadPool(4);
      AtomicLong keys = new AtomicLong();
      List<Callable<Object>> calls =
          List.of(
              () -> {
                index.add(keys.incrementAndGet(), new long[] {5});
                return null;
              },
              index::rows,
              index::mergeDue,
              () -> {
                index.newSearcher().close();
                return index.recovery();
              });
      List<Future<Void>> ends = new ArrayList<>();
      calls.forEach(call -> ends.add(pool.submit(() -> callForEver(call))));
      TimeUnit.MICROSECONDS.sleep(500 + 100 * round);
      index.close();
      for (Future<Void> end : ends) {
        assertThat(end)
            .failsWithin(10, TimeUnit.SECONDS)
            .withThrowableThat()
            .havingCause()
            .isInstanceOf(IllegalStateException.class)
            .withMessageContaining("MutableHammingIndex is closed");
      }
      pool.shutdown();
      assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static Void callForEver(Callable<Object> call) throws Exception {
    while (true) {
      call.call();
    }
  }
}
