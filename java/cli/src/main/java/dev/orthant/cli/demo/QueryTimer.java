package dev.orthant.cli.demo;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Vectors;
import dev.orthant.encode.Encoder;
import dev.orthant.encode.HashModel;
import dev.orthant.index.HammingIndex;
import dev.orthant.search.Neighbors;
import dev.orthant.search.Searcher;
import java.util.Arrays;
import java.util.function.IntConsumer;

/** Times single queries as a service would run them: one at a time, after a warm-up. */
final class QueryTimer {
  private static final int NEIGHBORS = 10;
  private static final long WARM_UP_NANOS = 150_000_000;
  private static final int ROUNDS = 5;

  private QueryTimer() {}

  /** Median microseconds to encode one of {@code queries}. */
  static double encodeMicros(HashModel model, Vectors queries) {
    float[][] rows = new float[queries.rows()][];
    Arrays.setAll(rows, queries::row);
    try (Encoder encoder = model.newEncoder()) {
      long[] code = encoder.newCode();
      return medianMicros(rows.length, row -> encoder.encode(rows[row], code));
    }
  }

  /** Median microseconds to find the 10 nearest of one of {@code queries}. */
  static double searchMicros(HammingIndex index, BinaryCodes queries) {
    long[][] rows = new long[queries.rows()][];
    Arrays.setAll(rows, queries::row);
    Neighbors neighbors = Neighbors.withCapacity(NEIGHBORS);
    try (Searcher searcher = index.newSearcher()) {
      return medianMicros(rows.length, row -> searcher.nearest(rows[row], neighbors));
    }
  }

  private static double medianMicros(int rows, IntConsumer query) {
    long end = System.nanoTime() + WARM_UP_NANOS;
    for (int row = 0; System.nanoTime() < end; row = (row + 1) % rows) {
      query.accept(row);
    }
    long[] nanos = new long[rows * ROUNDS];
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      query.accept(i % rows);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[nanos.length / 2] / 1e3;
  }
}
