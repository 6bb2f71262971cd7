package dev.orthant.cli.reproduce;

import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;

/**
 * Ridge regression from rows to the classes that have some: W = (X^T X + ridge I)^-1 X^T Y, with Y
 * one-hot. In plain loops: d^2 (n + d / 3) operations, a few seconds for a reference.
 */
final class ClassScores {
  private static final double RIDGE = 1; // of rows at unit length; a choice, not tuned

  private ClassScores() {}

  /** The weights, classes x dimension; a class without rows gets zeros. */
  static double[][] learn(Vectors rows, Labels labels) {
    int dimension = rows.dimension();
    double[][] gram = new double[dimension][dimension];
    double[][] weights = new double[labels.classes()][dimension];
    for (int i = 0; i < dimension; i++) {
      gram[i][i] = RIDGE;
    }
    for (int row = 0; row < rows.rows(); row++) {
      float[] x = rows.row(row);
      double[] target = weights[labels.row(row)[0]];
      for (int i = 0; i < dimension; i++) {
        double value = x[i];
        double[] line = gram[i];
        for (int j = 0; j <= i; j++) {
          line[j] += value * x[j];
        }
        target[i] += value;
      }
    }
    factorise(gram);
    for (double[] target : weights) {
      solve(gram, target);
    }
    return weights;
  }

  /** The lower triangle becomes that of Cholesky's factor. */
  private static void factorise(double[][] matrix) {
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i][j] - dot(matrix[i], matrix[j], j);
        matrix[i][j] = i == j ? Math.sqrt(sum) : sum / matrix[j][j];
      }
    }
  }

  private static void solve(double[][] factor, double[] target) {
    for (int i = 0; i < target.length; i++) {
      target[i] = (target[i] - dot(factor[i], target, i)) / factor[i][i];
    }
    for (int i = target.length - 1; i >= 0; i--) {
      target[i] /= factor[i][i];
      for (int j = 0; j < i; j++) {
        target[j] -= factor[i][j] * target[i];
      }
    }
  }

  private static double dot(double[] a, double[] b, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** The score of each class for each row. */
  static Vectors of(Vectors rows, double[][] weights) {
    float[] scores = new float[Math.multiplyExact(rows.rows(), weights.length)];
    for (int row = 0; row < rows.rows(); row++) {
      float[] x = rows.row(row);
      for (int c = 0; c < weights.length; c++) {
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
          sum += weights[c][j] * x[j];
        }
        scores[row * weights.length + c] = (float) sum;
      }
    }
    return Vectors.wrap(scores, weights.length);
  }
}
