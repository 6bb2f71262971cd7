package dev.orthant.internal;

import java.util.List;
import java.util.Objects;

/** Argument checks; the messages hold the value and the bound. */
public final class Checks {
  /** The largest code length, in bits. */
  public static final int MAX_BITS = 1024;

  /** The length of the largest array that Java surely has. */
  public static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  /** The largest number of threads of one call. */
  public static final int MAX_THREADS = 256;

  private Checks() {}

  /** Checks {@code least <= value <= most}. */
  public static int inRange(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " = " + value + " is not in [" + least + ", " + most + "]");
    }
    return value;
  }

  /** Checks {@code value >= least}. */
  public static int atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " = " + value + " is less than " + least);
    }
    return value;
  }

  /** Checks {@code value <= most}. */
  public static int atMost(String name, int value, int most) {
    if (value > most) {
      throw new IllegalArgumentException(name + " = " + value + " is more than " + most);
    }
    return value;
  }

  /** Checks a code length. */
  public static int bits(int bits) {
    return inRange("bits", bits, 1, MAX_BITS);
  }

  /** Checks a number of threads. */
  public static int threads(int threads) {
    return inRange("threads", threads, 1, MAX_THREADS);
  }

  /** Copies a list after checking that neither it nor an element is null. */
  public static <T> List<T> noNulls(String name, List<T> list) {
    int index = 0;
    for (T element : Objects.requireNonNull(list, name)) {
      Objects.requireNonNull(element, name + "[" + index + "]");
      index++;
    }
    return List.copyOf(list);
  }

  /** Checks that an array, or a vector, has the length that is needed. */
  public static void length(String name, int actual, int needed) {
    if (actual != needed) {
      throw new IllegalArgumentException(name + " has length " + actual + ", not " + needed);
    }
  }

  /** The product of two sizes, both at least 0, which must fit into one array. */
  public static int arrayLength(String name, int rows, int columns) {
    long length = (long) rows * columns;
    if (length > MAX_ARRAY) {
      throw new IllegalArgumentException(
          rows
              + " x "
              + columns
              + " "
              + name
              + " are more than the "
              + MAX_ARRAY
              + " of one array");
    }
    return (int) length;
  }

  /** The number of words of a code. */
  public static int words(int bits) {
    return (bits + 63) >>> 6;
  }

  /** The bits of a code's last word that are in use. */
  public static long lastWordMask(int bits) {
    return -1L >>> (-bits & 63);
  }

  /** Checks that a code has the words for {@code bits} bits, the unused ones zero. */
  public static void code(String name, long[] code, int bits) {
    if (code == null) {
      throw new NullPointerException(name);
    }
    int words = words(bits);
    length(name, code.length, words);
    if ((code[words - 1] & ~lastWordMask(bits)) != 0) {
      throw new IllegalArgumentException(
          name
              + " has bits set beyond its "
              + bits
              + " bits: last word "
              + Long.toHexString(code[words - 1]));
    }
  }
}
