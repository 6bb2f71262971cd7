package dev.orthant.evaluate;

import dev.orthant.data.BinaryCodes;
import dev.orthant.internal.Backstage;
import dev.orthant.internal.NativeError;
import dev.orthant.internal.abi.OrthantC;
import dev.orthant.internal.abi.orthant_index;

/**
 * Counts levels natively: a copy of the base outside the Java heap, freed by {@link #close()}. Any
 * number of threads may count; none may be counting when it is closed.
 */
final class LevelCounter implements AutoCloseable {
  private final orthant_index index;

  private LevelCounter(orthant_index index) {
    this.index = index;
  }

  static LevelCounter over(BinaryCodes base) {
    NativeError error = NativeError.slotForOneCall();
    return new LevelCounter(
        error.check(
            OrthantC.orthant_linear_scan_new(
                Backstage.words(base), base.rows(), base.bits(), error.slot())));
  }

  /**
   * Sets, per distance 0 to bits, the rows at that distance from the query and the relevant ones.
   *
   * @param relevant one byte per row, 0 or not
   * @param items bits + 1 counts
   * @param hits bits + 1 counts
   */
  void count(long[] query, long[] mask, byte[] relevant, long[] items, long[] hits) {
    NativeError error = NativeError.slotForOneCall();
    error.check(
        OrthantC.orthant_count_levels(index, query, mask, relevant, items, hits, error.slot()));
  }

  @Override
  public void close() {
    OrthantC.orthant_index_free(index);
  }
}
