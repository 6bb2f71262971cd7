package dev.orthant.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.orthant.data.BinaryCodes;
import dev.orthant.search.Neighbors;
import dev.orthant.search.Query;
import dev.orthant.search.RowFilter;
import dev.orthant.search.Searcher;
import dev.orthant.testing.Codes;
import dev.orthant.testing.Hit;
import dev.orthant.testing.NaiveSearch;
import dev.orthant.testing.Seeds;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes, what they refuse, and what readers see of them. */
final class MutableHammingIndexTest {
  private final MutableHammingIndex index = MutableHammingIndex.inMemory(64);

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  @Test
  void keysAreAnyLongAndOrderTies() throws IOException {
    long[] keys = {Long.MAX_VALUE, 0, Long.MIN_VALUE, -1, 1L << 53};
    index.add(keys, BinaryCodes.wrap(new long[] {3, 3, 3, 3, 3}, 64));
    try (Searcher searcher = index.newSearcher()) {
      assertThat(searcher.nearest(new long[] {3}, 5).ids())
          .containsExactly(Long.MIN_VALUE, -1, 0, 1L << 53, Long.MAX_VALUE);
      assertThat(searcher.nearest(new long[] {3}, 2).ids()).containsExactly(Long.MIN_VALUE, -1);
      index.mergeAll();
      assertThat(searcher.nearest(new long[] {3}, 2).ids()).containsExactly(Long.MIN_VALUE, -1);
    }
  }

  @Test
  void aRefusedBatchNamesItsKeyAndChangesNothing() throws IOException {
    index.add(new long[] {7, -3}, BinaryCodes.wrap(new long[] {1, 2}, 64));
    BinaryCodes three = BinaryCodes.wrap(new long[] {4, 5, 6}, 64);
    refused(() -> index.add(new long[] {10, 11, -3}, three), "key -3", "already");
    refused(() -> index.add(new long[] {10, 11, 10}, three), "key 10");
    refused(() -> index.add(7, new long[] {9}), "key 7", "already");
    refused(() -> index.replace(new long[] {7, -3, 99}, three), "key 99", "not in the index");
    refused(() -> index.replace(new long[] {7, -3, 7}, three), "key 7");
    refused(() -> index.replace(5, new long[] {9}), "key 5", "not in the index");
    refused(() -> index.remove(7, -3, 4), "key 4", "not in the index");
    refused(() -> index.remove(7, 7), "key 7");
    refused(() -> index.add(new long[2], three), "keys", "2", "3");
    refused(() -> index.add(new long[0], BinaryCodes.wrap(new long[0], 65)), "65", "64");
    refused(() -> index.add(1, new long[2]), "code", "2", "1");
    long[] many = LongStream.range(0, (1 << 20) + 1).toArray();
    refused(() -> index.add(many, BinaryCodes.wrap(new long[many.length], 64)), "1048577");
    try (MutableHammingIndex odd = MutableHammingIndex.inMemory(70)) {
      refused(() -> odd.add(1, new long[] {0, 1L << 6}), "70");
      assertThat(odd.rows()).isZero();
    }
    assertThat(index.rows()).isEqualTo(2);
    try (Searcher searcher = index.newSearcher()) {
      assertThat(Hit.of(searcher.nearest(new long[] {1}, 9)))
          .containsExactly(new Hit(7, 0), new Hit(-3, 2));
    }
  }

  @Test
  void batchesOfNothingAreAllowed() throws IOException {
    index.add(new long[0], BinaryCodes.wrap(new long[0], 64));
    index.replace(new long[0], BinaryCodes.wrap(new long[0], 64));
    index.remove();
    index.sync();
    assertThat(index.merge()).isFalse();
    index.mergeAll();
    assertThat(index.rows()).isZero();
    assertThat(index.recovery()).isEqualTo(new IndexRecovery(0, 0, ""));
  }

  @Test
  void nullsAndLengthsAreRefused() {
    for (int bits : new int[] {0, -1, 1025, Integer.MIN_VALUE}) {
      refused(() -> MutableHammingIndex.inMemory(bits), bits + "", "1024");
    }
    assertThatNullPointerException().isThrownBy(() -> index.add(1, null));
    assertThatNullPointerException().isThrownBy(() -> index.replace(1, null));
    assertThatNullPointerException().isThrownBy(() -> index.add(null, null));
    assertThatNullPointerException().isThrownBy(() -> index.remove((long[]) null));
    assertThatNullPointerException().isThrownBy(() -> MutableHammingIndex.inMemory(3, null));
    assertThatNullPointerException()
        .isThrownBy(() -> MutableIndexOptions.defaults().withMergingOn(null));
  }

  @Test
  void aSnapshotStaysWhatItWas() throws IOException {
    BinaryCodes codes = Codes.random(Seeds.random("snapshot"), 500, 64);
    index.add(LongStream.range(0, 500).toArray(), codes);
    try (IndexSnapshot before = index.snapshot();
        Searcher searcher = before.newSearcher()) {
      index.remove(LongStream.range(0, 400).toArray());
      index.replace(450, new long[] {0});
      index.add(1000, codes.row(3));
      index.mergeAll();
      index.close();
      assertThat(before.rows()).isEqualTo(500);
      for (int row = 0; row < 500; row += 50) {
        assertThat(Hit.of(searcher.nearest(codes.row(row), 20)))
            .isEqualTo(NaiveSearch.nearest(codes, codes.row(row), null, 20));
      }
      assertThat(before.toString()).contains("IndexSnapshot", "500", "64");
    }
  }

  @Test
  void aSearcherFollowsWithItsFilterAndBuffer() throws IOException {
    Random random = Seeds.random("follow");
    Neighbors neighbors = Neighbors.withCapacity(30);
    try (Searcher searcher = index.newSearcher();
        RowFilter even = RowFilter.allowIf(5_000, id -> id % 2 == 0)) {
      Query query = Query.nearest(30).filtered(even);
      for (int row = 0; row < 200; row++) {
        index.add(row, Codes.random(random, 64));
        searcher.search(new long[] {0}, query, neighbors);
        assertThat(neighbors.size()).isEqualTo(Math.min(30, row / 2 + 1));
        assertThat(Hit.of(neighbors)).allMatch(hit -> hit.id() % 2 == 0);
        searcher.nearest(new long[] {0}, neighbors);
        assertThat(neighbors.size()).isEqualTo(Math.min(30, row + 1));
        assertThat(searcher.count(new long[] {0}, Query.within(64))).isEqualTo(row + 1);
      }
    }
  }

  @Test
  void anAnswerStaysUntilTheNextSearch() throws IOException {
    index.add(new long[] {1, 2}, BinaryCodes.wrap(new long[] {1, 3}, 64));
    try (Searcher searcher = index.newSearcher()) {
      searcher.nearest(new long[] {1}, 2);
      index.remove(1);
      assertThat(searcher.verify()).as("of the rows that were searched").isTrue();
      assertThat(searcher.rerank(new float[64], 2).ids()).containsExactly(1, 2);
      assertThatIllegalArgumentException().isThrownBy(() -> searcher.nearest(new long[2], 1));
      assertThat(searcher.rerank(new float[64], 2).ids()).containsExactly(1, 2);
      assertThat(searcher.nearest(new long[] {1}, 2).ids()).containsExactly(2);
    }
  }

  @Test
  void theArraysOfTheCallerAreCopied() throws IOException {
    long[] words = {1, 2};
    long[] keys = {1, 2};
    long[] code = {4};
    index.add(keys, BinaryCodes.wrap(words, 64));
    index.add(3, code);
    Arrays.fill(words, -1);
    Arrays.fill(keys, -1);
    code[0] = -1;
    try (Searcher searcher = index.newSearcher()) {
      assertThat(Hit.of(searcher.nearest(new long[] {0}, 5)))
          .isEqualTo(List.of(new Hit(1, 1), new Hit(2, 1), new Hit(3, 1)));
    }
  }

  @Test
  void aClosedIndexRefusesEveryCall() throws IOException {
    Searcher orphan = index.newSearcher();
    index.close();
    index.close();
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> index.add(1, new long[1]),
            () -> index.add(new long[1], BinaryCodes.wrap(new long[1], 64)),
            () -> index.replace(1, new long[1]),
            () -> index.replace(new long[1], BinaryCodes.wrap(new long[1], 64)),
            () -> index.remove(1),
            index::sync,
            index::merge,
            index::mergeAll,
            index::mergeDue,
            index::rows,
            index::bits,
            index::recovery,
            index::snapshot,
            index::newSearcher,
            () -> orphan.nearest(new long[1], 1))) {
      assertThatIllegalStateException()
          .isThrownBy(call)
          .withMessageContaining("MutableHammingIndex is closed");
    }
    orphan.close();
    assertThat(index.toString()).contains("64 bits");
  }

  private static void refused(ThrowingCallable call, String... parts) {
    assertThatIllegalArgumentException()
        .isThrownBy(call)
        .satisfies(refused -> assertThat(refused.getMessage()).contains(parts));
  }
}
