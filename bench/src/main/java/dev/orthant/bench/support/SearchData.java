package dev.orthant.bench.support;

import dev.orthant.data.BinaryCodes;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Codes to search in and codes to search for, of the same origin.
 *
 * @param origin where they come from, for the head of a table
 */
public record SearchData(String origin, BinaryCodes base, BinaryCodes queries) {
  /** Rows of clustered codes for each centre. */
  public static final int ROWS_PER_CENTRE = 1_000;

  /** The probability with which a bit of a clustered code differs from its centre's. */
  public static final double CLUSTER_FLIPS = 0.12;

  private static final long SEED = 20_240_602;

  /** Codes in which all bits are independent and even: the hard case for any index. */
  public static SearchData uniform(int rows, int queries, int bits) {
    return new SearchData(
        "uniform", Workload.codes(rows, bits, 1), Workload.codes(queries, bits, 2));
  }

  /** Codes around uniform centres, one centre for 1,000 rows, each bit flipped with 12 %. */
  public static SearchData clustered(int rows, int queries, int bits) {
    int centres = Math.max(1, rows / ROWS_PER_CENTRE);
    long[] all = Workload.codes(centres, bits, 3).toWords();
    Random choice = new Random(SEED);
    BitFlips flips = new BitFlips(CLUSTER_FLIPS, SEED + 1);
    return new SearchData(
        "clustered, " + centres + " centres, 12 % of the bits flipped",
        around(all, rows, bits, choice, flips),
        around(all, queries, bits, choice, flips));
  }

  /**
   * Learned codes repeated up to the number of rows: first as they are, then again and again with
   * each bit flipped with a probability. Fewer rows are a random choice.
   */
  static BinaryCodes enlarged(BinaryCodes learned, int rows, double probability) {
    int[] order = shuffled(learned.rows());
    int words = learned.wordsPerCode();
    long[] base = learned.select(Arrays.copyOf(order, Math.min(rows, order.length))).toWords();
    long[] all = Arrays.copyOf(base, Math.multiplyExact(rows, words));
    BitFlips flips = new BitFlips(probability, SEED + 3);
    for (int at = base.length; at < all.length; at += words) {
      System.arraycopy(base, at % base.length, all, at, words);
      flips.apply(all, at, words);
    }
    return BinaryCodes.wrap(all, learned.bits());
  }

  private static int[] shuffled(int rows) {
    int[] order = IntStream.range(0, rows).toArray();
    Random random = new Random(SEED + 2);
    for (int left = rows; left > 1; left--) {
      int drawn = random.nextInt(left);
      int last = order[left - 1];
      order[left - 1] = order[drawn];
      order[drawn] = last;
    }
    return order;
  }

  private static BinaryCodes around(
      long[] centres, int rows, int bits, Random choice, BitFlips flips) {
    int words = bits / Long.SIZE;
    long[] all = new long[Math.multiplyExact(rows, words)];
    for (int at = 0; at < all.length; at += words) {
      int centre = choice.nextInt(centres.length / words);
      System.arraycopy(centres, centre * words, all, at, words);
      flips.apply(all, at, words);
    }
    return BinaryCodes.wrap(all, bits);
  }
}
