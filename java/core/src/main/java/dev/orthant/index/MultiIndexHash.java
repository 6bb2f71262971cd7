package dev.orthant.index;

import dev.orthant.data.BinaryCodes;
import dev.orthant.internal.Backstage;
import dev.orthant.internal.NativeError;
import dev.orthant.internal.abi.OrthantC;
import dev.orthant.internal.abi.orthant_index;
import java.util.Objects;

/**
 * An index with multi-index hashing (Norouzi, Punjani and Fleet, "Fast Exact Search in Hamming
 * Space With Multi-Index Hashing", TPAMI 2014). A code's bits are cut into chunks, and each chunk
 * has a table of the codes by its value. A search looks up what lies near the query in each chunk,
 * and grows the radius until its answer is proved; where that would take longer than to compare all
 * codes, it does so. Exact, as every index.
 *
 * <p>It pays for many rows and near neighbours. {@link #facts()} says what memory it takes; its
 * tables take about as much per chunk as the codes.
 */
public final class MultiIndexHash extends HammingIndex {
  MultiIndexHash(orthant_index handle) {
    super(handle);
  }

  /**
   * An index over a copy of the codes, as {@link MultiIndexOptions#defaults()} say.
   *
   * @param codes there may be none
   */
  public static MultiIndexHash over(BinaryCodes codes) {
    return over(codes, MultiIndexOptions.defaults());
  }

  /**
   * An index over a copy of the codes.
   *
   * @param codes there may be none
   * @param options the number of chunks, and of threads that build
   * @throws IllegalArgumentException if codes of this length cannot be cut into so many chunks
   */
  public static MultiIndexHash over(BinaryCodes codes, MultiIndexOptions options) {
    Objects.requireNonNull(codes, "codes");
    Objects.requireNonNull(options, "options");
    options.checkFor(codes.bits());
    NativeError error = NativeError.slotForOneCall();
    IndexBuild build = IndexBuild.begin();
    return build.ended(
        new MultiIndexHash(
            error.check(
                OrthantC.orthant_multi_index_new(
                    Backstage.words(codes),
                    codes.rows(),
                    codes.bits(),
                    options.chunks(),
                    options.threads(),
                    error.slot()))));
  }
}
