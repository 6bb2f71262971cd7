package dev.orthant.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Vectors;
import dev.orthant.encode.Encoder;
import dev.orthant.encode.HashModel;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.LinearScan;
import dev.orthant.learn.LshTrainer;
import dev.orthant.search.Neighbors;
import dev.orthant.search.Query;
import dev.orthant.search.RowFilter;
import dev.orthant.search.Searcher;
import dev.orthant.search.Workers;
import dev.orthant.testing.Blobs;
import dev.orthant.testing.Codes;
import dev.orthant.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Closing at any time, from any thread, never crashes: late calls get IllegalStateException. */
@Timeout(60)
final class CloseWhileInUseTest {
  private static final int THREADS = 6;
  private static final int ROUNDS = 40;
  private static final BinaryCodes CODES = Codes.random(Seeds.random("close"), 20_000, 64);
  private static final Vectors VECTORS =
      Vectors.copyOf(Blobs.gaussian(Seeds.random("close vectors"), 300, 40));

  @Test
  void anIndexIsClosedUnderItsSearchers() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      HammingIndex index = LinearScan.over(CODES);
      closeWhileRunning(index::close, () -> searchUntilRefused(index));
    }
  }

  @Test
  void searchersAreMadeWhileTheIndexCloses() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      HammingIndex index = LinearScan.over(CODES);
      closeWhileRunning(
          index::close,
          () -> {
            while (true) {
              index.newSearcher().close();
            }
          });
    }
  }

  @Test
  void aModelIsClosedUnderItsEncoders() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      HashModel model = LshTrainer.ofBits(64).withSeed(round).train(VECTORS);
      closeWhileRunning(model::close, () -> encodeUntilRefused(model));
    }
  }

  @Test
  void aModelIsClosedUnderBatches() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      HashModel model = LshTrainer.ofBits(64).withSeed(round).train(VECTORS);
      closeWhileRunning(
          model::close,
          () -> {
            while (true) {
              assertThat(model.encode(VECTORS, 2).rows()).isEqualTo(300);
            }
          });
    }
  }

  @Test
  void aSearcherIsClosedByAnotherThread() throws Exception {
    try (HammingIndex index = LinearScan.over(CODES)) {
      for (int round = 0; round < ROUNDS; round++) {
        Searcher searcher = index.newSearcher();
        closeWhileRunning(
            searcher::close,
            () -> {
              while (true) {
                searchOnce(searcher);
              }
            });
      }
    }
  }

  @Test
  void anIndexIsClosedUnderBatchesAndJoins() throws Exception {
    BinaryCodes queries = CODES.select(IntStream.range(0, 200).toArray());
    for (int round = 0; round < ROUNDS / 4; round++) {
      HammingIndex index = LinearScan.over(CODES);
      closeWhileRunning(
          index::close,
          () -> {
            while (true) {
              assertThat(index.searchAll(queries, Query.nearest(2), Workers.of(3)).size(7))
                  .isEqualTo(2);
              index.join(queries, 0, (row, id, distance) -> assertThat(id).isEqualTo(row));
            }
          });
    }
  }

  @Test
  void aFilterIsClosedUnderItsSearches() throws Exception {
    try (HammingIndex index = LinearScan.over(CODES)) {
      for (int round = 0; round < ROUNDS; round++) {
        RowFilter filter = RowFilter.allow(17, 40, 5);
        Query query = Query.nearest(9).filtered(filter);
        closeWhileRunning(
            filter::close,
            () -> {
              try (Searcher searcher = index.newSearcher()) {
                while (true) {
                  assertThat(searcher.search(CODES.row(17), query).id(0)).isEqualTo(17);
                }
              }
            });
      }
    }
  }

  @Test
  void aSearcherIsClosedWhileItsAnswerIsVerifiedAndReranked() throws Exception {
    try (HammingIndex index = LinearScan.over(CODES)) {
      for (int round = 0; round < ROUNDS / 4; round++) {
        Searcher searcher = index.newSearcher();
        searcher.nearest(CODES.row(3), 5);
        closeWhileRunning(searcher::close, () -> useUntilClosed(searcher));
      }
    }
  }

  private static Void useUntilClosed(Searcher searcher) {
    while (true) {
      try {
        assertThat(searcher.verify()).isTrue();
        assertThat(searcher.explain()).isNotEmpty();
        assertThat(searcher.count(CODES.row(3), Query.within(0))).isOne();
      } catch (IllegalStateException refused) {
        if (!refused.getMessage().contains("another thread")) {
          throw refused;
        }
      }
    }
  }

  @Test
  void childrenOutliveTheirParent() {
    HammingIndex index = LinearScan.over(CODES);
    Searcher searcher = index.newSearcher();
    HashModel model = LshTrainer.ofBits(8).train(VECTORS);
    Encoder encoder = model.newEncoder();
    index.close();
    model.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> searcher.nearest(CODES.row(0), 1))
        .withMessageContaining("closed");
    assertThatIllegalStateException()
        .isThrownBy(() -> encoder.encode(VECTORS.row(0), new long[1]))
        .withMessageContaining("closed");
    searcher.close();
    encoder.close();
    searcher.close();
    encoder.close();
    index.close();
    model.close();
  }

  private static Void searchUntilRefused(HammingIndex index) {
    try (Searcher searcher = index.newSearcher()) {
      while (true) {
        searchOnce(searcher);
      }
    }
  }

  private static void searchOnce(Searcher searcher) {
    Neighbors neighbors = Neighbors.withCapacity(5);
    try {
      searcher.nearest(CODES.row(17), neighbors);
    } catch (IllegalStateException refused) {
      if (refused.getMessage().contains("another thread")) {
        return;
      }
      throw refused;
    }
    if (neighbors.size() != 5 || neighbors.id(0) != 17 || neighbors.distance(0) != 0) {
      throw new AssertionError("a wrong answer: id " + neighbors.id(0));
    }
  }

  private static Void encodeUntilRefused(HashModel model) {
    long[] expected = model.encode(VECTORS.row(3));
    try (Encoder encoder = model.newEncoder()) {
      long[] code = encoder.newCode();
      while (true) {
        encoder.encode(VECTORS.row(3), code);
        if (code[0] != expected[0]) {
          throw new AssertionError("a wrong code: " + code[0]);
        }
      }
    }
  }

  /** Each of the threads must end, and by an IllegalStateException. */
  private static void closeWhileRunning(Runnable close, Callable<Void> endless) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    CountDownLatch running = new CountDownLatch(THREADS);
    List<Future<Void>> ends = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      ends.add(
          pool.submit(
              () -> {
                running.countDown();
                return endless.call();
              }));
    }
    running.await();
    TimeUnit.MICROSECONDS.sleep(500);
    close.run();
    close.run();
    pool.shutdown();
    assertThat(pool.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    for (Future<Void> end : ends) {
      assertThat(end)
          .failsWithin(1, TimeUnit.SECONDS)
          .withThrowableThat()
          .withCauseInstanceOf(IllegalStateException.class);
    }
  }
}
