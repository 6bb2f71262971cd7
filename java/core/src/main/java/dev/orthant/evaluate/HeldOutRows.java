package dev.orthant.evaluate;

import dev.orthant.data.Labels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Labelled rows in two parts: of each class (a row's first) the same share, rounded down, is held
 * out, so that every class keeps rows to learn from. Both parts are in ascending order.
 */
record HeldOutRows(int[] train, int[] queries) {
  static final int MOST_QUERIES = 1_000;

  static HeldOutRows of(Labels labels, double share, long seed) {
    Map<Integer, List<Integer>> rowsOfClass = new TreeMap<>();
    for (int row = 0; row < labels.rows(); row++) {
      rowsOfClass.computeIfAbsent(labels.row(row)[0], c -> new ArrayList<>()).add(row);
    }
    Random random = new Random(seed);
    List<Integer> train = new ArrayList<>();
    List<Integer> heldOut = new ArrayList<>();
    for (List<Integer> rows : rowsOfClass.values()) {
      Collections.shuffle(rows, random);
      int count = (int) (share * rows.size());
      heldOut.addAll(rows.subList(0, count));
      train.addAll(rows.subList(count, rows.size()));
    }
    if (heldOut.isEmpty()) {
      throw new IllegalArgumentException(
          "a share of "
              + share
              + " holds out no row of "
              + labels.rows()
              + " in "
              + rowsOfClass.size()
              + " classes: give more rows, or hold out more");
    }
    Collections.shuffle(heldOut, random);
    return new HeldOutRows(
        sorted(train), sorted(heldOut.subList(0, Math.min(heldOut.size(), MOST_QUERIES))));
  }

  private static int[] sorted(List<Integer> rows) {
    return rows.stream().mapToInt(Integer::intValue).sorted().toArray();
  }
}
