package dev.orthant.bench.support;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import java.util.Random;
import java.util.stream.IntStream;

/** Seeded data: the same numbers in every fork and on every machine. */
public final class Workload {
  private static final long SEED = 20_240_601;

  private Workload() {}

  /** Gaussian clouds, one per class; row i belongs to class {@code i % classes}. */
  public static Vectors clouds(int rows, int dimension, int classes) {
    Random random = new Random(SEED);
    float[] centres = new float[classes * dimension];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = (float) random.nextGaussian();
    }
    float[] values = new float[rows * dimension];
    for (int i = 0; i < values.length; i++) {
      int cloud = i / dimension % classes;
      values[i] = centres[cloud * dimension + i % dimension] + (float) random.nextGaussian();
    }
    return Vectors.wrap(values, dimension);
  }

  /** The classes of {@link #clouds}. */
  public static Labels labels(int rows, int classes) {
    return Labels.of(IntStream.range(0, rows).map(row -> row % classes).toArray());
  }

  /** Uniformly random codes; another stream gives other codes. */
  public static BinaryCodes codes(int rows, int bits, int stream) {
    if (bits % 64 != 0) {
      throw new IllegalArgumentException("bits = " + bits + " is no multiple of 64");
    }
    return BinaryCodes.wrap(
        new Random(SEED + stream).longs((long) rows * bits / 64).toArray(), bits);
  }
}
