package dev.orthant.bench.learn;

/** A dense row-major matrix of doubles; inner loops are ones that C2 turns into vector code. */
final class DenseMatrix {
  final int rows;
  final int columns;
  final double[] values;

  DenseMatrix(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    values = new double[rows * columns];
  }

  double at(int row, int column) {
    return values[row * columns + column];
  }

  /** this^T other, for matrices with the same number of rows. */
  DenseMatrix transposedTimes(DenseMatrix other) {
    DenseMatrix product = new DenseMatrix(columns, other.columns);
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < columns; i++) {
        product.addToRow(i, at(row, i), other, row);
      }
    }
    return product;
  }

  DenseMatrix times(DenseMatrix other) {
    DenseMatrix product = new DenseMatrix(rows, other.columns);
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < columns; i++) {
        product.addToRow(row, at(row, i), other, i);
      }
    }
    return product;
  }

  /** this this^T. */
  DenseMatrix timesOwnTranspose() {
    DenseMatrix product = new DenseMatrix(rows, rows);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < rows; j++) {
        double sum = 0;
        for (int c = 0; c < columns; c++) {
          sum += at(i, c) * at(j, c);
        }
        product.values[i * rows + j] = sum;
      }
    }
    return product;
  }

  /** Adds factor times a row of another matrix of as many columns. */
  void addToRow(int row, double factor, DenseMatrix other, int otherRow) {
    double[] to = values;
    double[] from = other.values;
    int at = row * columns;
    int otherAt = otherRow * columns;
    for (int j = 0; j < columns; j++) {
      to[at + j] += factor * from[otherAt + j];
    }
  }

  double squares() {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return sum;
  }

  /**
   * Replaces this symmetric positive definite matrix plus ridge on its diagonal by U, U^T U = it.
   */
  DenseMatrix factorise(double ridge) {
    for (int i = 0; i < rows; i++) {
      values[i * columns + i] += ridge;
    }
    for (int i = 0; i < rows; i++) {
      double pivot = Math.sqrt(at(i, i));
      for (int j = i; j < columns; j++) {
        values[i * columns + j] /= pivot;
      }
      for (int row = i + 1; row < rows; row++) {
        double factor = at(i, row);
        for (int j = row; j < columns; j++) {
          values[row * columns + j] -= factor * values[i * columns + j];
        }
      }
    }
    return this;
  }

  /** With this = U of {@link #factorise}: overwrites right with (U^T U)^-1 right. */
  DenseMatrix solve(DenseMatrix right) {
    for (int i = 0; i < rows; i++) {
      right.scaleRow(i, 1 / at(i, i));
      for (int row = i + 1; row < rows; row++) {
        right.addToRow(row, -at(i, row), right, i);
      }
    }
    for (int i = rows - 1; i >= 0; i--) {
      for (int j = i + 1; j < rows; j++) {
        right.addToRow(i, -at(i, j), right, j);
      }
      right.scaleRow(i, 1 / at(i, i));
    }
    return right;
  }

  private void scaleRow(int row, double factor) {
    for (int j = row * columns; j < (row + 1) * columns; j++) {
      values[j] *= factor;
    }
  }
}
