package dev.orthant.evaluate;

import dev.orthant.data.BinaryCodes;
import dev.orthant.internal.Backstage;

/**
 * Codes turned on their side: a column of bits per bit of the code, 64 rows to a word, so that how
 * often bits are set, alone or together, is counted 64 rows at a time. Takes as much memory as the
 * codes.
 */
final class BitColumns {
  private final int rows;
  private final long[][] columns;
  private final long[] set;

  private BitColumns(int rows, long[][] columns) {
    this.rows = rows;
    this.columns = columns;
    set = new long[columns.length];
    for (int bit = 0; bit < columns.length; bit++) {
      set[bit] = together(bit, bit);
    }
  }

  static BitColumns of(BinaryCodes codes) {
    int rows = codes.rows();
    long[][] columns = new long[codes.bits()][rows / 64 + 1];
    long[] words = Backstage.words(codes);
    for (int row = 0; row < rows; row++) {
      for (int word = 0; word < codes.wordsPerCode(); word++) {
        long left = words[row * codes.wordsPerCode() + word];
        while (left != 0) {
          columns[64 * word + Long.numberOfTrailingZeros(left)][row >> 6] |= 1L << row;
          left &= left - 1;
        }
      }
    }
    return new BitColumns(rows, columns);
  }

  int bits() {
    return columns.length;
  }

  /** The rows that have the bit. */
  long set(int bit) {
    return set[bit];
  }

  /** The rows that have both bits. */
  long together(int bit, int other) {
    long count = 0;
    long[] left = columns[bit];
    long[] right = columns[other];
    for (int word = 0; word < left.length; word++) {
      count += Long.bitCount(left[word] & right[word]);
    }
    return count;
  }

  /** Whether all rows agree in the bit. */
  boolean constant(int bit) {
    return set[bit] == 0 || set[bit] == rows;
  }

  /** The correlation coefficient of two bits, neither of them constant. */
  double correlation(int bit, int other) {
    double n = rows;
    double covariance = n * together(bit, other) - (double) set[bit] * set[other];
    double variances =
        (set[bit] * (n - set[bit])) * (set[other] * (n - set[other])); // both times n^2
    return covariance / Math.sqrt(variances);
  }

  /** Mean absolute correlation of pairs of bits that vary; 0 if fewer than two do. */
  double meanCorrelation() {
    double sum = 0;
    long pairs = 0;
    for (int bit = 0; bit < bits(); bit++) {
      for (int other = 0; other < bit && !constant(bit); other++) {
        if (!constant(other)) {
          sum += Math.abs(correlation(bit, other));
          pairs++;
        }
      }
    }
    return pairs == 0 ? 0 : sum / pairs;
  }
}
