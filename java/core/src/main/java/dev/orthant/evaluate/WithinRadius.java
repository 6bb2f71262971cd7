package dev.orthant.evaluate;

/** Measures of one query's Hamming ball: the rows at distance radius or less. */
final class WithinRadius {
  private WithinRadius() {}

  static boolean isEmpty(Levels levels, int radius) {
    return levels.itemsWithin(radius) == 0;
  }

  /** Relevant rows in the ball over rows in the ball; 0 for an empty ball. */
  static double precision(Levels levels, int radius) {
    int items = levels.itemsWithin(radius);
    return items == 0 ? 0 : (double) levels.relevantWithin(radius) / items;
  }

  /** Relevant rows in the ball over all relevant rows. NaN if no row is relevant. */
  static double recall(Levels levels, int radius) {
    return (double) levels.relevantWithin(radius) / levels.totalRelevant();
  }

  /** The harmonic mean of precision and recall; 0 if no relevant row is in the ball. */
  static double f1(Levels levels, int radius) {
    int hits = levels.relevantWithin(radius);
    return 2.0 * hits / (levels.itemsWithin(radius) + levels.totalRelevant());
  }
}
