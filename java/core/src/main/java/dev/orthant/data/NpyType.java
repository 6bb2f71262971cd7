package dev.orthant.data;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Locale;

/** The element types of npy files that are read: little-endian numbers, and truth values. */
enum NpyType {
  B1(1),
  U1(1),
  I1(1),
  I4(4),
  I8(8),
  U8(8),
  F2(2),
  F4(4),
  F8(8);

  /** The bytes of one element. */
  final int bytes;

  NpyType(int bytes) {
    this.bytes = bytes;
  }

  /** Elements seen as floats, rounded to the nearest one. */
  @FunctionalInterface
  interface Floats {
    void copy(int from, float[] into, int at, int count);
  }

  /** Elements seen as integers. */
  @FunctionalInterface
  interface Integers {
    long get(int index);
  }

  /** The type of a description such as "&lt;f4", or null. */
  static NpyType of(String description) {
    for (NpyType type : values()) {
      if (description.equals((type.bytes == 1 ? "|" : "<") + type.code())
          || (type.bytes == 1 && description.equals("<" + type.code()))) {
        return type;
      }
    }
    return null;
  }

  /** As numpy writes it, without the byte order: "f4". */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether elements are features. 64-bit integers are labels or codes; truth values, labels. */
  boolean isVectorElement() {
    return this != B1 && this != I8 && this != U8;
  }

  /** Whether elements may mark the labels of a row. */
  boolean isMark() {
    return this != U8;
  }

  /** Whether elements may be seen as integers. */
  boolean isInteger() {
    return this == U1 || this == I1 || this == I4 || this == I8;
  }

  /** The elements of a little-endian buffer; safe for several threads. */
  Floats floats(ByteBuffer bytes) {
    switch (this) {
      case B1:
      case U1:
        return (from, into, at, count) -> {
          for (int i = 0; i < count; i++) {
            into[at + i] = bytes.get(from + i) & 0xff;
          }
        };
      case I1:
        return (from, into, at, count) -> {
          for (int i = 0; i < count; i++) {
            into[at + i] = bytes.get(from + i);
          }
        };
      case I4:
        return fromInts(bytes.asIntBuffer());
      case I8:
        return fromLongs(bytes.asLongBuffer());
      case F2:
        return fromHalves(bytes.asShortBuffer());
      case F4:
        FloatBuffer floats = bytes.asFloatBuffer();
        return (from, into, at, count) -> floats.get(from, into, at, count);
      case F8:
        return fromDoubles(bytes.asDoubleBuffer());
      default:
        throw new IllegalStateException(this + " is not seen as floats");
    }
  }

  /** The elements of a little-endian buffer. */
  Integers integers(ByteBuffer bytes) {
    switch (this) {
      case U1:
        return index -> bytes.get(index) & 0xff;
      case I1:
        return bytes::get;
      case I4:
        IntBuffer ints = bytes.asIntBuffer();
        return ints::get;
      case I8:
        LongBuffer longs = bytes.asLongBuffer();
        return longs::get;
      default:
        throw new IllegalStateException(this + " is no integer");
    }
  }

  private static Floats fromInts(IntBuffer ints) {
    return (from, into, at, count) -> {
      for (int i = 0; i < count; i++) {
        into[at + i] = ints.get(from + i);
      }
    };
  }

  private static Floats fromLongs(LongBuffer longs) {
    return (from, into, at, count) -> {
      for (int i = 0; i < count; i++) {
        into[at + i] = longs.get(from + i);
      }
    };
  }

  private static Floats fromDoubles(DoubleBuffer doubles) {
    return (from, into, at, count) -> {
      for (int i = 0; i < count; i++) {
        into[at + i] = (float) doubles.get(from + i);
      }
    };
  }

  private static Floats fromHalves(ShortBuffer halves) {
    return (from, into, at, count) -> {
      for (int i = 0; i < count; i++) {
        into[at + i] = half(halves.get(from + i));
      }
    };
  }

  /** IEEE 754 binary16: 1 sign bit, 5 of exponent with bias 15, 10 of fraction. */
  private static float half(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >>> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) {
      float subnormal = fraction * 0x1p-24f;
      return sign == 0 ? subnormal : -subnormal;
    }
    int widened = exponent == 31 ? 0xff : exponent + 127 - 15;
    return Float.intBitsToFloat(sign | widened << 23 | fraction << 13);
  }
}
