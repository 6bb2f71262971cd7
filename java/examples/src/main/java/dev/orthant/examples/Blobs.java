package dev.orthant.examples;

import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import java.util.Random;

/** Ten Gaussian clouds, one per class: row i belongs to class i mod 10. */
final class Blobs {
  private static final int CLASSES = 10;

  private Blobs() {}

  static Vectors vectors(int rows, int dimension) {
    Random random = new Random(1);
    float[][] centres = new float[CLASSES][dimension];
    for (float[] centre : centres) {
      fill(centre, new float[dimension], 1.0f, random);
    }
    float[][] vectors = new float[rows][dimension];
    for (int i = 0; i < rows; i++) {
      fill(vectors[i], centres[i % CLASSES], 0.3f, random);
    }
    return Vectors.copyOf(vectors);
  }

  static Labels labels(int rows) {
    int[] labels = new int[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = i % CLASSES;
    }
    return Labels.of(labels);
  }

  private static void fill(float[] row, float[] centre, float spread, Random random) {
    for (int j = 0; j < row.length; j++) {
      row[j] = centre[j] + spread * (float) random.nextGaussian();
    }
  }
}
