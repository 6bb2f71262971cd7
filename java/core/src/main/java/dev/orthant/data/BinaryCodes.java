package dev.orthant.data;

import dev.orthant.internal.Backstage;
import dev.orthant.internal.Checks;
import java.util.Arrays;
import java.util.Objects;

/**
 * Codes of b bits, one per row, packed into words of 64 bits: bit i of a code is bit {@code i % 64}
 * of its word {@code i / 64}, and the unused bits of the last word are zero.
 *
 * <p>All codes together have less than 2^31 words: 2^31 codes of 64 bits. Immutable; safe for any
 * number of threads.
 */
public final class BinaryCodes {
  static {
    Backstage.lendWords(codes -> codes.words);
  }

  private final long[] words;
  private final int bits;
  private final int wordsPerCode;

  private BinaryCodes(long[] words, int bits) {
    this.words = words;
    this.bits = bits;
    this.wordsPerCode = Checks.words(bits);
  }

  /**
   * Codes that lie one after the other in an array, which is not copied and must not be changed.
   *
   * @param words the words, a multiple of {@code ceil(bits / 64)}; unused bits are zero
   * @param bits the code length, 1 to 1,024
   */
  public static BinaryCodes wrap(long[] words, int bits) {
    Objects.requireNonNull(words, "words");
    int wordsPerCode = Checks.words(Checks.bits(bits));
    if (words.length % wordsPerCode != 0) {
      throw new IllegalArgumentException(
          words.length
              + " words are not a multiple of the "
              + wordsPerCode
              + " words of a code of "
              + bits
              + " bits");
    }
    long unused = ~Checks.lastWordMask(bits);
    for (int last = wordsPerCode - 1; last < words.length; last += wordsPerCode) {
      if ((words[last] & unused) != 0) {
        throw new IllegalArgumentException(
            "row " + last / wordsPerCode + " has bits set beyond its " + bits + " bits");
      }
      if (last > Integer.MAX_VALUE - wordsPerCode) {
        break;
      }
    }
    return new BinaryCodes(words, bits);
  }

  /** Returns the number of codes. */
  public int rows() {
    return words.length / wordsPerCode;
  }

  /** Returns the length of each code, in bits. */
  public int bits() {
    return bits;
  }

  /** Returns the words of each code: {@code ceil(bits() / 64)}. */
  public int wordsPerCode() {
    return wordsPerCode;
  }

  /**
   * Returns a copy of one code.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= row < rows()}
   */
  public long[] row(int row) {
    int start = start(row);
    return Arrays.copyOfRange(words, start, start + wordsPerCode);
  }

  /**
   * Copies one code. Allocation-free.
   *
   * @param row the row
   * @param code where to write it; exactly {@link #wordsPerCode()} words
   * @throws IndexOutOfBoundsException unless {@code 0 <= row < rows()}
   */
  public void copyRow(int row, long[] code) {
    Objects.requireNonNull(code, "code");
    Checks.length("code", code.length, wordsPerCode);
    System.arraycopy(words, start(row), code, 0, wordsPerCode);
  }

  /**
   * Returns the Hamming distance of two codes: the number of bits in which they differ.
   * Allocation-free.
   *
   * @param row a row of these codes
   * @param other codes of the same length; these may be given
   * @param otherRow a row of the others
   * @throws IndexOutOfBoundsException if one of the rows does not exist
   */
  public int distance(int row, BinaryCodes other, int otherRow) {
    Objects.requireNonNull(other, "other");
    if (bits != other.bits) {
      throw new IllegalArgumentException(
          "codes of " + bits + " and of " + other.bits + " bits cannot be compared");
    }
    int here = start(row);
    int there = other.start(otherRow);
    int distance = 0;
    for (int word = 0; word < wordsPerCode; word++) {
      distance += Long.bitCount(words[here + word] ^ other.words[there + word]);
    }
    return distance;
  }

  /**
   * Copies some of the codes, in the given order, also repeatedly.
   *
   * @param rows row numbers, each at least 0 and less than {@link #rows()}
   * @throws IllegalArgumentException if a row does not exist, or all words exceed one array
   */
  public BinaryCodes select(int[] rows) {
    int[] chosen = RowNumbers.copy(rows, rows());
    long[] copy = new long[Checks.arrayLength("words", chosen.length, wordsPerCode)];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(words, chosen[i] * wordsPerCode, copy, i * wordsPerCode, wordsPerCode);
    }
    return new BinaryCodes(copy, bits);
  }

  /** Returns a copy of all words, code after code. */
  public long[] toWords() {
    return words.clone();
  }

  /** Whether the other object is codes of the same length with the same bits in the same order. */
  @Override
  public boolean equals(Object other) {
    return other instanceof BinaryCodes
        && bits == ((BinaryCodes) other).bits
        && Arrays.equals(words, ((BinaryCodes) other).words);
  }

  @Override
  public int hashCode() {
    return 31 * bits + Arrays.hashCode(words);
  }

  @Override
  public String toString() {
    return "BinaryCodes[" + rows() + " x " + bits + " bits]";
  }

  private int start(int row) {
    return Objects.checkIndex(row, rows()) * wordsPerCode;
  }
}
