package dev.orthant.bench.learn;

import dev.orthant.bench.support.TwinRandom;
import dev.orthant.data.Vectors;
import java.util.Arrays;

/** exp(-||x - a||^2 / width) over anchors a drawn from the rows, and a last column of ones. */
final class RbfFeatures {
  private RbfFeatures() {}

  static DenseMatrix of(Vectors vectors, int anchorCount, TwinRandom random) {
    int n = vectors.rows();
    int d = vectors.dimension();
    float[] rows = unitRows(vectors);
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    float[] byColumn = new float[d * anchorCount]; // for a vectorised inner loop
    float[] anchors = new float[anchorCount * d];
    for (int a = 0; a < anchorCount; a++) {
      int drawn = a + random.below(n - a);
      int row = order[drawn];
      order[drawn] = order[a];
      order[a] = row;
      for (int j = 0; j < d; j++) {
        byColumn[j * anchorCount + a] = rows[row * d + j];
        anchors[a * d + j] = rows[row * d + j];
      }
    }
    double width = meanDistance(rows, anchors, d);
    DenseMatrix phi = new DenseMatrix(n, anchorCount + 1);
    float[] dots = new float[anchorCount];
    for (int row = 0; row < n; row++) {
      dots(rows, row * d, d, byColumn, dots);
      for (int a = 0; a < anchorCount; a++) {
        double distance = Math.max(0, 2 - 2.0 * dots[a]);
        phi.values[row * phi.columns + a] = (float) Math.exp(-distance / width);
      }
      phi.values[row * phi.columns + anchorCount] = 1;
    }
    return phi;
  }

  private static float[] unitRows(Vectors vectors) {
    int d = vectors.dimension();
    float[] rows = new float[vectors.rows() * d];
    vectors.copyRows(0, vectors.rows(), rows, 0);
    for (int at = 0; at < rows.length; at += d) {
      double square = 0;
      for (int j = at; j < at + d; j++) {
        square += (double) rows[j] * rows[j];
      }
      for (int j = at; j < at + d; j++) {
        rows[j] = (float) (rows[j] / Math.sqrt(square));
      }
    }
    return rows;
  }

  /** The mean of ||x - a||^2 over all pairs, from the two means: rows have unit length. */
  private static double meanDistance(float[] rows, float[] anchors, int d) {
    double inner = 0;
    for (int j = 0; j < d; j++) {
      inner += mean(rows, j, d) * mean(anchors, j, d);
    }
    return 2 - 2 * inner;
  }

  private static double mean(float[] rows, int column, int d) {
    double sum = 0;
    for (int at = column; at < rows.length; at += d) {
      sum += rows[at];
    }
    return sum / (rows.length / d);
  }

  private static void dots(float[] rows, int at, int d, float[] byColumn, float[] dots) {
    Arrays.fill(dots, 0);
    for (int j = 0; j < d; j++) {
      float x = rows[at + j];
      int first = j * dots.length;
      for (int a = 0; a < dots.length; a++) {
        dots[a] += x * byColumn[first + a];
      }
    }
  }
}
