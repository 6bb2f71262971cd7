package dev.orthant.bench.encode;

import dev.orthant.bench.support.Workload;
import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.learn.LshTrainer;

/** An LSH model and its plain Java twin, found to give the same codes. */
final class LshPair implements AutoCloseable {
  static final int TRAINING_ROWS = 1_000;
  private static final long SEED = 7;

  /** Bits may differ where sums in another order round to another side of zero. */
  private static final double DIFFERING_SHARE = 1e-4;

  final HashModel model;
  final PlainLsh twin;

  LshPair(int dimension, int bits) {
    Vectors training = Workload.clouds(TRAINING_ROWS, dimension, 10);
    model = LshTrainer.ofBits(bits).withSeed(SEED).train(training);
    twin = new PlainLsh(training, bits, SEED);
    requireEqualCodes(training);
  }

  private void requireEqualCodes(Vectors vectors) {
    BinaryCodes codes = model.encode(vectors);
    long[] twinCodes = new long[codes.rows() * codes.wordsPerCode()];
    for (int row = 0; row < codes.rows(); row++) {
      twin.encode(vectors.row(row), 0, twinCodes, row * codes.wordsPerCode());
    }
    BinaryCodes twins = BinaryCodes.wrap(twinCodes, codes.bits());
    long differing = 0;
    for (int row = 0; row < codes.rows(); row++) {
      differing += codes.distance(row, twins, row);
    }
    double share = (double) differing / codes.rows() / codes.bits();
    if (share > DIFFERING_SHARE) {
      throw new IllegalStateException("the twin's codes differ in a share of " + share);
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
