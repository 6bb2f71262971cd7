package dev.orthant.evaluate;

/** Tie-aware counts of the relevant rows among the first k. */
final class HitsAtRank {
  private HitsAtRank() {}

  /**
   * The expected number of relevant rows among the first {@code k}: all of the levels that fit, and
   * of the level that rank k cuts the share that is taken (McSherry and Najork, ECIR 2008).
   */
  static double expected(Levels levels, int k) {
    double hits = 0;
    int before = 0;
    for (int level = 0; level < levels.count() && before < k; level++) {
      int items = levels.items(level);
      int taken = Math.min(items, k - before);
      hits += (double) levels.relevant(level) * taken / items;
      before += taken;
    }
    return hits;
  }

  /** Expected hits over the rows looked at, min(k, rows). NaN for an empty base. */
  static double precision(Levels levels, int k) {
    return expected(levels, k) / Math.min(k, levels.totalItems());
  }

  /** Expected hits over all relevant rows. NaN if no row is relevant. */
  static double recall(Levels levels, int k) {
    return expected(levels, k) / levels.totalRelevant();
  }
}
