package dev.orthant.testing;

import dev.orthant.data.BinaryCodes;
import java.util.Random;

/** Random codes, queries and masks whose unused bits are zero. */
public final class Codes {
  private Codes() {}

  public static int words(int bits) {
    return (bits + 63) / 64;
  }

  /** The bits of a code's last word that belong to the code. */
  public static long tailMask(int bits) {
    return bits % 64 == 0 ? -1L : (1L << (bits % 64)) - 1;
  }

  /** A uniformly random code. */
  public static long[] random(Random random, int bits) {
    long[] code = random.longs(words(bits)).toArray();
    code[code.length - 1] &= tailMask(bits);
    return code;
  }

  /** Uniformly random codes. */
  public static BinaryCodes random(Random random, int rows, int bits) {
    return repeated(random, rows, rows, bits);
  }

  /** Rows drawn from at most {@code distinct} different codes: many ties. */
  public static BinaryCodes repeated(Random random, int rows, int distinct, int bits) {
    int words = words(bits);
    long[] all = new long[rows * words];
    long[][] pool = new long[Math.max(1, distinct)][];
    for (int i = 0; i < pool.length; i++) {
      pool[i] = random(random, bits);
    }
    for (int row = 0; row < rows; row++) {
      long[] code = distinct >= rows ? pool[row] : pool[random.nextInt(pool.length)];
      System.arraycopy(code, 0, all, row * words, words);
    }
    return BinaryCodes.wrap(all, bits);
  }
}
