package dev.orthant.bench.rival;

import java.util.Arrays;

/**
 * The k nearest of rows that are offered in ascending order: one bucket per distance, no heap. Ties
 * are resolved by themselves, since a row that is as far as the k-th comes too late.
 */
final class DistanceBuckets {
  private final int k;
  private final int[] buckets; // per distance, the first k rows at it
  private final int[] counts;
  private int kept; // rows at distance top or less; the k nearest are among them
  private int top;
  private int bound;

  DistanceBuckets(int bits, int k) {
    this.k = k;
    buckets = new int[(bits + 1) * k];
    counts = new int[bits + 1];
    clear();
  }

  void clear() {
    Arrays.fill(counts, 0);
    kept = 0;
    top = counts.length - 1;
    bound = counts.length;
  }

  /** Rows at this distance or more come too late. */
  int bound() {
    return bound;
  }

  /** Keeps a row that is nearer than the bound, and returns the bound after it. */
  int keep(int row, int distance) {
    buckets[distance * k + counts[distance]++] = row;
    kept++;
    while (kept - counts[top] >= k) {
      kept -= counts[top--];
    }
    if (kept >= k) {
      bound = top;
    }
    return bound;
  }

  /** Writes the k nearest by (distance, row), or fewer if fewer came; returns how many. */
  int collect(long[] ids, int[] distances) {
    int found = 0;
    for (int distance = 0; distance <= top && found < k; distance++) {
      for (int i = 0; i < counts[distance] && found < k; i++) {
        ids[found] = buckets[distance * k + i];
        distances[found++] = distance;
      }
    }
    return found;
  }
}
