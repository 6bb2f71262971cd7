package dev.orthant.evaluate;

import dev.orthant.data.Vectors;
import dev.orthant.encode.Encoder;
import dev.orthant.encode.HashModel;

/**
 * What signs lose of projections v: per bit, min over a of E (v - a sgn v)^2 / E v^2, which is 1 -
 * (E |v|)^2 / E v^2; the mean over the bits. It does not depend on the scale of a bit, which a code
 * does not keep either. A bit whose projections are all zero counts 0.
 */
final class QuantisationError {
  static final int MOST_ROWS = 10_000;

  private QuantisationError() {}

  /** Over at most {@link #MOST_ROWS} rows, evenly spaced; there is at least one. */
  static double of(HashModel model, Vectors vectors) {
    int count = Math.min(vectors.rows(), MOST_ROWS);
    double[] sizes = new double[model.bits()];
    double[] squares = new double[model.bits()];
    float[] projections = new float[model.bits()];
    try (Encoder encoder = model.newEncoder()) {
      long[] code = encoder.newCode();
      for (int i = 0; i < count; i++) {
        encoder.encode(vectors.row((int) ((long) i * vectors.rows() / count)), code);
        encoder.copyProjections(projections);
        add(projections, sizes, squares);
      }
    }
    return ofSums(count, sizes, squares);
  }

  static void add(float[] projections, double[] sizes, double[] squares) {
    for (int bit = 0; bit < projections.length; bit++) {
      double value = projections[bit];
      sizes[bit] += Math.abs(value);
      squares[bit] += value * value;
    }
  }

  static double ofSums(int count, double[] sizes, double[] squares) {
    double sum = 0;
    for (int bit = 0; bit < sizes.length; bit++) {
      double explained = squares[bit] == 0 ? 1 : sizes[bit] / count * sizes[bit] / squares[bit];
      sum += Math.max(0, 1 - explained);
    }
    return sum / sizes.length;
  }
}
