package dev.orthant.index;

import dev.orthant.data.BinaryCodes;
import dev.orthant.internal.Backstage;
import dev.orthant.internal.Checks;
import dev.orthant.internal.NativeError;
import dev.orthant.internal.abi.OrthantC;
import dev.orthant.internal.abi.orthant_index;
import java.util.Objects;

/**
 * An index that chooses for each query between a scan of all codes and the tables of multi-index
 * hashing, by a model of what they cost that is measured once in a process. Tables are built only
 * where the model expects them to pay. {@code Searcher.explain()} says what was chosen, and why.
 * Exact, as every index.
 */
public final class AutoIndex extends HammingIndex {
  AutoIndex(orthant_index handle) {
    super(handle);
  }

  /**
   * An index over a copy of the codes, built by the calling thread.
   *
   * @param codes there may be none
   */
  public static AutoIndex over(BinaryCodes codes) {
    return over(codes, 1);
  }

  /**
   * An index over a copy of the codes.
   *
   * @param codes there may be none
   * @param threads how many build tables while this runs, 1 to 256
   */
  public static AutoIndex over(BinaryCodes codes, int threads) {
    Objects.requireNonNull(codes, "codes");
    Checks.threads(threads);
    NativeError error = NativeError.slotForOneCall();
    IndexBuild build = IndexBuild.begin();
    return build.ended(
        new AutoIndex(
            error.check(
                OrthantC.orthant_auto_index_new(
                    Backstage.words(codes), codes.rows(), codes.bits(), threads, error.slot()))));
  }
}
