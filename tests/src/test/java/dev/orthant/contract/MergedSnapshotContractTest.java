package dev.orthant.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.orthant.data.BinaryCodes;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.MutableHammingIndex;
import dev.orthant.search.Searcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Rows in several parts: merged, removed again, replaced and added since. */
final class MergedSnapshotContractTest extends HammingIndexContract {
  @Override
  public HammingIndex over(BinaryCodes codes) {
    int rows = codes.rows();
    long[] keys = LongStream.range(0, rows).toArray();
    int[] all = IntStream.range(0, rows).toArray();
    long[] strangers = LongStream.range(1L << 40, (1L << 40) + rows).toArray();
    try (MutableHammingIndex index = MutableHammingIndex.inMemory(codes.bits())) {
      index.add(strangers, codes);
      index.add(Arrays.copyOf(keys, rows / 3), codes.select(Arrays.copyOf(all, rows / 3)));
      index.mergeAll();
      index.remove(strangers);
      int[] rest = Arrays.copyOfRange(all, rows / 3, rows);
      int[] wrong = rest.clone();
      Arrays.fill(wrong, rows == 0 ? 0 : rows - 1);
      long[] others = Arrays.copyOfRange(keys, rows / 3, rows);
      index.add(others, codes.select(wrong));
      index.replace(others, codes.select(rest));
      return index.snapshot();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String kind() {
    return "auto";
  }

  @Override
  @Test
  void anIndexWithoutRowsFindsNothing() {
    try (HammingIndex index = over(BinaryCodes.wrap(new long[0], 64));
        Searcher searcher = index.newSearcher()) {
      assertThat(index.rows()).isZero();
      assertThat(searcher.nearest(new long[1], 5).size()).isZero();
    }
  }

  @Override
  @Test
  void savingAndOpeningKeepsEveryAnswer() {
    try (HammingIndex index = over(BinaryCodes.wrap(new long[] {1, 2, 3, 4}, 64))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> index.save(folder.resolve("snapshot")))
          .withMessageContaining("snapshot of a mutable index");
    }
  }

  /** Removed rows count until a merge drops them. */
  @Override
  @Test
  void theFactsSayWhatGroupingSaves() {
    try (HammingIndex index = over(BinaryCodes.wrap(new long[] {5, 9, 5, 5, 0, 9, 5}, 64))) {
      assertThat(index.facts().rows()).isEqualTo(7);
      assertThat(index.facts().largestGroup()).isEqualTo(5);
      assertThat(index.facts().bytes()).isPositive();
    }
  }

  /** One part was merged, one is new. */
  @Override
  @Test
  public void withoutALastAnswerThereIsNothingToSayAboutIt() {
    BinaryCodes codes = BinaryCodes.wrap(new long[] {5, 9, 7, 1}, 64);
    try (HammingIndex index = over(codes);
        Searcher searcher = index.newSearcher()) {
      searcher.nearest(codes.row(3), 1);
      assertThat(searcher.explain()).hasSize(2).allSatisfy(part -> assertThat(part).isNotEmpty());
    }
  }
}
