package dev.orthant.evaluate;

/**
 * Tie-aware average precision: its expected value when the rows of each level stand in random order
 * (McSherry and Najork, "Computing information retrieval performance measures efficiently in the
 * presence of tied scores", ECIR 2008; used for hashing by He et al., "Hashing as tie-aware
 * learning to rank", CVPR 2018).
 *
 * <p>If rank j of a level of n rows, p of them relevant, holds a relevant row, then the level's j -
 * 1 ranks before it hold (j - 1)(p - 1)/(n - 1) relevant rows in expectation. With N rows and P
 * relevant ones before the level, the level's first m ranks therefore add
 *
 * <pre>p/n sum over j = 1..m of (P + 1 + (j - 1) c) / (N + j)
 *   = p/n (m c + (P + 1 - c - c N) D)  where c = (p - 1)/(n - 1), D = sum of 1/(N + j)</pre>
 */
final class AveragePrecision {
  private AveragePrecision() {}

  /** Over the full ranking. NaN if no row is relevant. */
  static double expected(Levels levels) {
    return expectedAt(levels, Integer.MAX_VALUE, Denominator.ALL_RELEVANT);
  }

  /** Cut at rank {@code k}, at least 1. NaN if no row is relevant. */
  static double expectedAt(Levels levels, int k, Denominator denominator) {
    if (levels.totalRelevant() == 0) {
      return Double.NaN;
    }
    double sum = 0;
    int before = 0;
    int hits = 0;
    for (int level = 0; level < levels.count() && before < k; level++) {
      int n = levels.items(level);
      int p = levels.relevant(level);
      int taken = Math.min(n, k - before);
      double reciprocals = p == 0 ? 0 : reciprocals(before, taken);
      if (taken < n && denominator == Denominator.RETRIEVED) {
        double[] chances = Hypergeometric.chances(n, p, taken);
        return overCutLevel(sum, before, hits, taken, reciprocals, chances);
      }
      sum += gain(before, hits, n, p, taken, reciprocals);
      before += taken;
      hits += p;
    }
    return quotient(sum, denominator.of(k, levels.totalRelevant(), hits));
  }

  /**
   * The divisor is random when rank k cuts a level: divides given each number of hits among the
   * level's ranks that are taken, then averages.
   */
  private static double overCutLevel(
      double sum, int before, int hits, int taken, double reciprocals, double[] chances) {
    double expected = 0;
    for (int drawn = 0; drawn < chances.length; drawn++) {
      if (chances[drawn] > 0) {
        double inside = gain(before, hits, taken, drawn, taken, reciprocals);
        expected += chances[drawn] * quotient(sum + inside, hits + drawn);
      }
    }
    return expected;
  }

  /** The formula above: n, p, P = hits, N = before, m = taken, D = reciprocals. */
  private static double gain(int before, int hits, int n, int p, int taken, double reciprocals) {
    double c = n == 1 ? 0 : (p - 1.0) / (n - 1.0);
    return (double) p / n * (taken * c + (hits + 1 - c - c * before) * reciprocals);
  }

  private static double reciprocals(int before, int taken) {
    double sum = 0;
    for (int rank = before + 1; rank <= before + taken; rank++) {
      sum += 1.0 / rank;
    }
    return sum;
  }

  private static double quotient(double sum, int divisor) {
    return divisor == 0 ? 0 : sum / divisor;
  }
}
