package dev.orthant.learn;

import dev.orthant.data.Labels;
import dev.orthant.internal.Backstage;
import java.util.Arrays;

/**
 * Labels as native calls take them: those of row i lie from offset i to offset i + 1. The values
 * are lent, not to be changed.
 */
record FlatLabels(int[] values, long[] offsets) {
  static FlatLabels of(Labels labels) {
    return new FlatLabels(
        Backstage.labels(labels),
        Arrays.stream(Backstage.labelStarts(labels)).asLongStream().toArray());
  }
}
