package dev.orthant.data;

import java.util.Objects;

/** Lists of row numbers that a caller chose. */
final class RowNumbers {
  private RowNumbers() {}

  /** A copy of the numbers, all of which lie in {@code [0, limit)}. */
  static int[] copy(int[] rows, int limit) {
    int[] copy = Objects.requireNonNull(rows, "rows").clone();
    for (int i = 0; i < copy.length; i++) {
      if (copy[i] < 0 || copy[i] >= limit) {
        throw new IllegalArgumentException(
            "rows[" + i + "] = " + copy[i] + " is not a row: there are " + limit + " rows");
      }
    }
    return copy;
  }
}
