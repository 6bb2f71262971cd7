package dev.orthant.bench.support;

/**
 * The random numbers of the native trainers in Java (xoshiro256** seeded by splitmix64), so that a
 * plain Java twin learns the same model from the same seed and can be compared with it.
 */
public final class TwinRandom {
  private final long[] state = new long[4];

  public TwinRandom(long seed) {
    for (int i = 0; i < state.length; i++) {
      seed += 0x9E3779B97F4A7C15L;
      long z = seed;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      state[i] = z ^ (z >>> 31);
    }
  }

  private long next() {
    long result = Long.rotateLeft(state[1] * 5, 7) * 9;
    long shifted = state[1] << 17;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = Long.rotateLeft(state[3], 45);
    return result;
  }

  private double uniform() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  /** Standard normal, by Box and Muller. */
  public double normal() {
    double radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    return radius * Math.cos(2 * Math.PI * uniform());
  }

  /** -1 or +1. */
  public double sign() {
    return next() < 0 ? 1 : -1;
  }

  /** 0 to bound - 1, without bias. */
  public int below(int bound) {
    long reject = Long.remainderUnsigned(-bound, bound);
    long word = next();
    while (Long.compareUnsigned(word, reject) < 0) {
      word = next();
    }
    return (int) Long.remainderUnsigned(word, bound);
  }
}
