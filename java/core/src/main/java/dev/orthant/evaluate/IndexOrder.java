package dev.orthant.evaluate;

import dev.orthant.data.BinaryCodes;

/**
 * Precisions over a ranking by (distance, row number), in one pass over the base and without a
 * sort: the levels say at which rank each distance starts. Holds scratch; one thread at a time.
 */
final class IndexOrder {
  /**
   * Sums over the relevant rows among the first k.
   *
   * @param rectangles of the precision at each
   * @param trapezoids of the mean of the precisions at each and just before it, which is 1 at the
   *     top
   * @param retrieved how many they are
   */
  record Score(double rectangles, double trapezoids, int retrieved) {}

  private final BinaryCodes base;
  private final long[] mask;
  private final long[] code;
  private final int[] ranks;
  private final int[] hits;

  IndexOrder(BinaryCodes base, long[] mask) {
    this.base = base;
    this.mask = mask;
    code = new long[base.wordsPerCode()];
    ranks = new int[base.bits() + 1];
    hits = new int[base.bits() + 1];
  }

  Score score(long[] query, byte[] relevant, Levels levels, int k) {
    startAt(levels);
    double rectangles = 0;
    double trapezoids = 0;
    int retrieved = 0;
    for (int row = 0; row < relevant.length; row++) {
      int distance = distance(query, row);
      int rank = ++ranks[distance];
      if (relevant[row] != 0) {
        int hit = ++hits[distance];
        if (rank <= k) {
          double precision = (double) hit / rank;
          double precisionBefore = rank == 1 ? 1 : (hit - 1.0) / (rank - 1.0);
          rectangles += precision;
          trapezoids += (precision + precisionBefore) / 2;
          retrieved++;
        }
      }
    }
    return new Score(rectangles, trapezoids, retrieved);
  }

  private void startAt(Levels levels) {
    int before = 0;
    int hitsBefore = 0;
    for (int level = 0; level < levels.count(); level++) {
      ranks[levels.distance(level)] = before;
      hits[levels.distance(level)] = hitsBefore;
      before += levels.items(level);
      hitsBefore += levels.relevant(level);
    }
  }

  private int distance(long[] query, int row) {
    base.copyRow(row, code);
    int distance = 0;
    for (int word = 0; word < code.length; word++) {
      distance += Long.bitCount((query[word] ^ code[word]) & mask[word]);
    }
    return distance;
  }
}
