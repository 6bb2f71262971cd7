package dev.orthant.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of an npy file: magic, version, length, and a Python dictionary of type, order and
 * shape. See numpy.lib.format for versions 1.0 to 3.0.
 */
record NpyHeader(NpyType type, long[] shape, long dataStart) {
  private static final long MAGIC = 0x93_4e_55_4d_50_59L; // \x93NUMPY
  private static final int MAX_HEADER_BYTES = 1 << 20;
  private static final Pattern TYPE =
      Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([^'\"]*)['\"]");
  private static final Pattern ORDER =
      Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
  private static final Pattern SHAPE =
      Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([0-9L,\\s]*)\\)");

  /** Reads the header and checks it against the length of the file. */
  static NpyHeader read(FileChannel channel, Path file) throws IOException {
    ByteBuffer head = readAt(channel, 0, 12, file);
    if (head.getLong(0) >>> 16 != MAGIC) {
      throw new CorruptFileException(file, "not an npy file: it does not start with \\x93NUMPY");
    }
    int version = head.get(6);
    if (version < 1 || version > 3) {
      throw new CorruptFileException(file, "npy format version " + version + " is not in [1, 3]");
    }
    head.order(ByteOrder.LITTLE_ENDIAN);
    int start = version == 1 ? 10 : 12;
    long length = version == 1 ? head.getShort(8) & 0xffff : head.getInt(8) & 0xffffffffL;
    if (length > MAX_HEADER_BYTES) {
      throw new CorruptFileException(
          file, "header of " + length + " bytes; the limit is " + MAX_HEADER_BYTES);
    }
    ByteBuffer text = readAt(channel, start, (int) length, file);
    NpyHeader header = parse(UTF_8.decode(text).toString(), start + length, file);
    header.checkLength(channel.size(), file);
    return header;
  }

  /** The number of elements. */
  long elements() {
    long product = 1;
    for (long extent : shape) {
      product = Math.multiplyExact(product, extent);
    }
    return product;
  }

  private static NpyHeader parse(String text, long dataStart, Path file) throws IOException {
    String description = find(TYPE, text, "type", file);
    NpyType type = NpyType.of(description);
    if (type == null) {
      throw new CorruptFileException(
          file,
          "elements of type '"
              + description
              + "' are not read; use one of little-endian"
              + " b1 u1 i1 i4 i8 u8 f2 f4 f8");
    }
    String[] extents = find(SHAPE, text, "shape", file).replace("L", "").split(",");
    long[] shape = new long[extents.length];
    int dimensions = 0;
    for (String extent : extents) {
      if (!extent.isBlank()) {
        shape[dimensions++] = parseExtent(extent.strip(), file);
      }
    }
    if (dimensions < 1 || dimensions > 2) {
      throw new CorruptFileException(file, dimensions + " dimensions are not in [1, 2]");
    }
    if (dimensions == 2 && find(ORDER, text, "order", file).equals("True")) {
      throw new CorruptFileException(file, "stored column by column; save it in C order");
    }
    return new NpyHeader(type, Arrays.copyOf(shape, dimensions), dataStart);
  }

  private static String find(Pattern pattern, String text, String what, Path file)
      throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new CorruptFileException(file, "the header names no " + what + " that can be read");
    }
    return matcher.group(1);
  }

  private static long parseExtent(String extent, Path file) throws IOException {
    try {
      return Long.parseLong(extent);
    } catch (NumberFormatException e) {
      throw new CorruptFileException(file, "shape has the entry '" + extent + "'");
    }
  }

  private void checkLength(long fileBytes, Path file) throws IOException {
    long needed;
    try {
      needed = Math.addExact(dataStart, Math.multiplyExact(elements(), (long) type.bytes));
    } catch (ArithmeticException e) {
      throw new CorruptFileException(file, "shape is larger than any file");
    }
    if (needed != fileBytes) {
      throw new CorruptFileException(
          file, "it has " + fileBytes + " bytes; its header says " + needed);
    }
  }

  private static ByteBuffer readAt(FileChannel channel, long position, int count, Path file)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    try {
      readFully(channel, position, bytes);
    } catch (EOFException e) {
      throw new CorruptFileException(file, "truncated: it ends within its header");
    }
    return bytes.flip();
  }

  /** Fills the buffer. */
  static void readFully(FileChannel channel, long position, ByteBuffer bytes) throws IOException {
    long from = position;
    while (bytes.hasRemaining()) {
      int read = channel.read(bytes, from);
      if (read < 0) {
        throw new EOFException("file ends at byte " + from);
      }
      from += read;
    }
  }
}
