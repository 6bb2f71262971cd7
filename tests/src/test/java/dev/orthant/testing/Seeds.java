package dev.orthant.testing;

import java.util.Random;

/**
 * Where the tests' randomness comes from: one seed per run, printed once, set with {@code
 * -Dorthant.test.seed=N} to repeat a failure.
 */
public final class Seeds {
  private static final long SEED = Long.getLong("orthant.test.seed", 20_240_229L);

  static {
    System.out.println("orthant.test.seed = " + SEED);
  }

  private Seeds() {}

  /** The run's seed. */
  public static long seed() {
    return SEED;
  }

  /** A generator of its own for each {@code stream}: tests do not disturb each other's numbers. */
  public static Random random(String stream) {
    return new Random(SEED * 31 + stream.hashCode());
  }
}
