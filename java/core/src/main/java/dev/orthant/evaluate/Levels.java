package dev.orthant.evaluate;

import java.util.Arrays;

/**
 * How one query ranks the base, without its ties broken: the distances that occur, nearest first,
 * and for each of them (a level) how many rows lie there and how many of those are relevant. Every
 * measure of this package is a function of the levels alone.
 */
final class Levels {
  private final int[] distances;
  private final int[] itemsUpTo;
  private final int[] relevantUpTo;

  private Levels(int[] distances, int[] itemsUpTo, int[] relevantUpTo) {
    this.distances = distances;
    this.itemsUpTo = itemsUpTo;
    this.relevantUpTo = relevantUpTo;
  }

  /** From the counts at distance 0, 1, 2 and so on; distances without rows are left out. */
  static Levels ofCounts(long[] items, long[] relevant) {
    int[] distances = new int[items.length];
    int levels = 0;
    for (int distance = 0; distance < items.length; distance++) {
      if (items[distance] > 0) {
        distances[levels++] = distance;
      }
    }
    distances = Arrays.copyOf(distances, levels);
    return new Levels(distances, sums(items, distances), sums(relevant, distances));
  }

  private static int[] sums(long[] counts, int[] distances) {
    int[] sums = new int[distances.length];
    long sum = 0;
    for (int level = 0; level < sums.length; level++) {
      sum += counts[distances[level]];
      sums[level] = Math.toIntExact(sum);
    }
    return sums;
  }

  int count() {
    return distances.length;
  }

  int distance(int level) {
    return distances[level];
  }

  int items(int level) {
    return itemsUpTo[level] - upTo(itemsUpTo, level - 1);
  }

  int relevant(int level) {
    return relevantUpTo[level] - upTo(relevantUpTo, level - 1);
  }

  int totalItems() {
    return upTo(itemsUpTo, count() - 1);
  }

  int totalRelevant() {
    return upTo(relevantUpTo, count() - 1);
  }

  /** The number of rows at distance {@code radius} or less. */
  int itemsWithin(int radius) {
    return upTo(itemsUpTo, lastLevelWithin(radius));
  }

  /** The number of relevant rows at distance {@code radius} or less. */
  int relevantWithin(int radius) {
    return upTo(relevantUpTo, lastLevelWithin(radius));
  }

  /** -1 if there is none. */
  private int lastLevelWithin(int radius) {
    int found = Arrays.binarySearch(distances, radius);
    return found >= 0 ? found : -found - 2;
  }

  private static int upTo(int[] sums, int level) {
    return level < 0 ? 0 : sums[level];
  }
}
