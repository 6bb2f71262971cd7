package dev.orthant.bench.encode;

import dev.orthant.bench.support.TwinRandom;
import dev.orthant.data.Vectors;
import java.util.Arrays;

/**
 * The plain Java twin of LSH: the same mean and the same random directions from the same seed. The
 * matrix lies column by column, each an array of its own, and four go together: of the forms tried
 * C2 makes the fastest code of this one (of a dot product it makes no vector code at all).
 */
final class PlainLsh {
  private final int bits;
  private final float[] mean;
  private final float[][] columns; // per input, its weight in every bit
  private final float[] placed;
  private final float[] values;

  PlainLsh(Vectors training, int bits, long seed) {
    this.bits = bits;
    mean = meanOfUnitRows(training);
    columns = new float[mean.length][bits];
    TwinRandom random = new TwinRandom(seed);
    for (int bit = 0; bit < bits; bit++) {
      for (int j = 0; j < mean.length; j++) {
        columns[j][bit] = (float) random.normal();
      }
    }
    placed = new float[mean.length];
    values = new float[bits];
  }

  private static float[] meanOfUnitRows(Vectors training) {
    double[] sum = new double[training.dimension()];
    for (int row = 0; row < training.rows(); row++) {
      float[] vector = training.row(row);
      double scale = 1 / Math.sqrt(square(vector, 0, vector.length));
      for (int j = 0; j < sum.length; j++) {
        sum[j] += scale * vector[j];
      }
    }
    float[] mean = new float[sum.length];
    for (int j = 0; j < mean.length; j++) {
      mean[j] = (float) (sum[j] / training.rows());
    }
    return mean;
  }

  private static double square(float[] values, int at, int count) {
    double sum = 0;
    for (int i = at; i < at + count; i++) {
      sum += (double) values[i] * values[i];
    }
    return sum;
  }

  /** Encodes the vector that starts at {@code at}; writes bits / 64 words. */
  void encode(float[] vectors, int at, long[] codes, int codeAt) {
    place(vectors, at);
    project();
    pack(codes, codeAt);
  }

  private void place(float[] vectors, int at) {
    float scale = (float) (1 / Math.sqrt(square(vectors, at, placed.length)));
    for (int j = 0; j < placed.length; j++) {
      placed[j] = vectors[at + j] * scale - mean[j];
    }
  }

  private void project() {
    Arrays.fill(values, 0);
    int j = 0;
    for (; j + 4 <= placed.length; j += 4) {
      addFour(values, columns, placed, j);
    }
    for (; j < placed.length; j++) {
      for (int bit = 0; bit < bits; bit++) {
        values[bit] += placed[j] * columns[j][bit];
      }
    }
  }

  private static void addFour(float[] sums, float[][] columns, float[] placed, int j) {
    float[] p = columns[j];
    float[] q = columns[j + 1];
    float[] r = columns[j + 2];
    float[] s = columns[j + 3];
    float a = placed[j];
    float b = placed[j + 1];
    float c = placed[j + 2];
    float d = placed[j + 3];
    for (int bit = 0; bit < sums.length; bit++) {
      sums[bit] += a * p[bit] + b * q[bit] + c * r[bit] + d * s[bit];
    }
  }

  private void pack(long[] codes, int codeAt) {
    for (int word = 0; word * 64 < bits; word++) {
      long packed = 0;
      int end = Math.min(bits, word * 64 + 64);
      for (int bit = word * 64; bit < end; bit++) {
        packed |= (values[bit] > 0 ? 1L : 0L) << bit;
      }
      codes[codeAt + word] = packed;
    }
  }
}
