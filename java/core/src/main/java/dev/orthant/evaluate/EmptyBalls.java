package dev.orthant.evaluate;

/** How the mean precision within a radius counts queries whose Hamming ball holds no row. */
public enum EmptyBalls {
  /** Precision 0: the literature's convention, which punishes long codes at small radii. */
  AS_ZERO,
  /** Not counted: the mean is over the queries that found something. */
  LEFT_OUT
}
