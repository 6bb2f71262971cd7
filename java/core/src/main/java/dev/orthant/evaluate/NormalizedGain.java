package dev.orthant.evaluate;

/**
 * Tie-aware normalised discounted cumulative gain (NDCG): its expected value when the rows of each
 * level stand in random order (McSherry and Najork, ECIR 2008). A relevant row at rank j gains
 * {@code 1 / log2(1 + j)}; the sum is divided by that of the best ranking. Each rank of a level of
 * n rows, p of them relevant, holds a relevant row with probability p/n, so the level's expected
 * gain is p/n times the discounts of its ranks.
 *
 * <p>Holds the sums of the discounts for rankings of one length; any number of threads.
 */
final class NormalizedGain {
  /** At k: the discounts of the first k ranks, added. */
  private final double[] discountsUpTo;

  NormalizedGain(int rows) {
    discountsUpTo = new double[rows + 1];
    for (int rank = 1; rank <= rows; rank++) {
      discountsUpTo[rank] = discountsUpTo[rank - 1] + Math.log(2) / Math.log(1.0 + rank);
    }
  }

  /** Cut at rank {@code k}, at least 1. NaN if no row is relevant. */
  double expectedAt(Levels levels, int k) {
    if (levels.totalRelevant() == 0) {
      return Double.NaN;
    }
    double gain = 0;
    int before = 0;
    for (int level = 0; level < levels.count() && before < k; level++) {
      int items = levels.items(level);
      int last = before + Math.min(items, k - before);
      double discounts = discountsUpTo[last] - discountsUpTo[before];
      gain += (double) levels.relevant(level) / items * discounts;
      before = last;
    }
    return gain / discountsUpTo[Math.min(k, levels.totalRelevant())];
  }
}
