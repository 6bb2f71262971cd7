package dev.orthant.evaluate;

/**
 * What the sum of precisions is divided by when average precision is cut at rank k. Code bases
 * differ here, and their figures must not stand in one table. Without a cut the three are equal.
 */
public enum Denominator {
  /** All relevant rows of the base, also those that k ranks cannot hold. */
  ALL_RELEVANT,
  /** The smaller of k and the number of relevant rows: a perfect ranking scores 1. */
  REACHABLE,
  /**
   * The relevant rows among the first k; 0 if there are none. Common in hashing code, and not
   * monotone: of two rankings cut at 3, one hit at rank 1 scores 1, hits at ranks 1 and 3 score
   * 5/6.
   */
  RETRIEVED;

  /** The divisor for one query, given the relevant rows in all and among the first k. */
  int of(int k, int totalRelevant, int retrieved) {
    return switch (this) {
      case ALL_RELEVANT -> totalRelevant;
      case REACHABLE -> Math.min(k, totalRelevant);
      case RETRIEVED -> retrieved;
    };
  }
}
