package dev.orthant.bench.rival;

import dev.orthant.data.BinaryCodes;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Codes with each distinct one once, and the rows that have it.
 *
 * @param distinct the codes, in the order of their first rows
 * @param starts where the rows of each group start in {@code rows}, and their end
 * @param rows the rows, group after group, ascending within each
 */
record CodeGroups(BinaryCodes distinct, int[] starts, int[] rows) {
  static CodeGroups of(BinaryCodes codes) {
    Map<LongBuffer, Integer> groups = new HashMap<>();
    int[] groupOf = new int[codes.rows()];
    int[] firstRows = new int[codes.rows()];
    for (int row = 0; row < codes.rows(); row++) {
      int next = groups.size();
      Integer known = groups.putIfAbsent(LongBuffer.wrap(codes.row(row)), next);
      groupOf[row] = known == null ? next : known;
      if (known == null) {
        firstRows[next] = row;
      }
    }
    int[] starts = new int[groups.size() + 1];
    for (int group : groupOf) {
      starts[group + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] next = starts.clone();
    int[] rows = new int[groupOf.length];
    for (int row = 0; row < groupOf.length; row++) {
      rows[next[groupOf[row]]++] = row;
    }
    return new CodeGroups(codes.select(Arrays.copyOf(firstRows, groups.size())), starts, rows);
  }

  /** The distinct codes over all codes: 1 if no code repeats. */
  double distinctShare() {
    return distinct.rows() / (double) rows.length;
  }
}
