package dev.orthant.bench.support;

import java.util.Random;

/** Flips each bit of a code with the same probability. */
final class BitFlips {
  private final double probability;
  private final Random random;

  BitFlips(double probability, long seed) {
    this.probability = probability;
    this.random = new Random(seed);
  }

  /** Flips bits of the {@code count} words from {@code at} on; all their bits are used. */
  void apply(long[] words, int at, int count) {
    for (int word = at; word < at + count; word++) {
      for (int bit = 0; bit < Long.SIZE; bit++) {
        if (random.nextDouble() < probability) {
          words[word] ^= 1L << bit;
        }
      }
    }
  }
}
