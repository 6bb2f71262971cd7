package dev.orthant.encode;

/** Says what is wrong with vectors that were refused. */
final class VectorDefect {
  private VectorDefect() {}

  /** What is wrong with the one vector. */
  static String describe(float[] vector) {
    return "vector " + reason(vector, find(vector, 1, vector.length), vector.length);
  }

  /** What is wrong with the rows, of which the first is called {@code first}. */
  static String describe(float[] rows, int count, int dimension, int first) {
    int row = find(rows, count, dimension);
    return row < 0
        ? "rows " + first + " to " + (first + count - 1) + ": " + reason(rows, row, dimension)
        : "row " + (first + row) + " " + reason(rows, row, dimension);
  }

  /** The first row with a value that is not finite; without one, the first row of zeros; or -1. */
  private static int find(float[] rows, int count, int dimension) {
    int zeros = -1;
    for (int row = 0; row < count; row++) {
      boolean zero = true;
      for (int i = row * dimension; i < (row + 1) * dimension; i++) {
        if (!Float.isFinite(rows[i])) {
          return row;
        }
        zero &= rows[i] == 0;
      }
      zeros = zero && zeros < 0 ? row : zeros;
    }
    return zeros;
  }

  private static String reason(float[] rows, int row, int dimension) {
    if (row < 0) {
      return "is zero once the model has centred it, and cannot be scaled to unit length";
    }
    for (int column = 0; column < dimension; column++) {
      float value = rows[row * dimension + column];
      if (!Float.isFinite(value)) {
        return "has the value " + value + " in column " + column + "; values must be finite";
      }
    }
    return "has only zeros; the model scales vectors to unit length";
  }
}
