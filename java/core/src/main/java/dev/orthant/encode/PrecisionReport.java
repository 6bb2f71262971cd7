package dev.orthant.encode;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Vectors;
import java.util.Locale;
import java.util.Objects;

/**
 * How far the codes of a model in one {@link Precision} agree with those of the same model in
 * another, on a sample of vectors.
 *
 * <pre>{@code
 * try (HashModel int8 = model.withPrecision(Precision.INT8)) {
 *   PrecisionReport report = PrecisionReport.compare(model, int8, sample, 1);
 *   if (report.agrees()) {
 *     int8.save(path);
 *   }
 * }
 * }</pre>
 *
 * <p>A value: immutable, safe for any number of threads. What retrieval loses is not in it; the
 * verb {@code orthant export} measures that too.
 */
public final class PrecisionReport {
  /** The share of bits that a precision must leave unchanged to be recommended. */
  public static final double ENOUGH = 0.995;

  private final int rows;
  private final long[] agreeing;
  private final int identical;

  private PrecisionReport(int rows, long[] agreeing, int identical) {
    this.rows = rows;
    this.agreeing = agreeing;
    this.identical = identical;
  }

  /**
   * Encodes the sample with both models and compares the codes.
   *
   * @param sample at least one row that both models can encode
   * @param threads how many threads may encode, 1 to 256; the report does not depend on it
   * @throws IllegalArgumentException if the models' codes differ in length, or a row cannot be
   *     encoded
   */
  public static PrecisionReport compare(
      HashModel before, HashModel after, Vectors sample, int threads) {
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(after, "after");
    Objects.requireNonNull(sample, "sample");
    return of(before.encode(sample, threads), after.encode(sample, threads));
  }

  /**
   * Compares codes of the same rows.
   *
   * @param before at least one code
   * @param after as many codes of as many bits
   * @throws IllegalArgumentException if there is no row, or rows or bits differ in number
   */
  public static PrecisionReport of(BinaryCodes before, BinaryCodes after) {
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(after, "after");
    int rows = before.rows();
    if (rows == 0) {
      throw new IllegalArgumentException("the sample has no row");
    }
    if (after.rows() != rows || after.bits() != before.bits()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d codes of %d bits cannot be compared with %d codes of %d bits",
              rows,
              before.bits(),
              after.rows(),
              after.bits()));
    }
    long[] agreeing = new long[before.bits()];
    int identical = 0;
    for (int row = 0; row < rows; row++) {
      long[] one = before.row(row);
      long[] other = after.row(row);
      boolean same = true;
      for (int bit = 0; bit < agreeing.length; bit++) {
        boolean differs = ((one[bit / 64] ^ other[bit / 64]) >>> (bit % 64) & 1) != 0;
        agreeing[bit] += differs ? 0 : 1;
        same &= !differs;
      }
      identical += same ? 1 : 0;
    }
    return new PrecisionReport(rows, agreeing, identical);
  }

  /** Returns the number of rows that were compared. */
  public int rows() {
    return rows;
  }

  /** Returns the length of the codes. */
  public int bits() {
    return agreeing.length;
  }

  /** Returns the share of all bits that agree, 0 to 1. */
  public double agreement() {
    long sum = 0;
    for (long rowsOfBit : agreeing) {
      sum += rowsOfBit;
    }
    return (double) sum / ((double) rows * agreeing.length);
  }

  /**
   * Returns the share of rows in which one bit agrees, 0 to 1.
   *
   * @param bit 0 to {@link #bits()} - 1
   */
  public double agreementOf(int bit) {
    return (double) agreeing[Objects.checkIndex(bit, agreeing.length)] / rows;
  }

  /** Returns the bit that agrees least; of equal ones the first. */
  public int weakestBit() {
    int weakest = 0;
    for (int bit = 1; bit < agreeing.length; bit++) {
      weakest = agreeing[bit] < agreeing[weakest] ? bit : weakest;
    }
    return weakest;
  }

  /** Returns the share of rows whose codes are identical, 0 to 1. */
  public double identicalCodes() {
    return (double) identical / rows;
  }

  /** Returns whether at least {@link #ENOUGH} of all bits agree. */
  public boolean agrees() {
    return agreement() >= ENOUGH;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "PrecisionReport[%d rows, %.3f %% of the bits and %.2f %% of the codes agree]",
        rows,
        100 * agreement(),
        100 * identicalCodes());
  }
}
