package dev.orthant.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orthant.data.BinaryCodes;
import dev.orthant.index.HammingIndex;
import dev.orthant.search.BatchResult;
import dev.orthant.search.Query;
import dev.orthant.search.RowFilter;
import dev.orthant.search.SearchResult;
import dev.orthant.search.Searcher;
import dev.orthant.search.Workers;
import dev.orthant.testing.Codes;
import dev.orthant.testing.Hit;
import dev.orthant.testing.NaiveSearch;
import dev.orthant.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What every index promises of batches and joins. */
interface BatchContract {
  HammingIndex over(BinaryCodes codes);

  /** A pair of a join. */
  record Pair(int row, long id, int distance) {}

  @Test
  default void aBatchGivesTheAnswersOfASearcher() {
    Random random = Seeds.random("batch");
    for (int bits : new int[] {5, 64, 130}) {
      BinaryCodes codes = Codes.repeated(random, 2_000, 700, bits);
      BinaryCodes queries = Codes.random(random, 300, bits);
      try (HammingIndex index = over(codes);
          RowFilter filter = RowFilter.allowIf(2_000, id -> id % 3 != 0)) {
        for (Query query :
            List.of(
                Query.nearest(7),
                Query.within(bits / 3),
                Query.nearest(5).inRadius(bits / 3),
                Query.nearest(9).masked(Codes.random(random, bits)).filtered(filter),
                Query.within(bits / 4).filtered(filter).byScan(),
                Query.nearest(3).byProbing())) {
          assertBatchEqualsSearches(index, queries, query);
        }
      }
    }
  }

  private static void assertBatchEqualsSearches(
      HammingIndex index, BinaryCodes queries, Query query) {
    for (int threads : new int[] {1, 2, 5}) {
      BatchResult batch = index.searchAll(queries, query, Workers.of(threads));
      assertThat(batch.queries()).isEqualTo(queries.rows());
      try (Searcher searcher = index.newSearcher()) {
        for (int row = 0; row < queries.rows(); row++) {
          SearchResult one = searcher.search(queries.row(row), query);
          assertThat(batch.ids(row)).as("%s, row %d", query, row).isEqualTo(one.ids());
          assertThat(batch.distances(row)).isEqualTo(one.distances());
          assertThat(batch.size(row)).isEqualTo(one.size());
        }
      }
      if (query.k().isEmpty()) {
        long[] counts = index.countAll(queries, query, Workers.of(threads));
        for (int row = 0; row < queries.rows(); row++) {
          assertThat(counts[row]).isEqualTo(batch.size(row));
        }
      }
    }
  }

  @Test
  default void helpersThatComeLateOrNeverAreNotWaitedFor() throws Exception {
    BinaryCodes codes = Codes.random(Seeds.random("late"), 1_000, 64);
    List<Runnable> late = new ArrayList<>();
    ExecutorService busy = Executors.newFixedThreadPool(3);
    try (HammingIndex index = over(codes)) {
      Query query = Query.nearest(4);
      BatchResult expected = index.searchAll(codes, query);
      for (Workers workers :
          List.of(
              Workers.caller(),
              Workers.of(4).on(late::add),
              Workers.of(4).on(Runnable::run),
              Workers.of(4).on(busy),
              Workers.of(2).on(BatchContract::runInAnotherThread), // that does all the work
              Workers.of(256),
              Workers.of(4)
                  .on(
                      task -> {
                        throw new RejectedExecutionException("full");
                      }))) {
        BatchResult result = index.searchAll(codes, query, workers);
        for (int row = 0; row < codes.rows(); row++) {
          assertThat(result.ids(row)).as("%s", workers).isEqualTo(expected.ids(row));
        }
      }
      assertThat(late).hasSize(3);
      late.forEach(Runnable::run);
    } finally {
      busy.shutdown();
    }
    late.forEach(Runnable::run); // also after the index is closed
  }

  private static void runInAnotherThread(Runnable task) {
    Thread thread = new Thread(task);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  default void anExecutorThatFailsEndsTheBatch() {
    BinaryCodes codes = Codes.random(Seeds.random("failing"), 100, 64);
    try (HammingIndex index = over(codes)) {
      Workers failing =
          Workers.of(2)
              .on(
                  task -> {
                    throw new UnsupportedOperationException("mine");
                  });
      assertThatThrownBy(() -> index.searchAll(codes, Query.nearest(1), failing))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("mine");
      assertThat(index.searchAll(codes, Query.nearest(1)).totalSize()).isEqualTo(100);
    }
  }

  @Test
  default void aBatchOfNothingAndOverNothingIsEmpty() {
    BinaryCodes none = BinaryCodes.wrap(new long[0], 64);
    BinaryCodes some = Codes.random(Seeds.random("empty batch"), 3, 64);
    try (HammingIndex empty = over(none);
        HammingIndex index = over(some)) {
      assertThat(index.searchAll(none, Query.nearest(2)).queries()).isZero();
      assertThat(index.countAll(none, Query.within(2), Workers.caller())).isEmpty();
      BatchResult result = empty.searchAll(some, Query.within(64));
      assertThat(result.queries()).isEqualTo(3);
      assertThat(result.totalSize()).isZero();
      assertThat(pairsOf(empty, none)).isEmpty();
    }
  }

  private static List<Pair> pairsOf(HammingIndex index, BinaryCodes codes) {
    List<Pair> pairs = new ArrayList<>();
    index.join(codes, 64, (row, id, distance) -> pairs.add(new Pair(row, id, distance)));
    index.selfJoin(codes, 64, (row, id, distance) -> pairs.add(new Pair(row, id, distance)));
    return pairs;
  }

  @Test
  default void aJoinFindsAllPairsInOrder() {
    Random random = Seeds.random("join");
    BinaryCodes codes = Codes.repeated(random, 400, 150, 24);
    BinaryCodes others = Codes.repeated(random, 700, 300, 24);
    List<Pair> expected = new ArrayList<>();
    for (int row = 0; row < others.rows(); row++) {
      for (Hit hit : NaiveSearch.within(codes, others.row(row), null, 6)) {
        expected.add(new Pair(row, hit.id(), hit.distance()));
      }
    }
    try (HammingIndex index = over(codes)) {
      List<Pair> pairs = new ArrayList<>();
      index.join(others, 6, (row, id, distance) -> pairs.add(new Pair(row, id, distance)));
      assertThat(pairs).isEqualTo(expected);
      pairs.clear();
      index.join(
          others,
          Query.within(6),
          Workers.of(3),
          (row, id, distance) -> pairs.add(new Pair(row, id, distance)));
      assertThat(pairs).isEqualTo(expected);
    }
  }

  @Test
  default void aSelfJoinFindsEachPairOnce() {
    Random random = Seeds.random("self-join");
    BinaryCodes codes = Codes.repeated(random, 600, 200, 30);
    long[] mask = {0x2AAAAAAA};
    for (long[] bits : new long[][] {null, mask}) {
      Query query = bits == null ? Query.within(5) : Query.within(5).masked(bits);
      List<Pair> expected = new ArrayList<>();
      for (int row = 0; row < codes.rows(); row++) {
        for (Hit hit : NaiveSearch.within(codes, codes.row(row), bits, 5)) {
          if (hit.id() > row) {
            expected.add(new Pair(row, hit.id(), hit.distance()));
          }
        }
      }
      try (HammingIndex index = over(codes)) {
        List<Pair> pairs = new ArrayList<>();
        index.selfJoin(
            codes,
            query,
            Workers.of(2),
            (row, id, distance) -> pairs.add(new Pair(row, id, distance)));
        assertThat(pairs).isEqualTo(expected);
      }
    }
  }

  @Test
  default void aJoinEndsWithWhatItsConsumerThrows() {
    BinaryCodes codes = Codes.random(Seeds.random("throwing"), 200, 64);
    try (HammingIndex index = over(codes)) {
      assertThatThrownBy(
              () ->
                  index.join(
                      codes,
                      0,
                      (row, id, distance) -> {
                        throw new UnsupportedOperationException("row " + row);
                      }))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("row 0");
      assertThat(index.searchAll(codes, Query.within(0)).totalSize()).isEqualTo(200);
    }
  }

  @Test
  default void badBatchesAreRefusedByValue() {
    BinaryCodes codes = Codes.random(Seeds.random("bad batch"), 20, 64);
    BinaryCodes longer = Codes.random(Seeds.random("longer"), 20, 65);
    Workers one = Workers.caller();
    Query radius = Query.within(3);
    try (HammingIndex index = over(codes);
        RowFilter filter = RowFilter.allow(1)) {
      assertRefused(() -> index.searchAll(longer, radius), "65", "64");
      assertRefused(() -> index.join(longer, 3, (row, id, distance) -> {}), "65", "64");
      assertRefused(() -> index.searchAll(codes, radius.comparingAtMost(4)), "4");
      assertRefused(() -> index.searchAll(codes, radius.masked(new long[2])), "2", "1");
      assertRefused(() -> index.countAll(codes, Query.nearest(2), one), "2", "radius");
      assertRefused(() -> index.join(codes, -1, (row, id, distance) -> {}), "-1");
      assertRefused(() -> selfJoin(index, codes.select(new int[3]), radius), "3", "20");
      assertRefused(() -> selfJoin(index, codes, Query.nearest(4)), "4", "radius");
      assertRefused(() -> selfJoin(index, codes, radius.filtered(filter)), "filter");
      int[] swapped = {0, 1, 2, 3, 4, 5, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19};
      assertRefused(() -> selfJoin(index, codes.select(swapped), radius), "row 6");
      assertRefused(() -> Workers.of(0), "0", "256");
      assertRefused(() -> Workers.of(257), "257", "256");
    }
  }

  private static void selfJoin(HammingIndex index, BinaryCodes codes, Query query) {
    index.selfJoin(codes, query, Workers.caller(), (row, id, distance) -> {});
  }

  private static void assertRefused(Runnable call, String... parts) {
    assertThatIllegalArgumentException()
        .isThrownBy(call::run)
        .satisfies(refused -> assertThat(refused.getMessage()).contains(parts));
  }
}
