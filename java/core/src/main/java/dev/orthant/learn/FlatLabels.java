package dev.orthant.learn;

import dev.orthant.data.Labels;

/** Labels as native calls take them: those of row i lie from offset i to offset i + 1. */
record FlatLabels(int[] values, long[] offsets) {
  static FlatLabels of(Labels labels) {
    long[] offsets = new long[labels.rows() + 1];
    int[][] sets = new int[labels.rows()][];
    for (int row = 0; row < labels.rows(); row++) {
      sets[row] = labels.row(row);
      offsets[row + 1] = offsets[row] + sets[row].length;
    }
    int[] values = new int[Math.toIntExact(offsets[labels.rows()])];
    for (int row = 0; row < labels.rows(); row++) {
      System.arraycopy(sets[row], 0, values, (int) offsets[row], sets[row].length);
    }
    return new FlatLabels(values, offsets);
  }
}
