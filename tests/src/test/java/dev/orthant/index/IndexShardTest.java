package dev.orthant.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orthant.data.BinaryCodes;
import dev.orthant.search.Query;
import dev.orthant.search.SearchResult;
import dev.orthant.search.Searcher;
import dev.orthant.testing.Codes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An index of this process as a shard, under many threads and closed at any time. */
@Timeout(60)
final class IndexShardTest {
  private static final BinaryCodes CODES = Codes.repeated(new Random(2), 3_000, 700, 90);
  private static final Query QUERY = Query.nearest(20);

  @Test
  void manyThreadsGetTheAnswersOfOneSearcher() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try (LinearScan index = LinearScan.over(CODES);
        IndexShard shard = IndexShard.over(index);
        Searcher searcher = index.newSearcher()) {
      List<SearchResult> expected = new ArrayList<>();
      List<Future<SearchResult>> found = new ArrayList<>();
      for (int row = 0; row < 500; row++) {
        long[] code = CODES.row(row);
        expected.add(searcher.search(code, QUERY));
        found.add(pool.submit(() -> shard.search(code, QUERY)));
      }
      for (int row = 0; row < found.size(); row++) {
        assertThat(found.get(row).get()).isEqualTo(expected.get(row));
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void closingItWhileItIsSearchedRefusesLaterSearchesOnly() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try (LinearScan index = LinearScan.over(CODES)) {
      for (int round = 0; round < 50; round++) {
        IndexShard shard = IndexShard.over(index);
        AtomicBoolean closed = new AtomicBoolean();
        List<Future<?>> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          callers.add(pool.submit(() -> searchUntilRefused(shard, closed)));
        }
        Thread.sleep(1);
        closed.set(true);
        shard.close();
        shard.close();
        for (Future<?> caller : callers) {
          caller.get();
        }
      }
      assertThat(index.rows()).isEqualTo(CODES.rows()); // the index is not the shard's to close
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void afterTheIndexIsClosedSearchesFailAndTheNumberOfRowsIsKnown() {
    LinearScan index = LinearScan.over(CODES);
    try (IndexShard shard = IndexShard.over(index)) {
      assertThat(shard.search(CODES.row(0), QUERY).distance(0)).isZero();
      index.close();
      assertThatThrownBy(() -> shard.search(CODES.row(0), QUERY))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
      assertThat(shard.rows()).isEqualTo(CODES.rows());
    }
  }

  @Test
  void aRefusedQueryLeavesTheShardUsable() {
    try (LinearScan index = LinearScan.over(CODES);
        IndexShard shard = IndexShard.over(index)) {
      assertThatThrownBy(() -> shard.search(new long[9], QUERY))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(shard.search(CODES.row(3), QUERY).size()).isEqualTo(20);
    }
  }

  private static void searchUntilRefused(IndexShard shard, AtomicBoolean closed) {
    while (true) {
      try {
        shard.search(CODES.row(0), QUERY);
      } catch (IllegalStateException e) {
        assertThat(closed).as(e.toString()).isTrue();
        return;
      }
    }
  }
}
