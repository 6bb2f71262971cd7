package dev.orthant.evaluate;

/**
 * The lowest and the highest average precision that any order of the tied rows gives.
 *
 * <p>With a fixed denominator the extremes put the relevant rows of every level last or first. With
 * {@link Denominator#RETRIEVED} they do so given the number of hits in the level that rank k cuts,
 * and that number is tried from end to end.
 */
final class AveragePrecisionBounds {
  private AveragePrecisionBounds() {}

  /** Over the full ranking. NaN if no row is relevant. */
  static TieBounds of(Levels levels) {
    return at(levels, Integer.MAX_VALUE, Denominator.ALL_RELEVANT);
  }

  /** Cut at rank {@code k}, at least 1. NaN if no row is relevant. */
  static TieBounds at(Levels levels, int k, Denominator denominator) {
    if (levels.totalRelevant() == 0) {
      return new TieBounds(Double.NaN, Double.NaN);
    }
    double lowest = 0;
    double highest = 0;
    int before = 0;
    int hits = 0;
    for (int level = 0; level < levels.count() && before < k; level++) {
      int n = levels.items(level);
      int p = levels.relevant(level);
      int taken = Math.min(n, k - before);
      int fewest = Math.max(0, taken - (n - p));
      int most = Math.min(p, taken);
      if (taken < n && denominator == Denominator.RETRIEVED) {
        return new TieBounds(
            lowestOverCut(lowest, before, hits, taken, fewest, most),
            highestOverCut(highest, before, hits, fewest, most));
      }
      lowest += hitsLast(before, hits, taken, fewest);
      highest += hitsFirst(before, hits, most);
      before += taken;
      hits += p;
    }
    int divisor = denominator.of(k, levels.totalRelevant(), hits);
    return divisor == 0 ? new TieBounds(0, 0) : new TieBounds(lowest / divisor, highest / divisor);
  }

  /** The precisions at {@code count} hits on the first of the ranks after {@code before}. */
  private static double hitsFirst(int before, int hits, int count) {
    double sum = 0;
    for (int j = 1; j <= count; j++) {
      sum += (double) (hits + j) / (before + j);
    }
    return sum;
  }

  /** The precisions at {@code count} hits on the last of the {@code taken} ranks after before. */
  private static double hitsLast(int before, int hits, int taken, int count) {
    return hitsFirst(before + taken - count, hits, count);
  }

  private static double highestOverCut(double sum, int before, int hits, int fewest, int most) {
    double inside = hitsFirst(before, hits, fewest);
    double highest = quotient(sum + inside, hits + fewest);
    for (int count = fewest + 1; count <= most; count++) {
      inside += (double) (hits + count) / (before + count);
      highest = Math.max(highest, quotient(sum + inside, hits + count));
    }
    return highest;
  }

  /**
   * With h hits on the last of m ranks, hit t stands at rank N + m - h + t and its precision is 1 -
   * (N + m - h - P)/(N + m - h + t): only a sum of reciprocals has to be kept as h grows.
   */
  private static double lowestOverCut(
      double sum, int before, int hits, int taken, int fewest, int most) {
    int last = before + taken;
    double reciprocals = 0;
    double lowest = Double.POSITIVE_INFINITY;
    for (int count = 0; count <= most; count++) {
      if (count > 0) {
        reciprocals += 1.0 / (last - count + 1);
      }
      if (count >= fewest) {
        double inside = count - (double) (last - count - hits) * reciprocals;
        lowest = Math.min(lowest, quotient(sum + inside, hits + count));
      }
    }
    return lowest;
  }

  private static double quotient(double sum, int divisor) {
    return divisor == 0 ? 0 : sum / divisor;
  }
}
