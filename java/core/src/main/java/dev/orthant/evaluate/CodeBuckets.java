package dev.orthant.evaluate;

import dev.orthant.data.BinaryCodes;
import java.util.Arrays;

/**
 * How many rows have each distinct code. A hash table of row numbers, the first row of each code
 * standing for it; codes are compared in full. Cost: one expected look-up a row; memory: 12 to 20
 * bytes a row.
 */
final class CodeBuckets {
  private static final int MOST_SLOTS = 1 << 30;

  private final int[] sizes;

  private CodeBuckets(int[] sizes) {
    this.sizes = sizes;
  }

  static CodeBuckets of(BinaryCodes codes) {
    return of(codes, MOST_SLOTS);
  }

  /**
   * {@code mostSlots}, a power of two from 2 on, bounds the table: it takes that many codes, less
   * one.
   */
  static CodeBuckets of(BinaryCodes codes, int mostSlots) {
    int rows = Math.max(1, Math.min(codes.rows(), mostSlots / 2));
    int slots = Integer.highestOneBit(rows) * 2;
    int[] bucketAt = new int[slots];
    Arrays.fill(bucketAt, -1);
    int[] firstRow = new int[codes.rows()];
    int[] sizes = new int[codes.rows()];
    int buckets = 0;
    long[] code = new long[codes.wordsPerCode()];
    for (int row = 0; row < codes.rows(); row++) {
      codes.copyRow(row, code);
      int slot = hash(code) & (slots - 1);
      while (bucketAt[slot] >= 0 && codes.distance(row, codes, firstRow[bucketAt[slot]]) > 0) {
        slot = (slot + 1) & (slots - 1);
      }
      if (bucketAt[slot] < 0) {
        if (buckets == slots - 1) { // one slot stays free, where each look-up ends
          throw new IllegalArgumentException(
              "rows 0 to "
                  + row
                  + " have "
                  + slots
                  + " distinct codes; at most "
                  + buckets
                  + " are counted");
        }
        bucketAt[slot] = buckets;
        firstRow[buckets++] = row;
      }
      sizes[bucketAt[slot]]++;
    }
    return new CodeBuckets(Arrays.copyOf(sizes, buckets));
  }

  /** The finaliser of splitmix64 over the words. */
  private static int hash(long[] code) {
    long state = 0;
    for (long word : code) {
      state = (state ^ word) * 0x9E3779B97F4A7C15L;
      state ^= state >>> 29;
    }
    state = (state ^ (state >>> 32)) * 0xBF58476D1CE4E5B9L;
    return (int) (state ^ (state >>> 32));
  }

  /** The number of distinct codes. */
  int count() {
    return sizes.length;
  }

  /** The rows of the code that most rows have; 0 without rows. */
  int largest() {
    return Arrays.stream(sizes).max().orElse(0);
  }

  /** The mean size of a row's bucket: sum of squared sizes over rows; NaN without rows. */
  double meanOfRow() {
    double rows = Arrays.stream(sizes).asLongStream().sum();
    return Arrays.stream(sizes).mapToDouble(size -> (double) size * size).sum() / rows;
  }

  /** The entropy of the distribution of codes, in bits. */
  double entropy() {
    double rows = Arrays.stream(sizes).asLongStream().sum();
    return Arrays.stream(sizes).mapToDouble(size -> size * log2(rows / size)).sum() / rows;
  }

  static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
