package dev.orthant.cli.reproduce;

import dev.orthant.data.Vectors;
import java.util.Arrays;

/** Rows at unit length, minus the mean of some of them. */
final class CentredRows {
  private CentredRows() {}

  static Vectors of(Vectors features, int[] training) {
    int dimension = features.dimension();
    float[] values = new float[Math.multiplyExact(features.rows(), dimension)];
    features.copyRows(0, features.rows(), values, 0);
    for (int at = 0; at < values.length; at += dimension) {
      double squares = 0;
      for (int i = at; i < at + dimension; i++) {
        squares += (double) values[i] * values[i];
      }
      double scale = squares == 0 ? 0 : 1 / Math.sqrt(squares);
      for (int i = at; i < at + dimension; i++) {
        values[i] = (float) (scale * values[i]);
      }
    }
    double[] mean = mean(values, dimension, training);
    for (int at = 0; at < values.length; at += dimension) {
      for (int j = 0; j < dimension; j++) {
        values[at + j] -= (float) mean[j];
      }
    }
    return Vectors.wrap(values, dimension);
  }

  private static double[] mean(float[] values, int dimension, int[] rows) {
    double[] mean = new double[dimension];
    for (int row : rows) {
      for (int j = 0; j < dimension; j++) {
        mean[j] += values[row * dimension + j];
      }
    }
    return Arrays.stream(mean).map(sum -> sum / rows.length).toArray();
  }
}
