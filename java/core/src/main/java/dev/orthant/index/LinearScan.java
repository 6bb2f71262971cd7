package dev.orthant.index;

import dev.orthant.data.BinaryCodes;
import dev.orthant.internal.Backstage;
import dev.orthant.internal.NativeError;
import dev.orthant.internal.abi.OrthantC;
import dev.orthant.internal.abi.orthant_index;
import java.util.Objects;

/**
 * An index that compares the query with every distinct code. Exact; {@code ceil(bits / 64)} words
 * of memory per distinct code, and 4 to 8 bytes per row where codes repeat; a search reads the
 * codes once.
 */
public final class LinearScan extends HammingIndex {
  LinearScan(orthant_index handle) {
    super(handle);
  }

  /**
   * An index over a copy of the codes.
   *
   * @param codes there may be none
   */
  public static LinearScan over(BinaryCodes codes) {
    Objects.requireNonNull(codes, "codes");
    NativeError error = NativeError.slotForOneCall();
    IndexBuild build = IndexBuild.begin();
    return build.ended(
        new LinearScan(
            error.check(
                OrthantC.orthant_linear_scan_new(
                    Backstage.words(codes), codes.rows(), codes.bits(), error.slot()))));
  }
}
