package dev.orthant.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.orthant.data.BinaryCodes;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.MutableHammingIndex;
import dev.orthant.search.Searcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Rows that were just added, to an index that is closed since. */
final class IndexSnapshotContractTest extends HammingIndexContract {
  @Override
  public HammingIndex over(BinaryCodes codes) {
    try (MutableHammingIndex index = MutableHammingIndex.inMemory(codes.bits())) {
      index.add(LongStream.range(0, codes.rows()).toArray(), codes);
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
      assertThat(searcher.within(new long[1], 64).size()).isZero();
    }
  }

  @Override
  @Test
  void savingAndOpeningKeepsEveryAnswer() {
    try (HammingIndex index = over(BinaryCodes.wrap(new long[] {1, 2}, 64))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> index.save(folder.resolve("snapshot")))
          .withMessageContaining("snapshot of a mutable index");
      assertThat(folder.resolve("snapshot")).doesNotExist();
    }
  }

  /** New rows are not grouped. */
  @Override
  @Test
  void theFactsSayWhatGroupingSaves() {
    try (HammingIndex index = over(BinaryCodes.wrap(new long[] {5, 9, 5, 5, 0, 9, 5}, 64))) {
      assertThat(index.facts().rows()).isEqualTo(7);
      assertThat(index.facts().distinctCodes()).isEqualTo(7);
      assertThat(index.facts().bytes()).isEqualTo(7 * 2 * Long.BYTES);
    }
  }
}
