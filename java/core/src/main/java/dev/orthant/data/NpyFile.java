package dev.orthant.data;

import dev.orthant.internal.Checks;
import dev.orthant.internal.FileRows;
import dev.orthant.internal.abi.OrthantC;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.Optional;

/**
 * An array in a file of numpy's npy format, versions 1.0 to 3.0: one or two dimensions, row by row,
 * little-endian.
 *
 * <p>Opening reads the header and checks it against the length of the file, before anything is
 * allocated; the elements are read by the method that says what they are meant to be. A method
 * throws {@link CorruptFileException} if the file is damaged or not of that kind, with the path and
 * what is wrong, and an {@link IOException} if the operating system refuses.
 *
 * <p>An immutable value that holds no open file; safe for any number of threads. The file must not
 * change while it, or {@link #vectors()} from it, is in use.
 */
public final class NpyFile {
  private static final int CHUNK_BYTES = 1 << 20;

  private final Path path;
  private final NpyHeader header;

  private NpyFile(Path path, NpyHeader header) {
    this.path = path;
    this.header = header;
  }

  /** Reads the header of a file. */
  public static NpyFile open(Path path) throws IOException {
    Objects.requireNonNull(path, "path");
    if (Files.isDirectory(path)) { // opens, and fails without a name when it is read
      throw new FileSystemException(path.toString(), null, "is a folder");
    }
    try (FileChannel channel = FileChannel.open(path)) {
      return new NpyFile(path, NpyHeader.read(channel, path));
    }
  }

  /** Returns the extents: {@code {n}} or {@code {rows, columns}}. */
  public long[] shape() {
    return header.shape().clone();
  }

  /** Returns the type of the elements: one of b1 u1 i1 i4 i8 u8 f2 f4 f8. */
  public String type() {
    return header.type().code();
  }

  /**
   * The rows of a two-dimensional array of u1, i1, i4, f2, f4 or f8, as floats, rounded to the
   * nearest where they are finer. The file is mapped, not read: any size costs no heap, and pages
   * come in as rows are copied. The mapping ends when the result is garbage.
   */
  public Vectors vectors() throws IOException {
    requireDimensions(2);
    require(header.type().isVectorElement(), "vectors of u1, i1, i4, f2, f4 or f8");
    int rows = extent(0);
    int dimension = extent(1);
    require(dimension >= 1, "vectors of at least one column");
    long rowBytes = (long) dimension * header.type().bytes;
    require(rowBytes <= Integer.MAX_VALUE, "rows below 2 GiB");
    int rowsPerPiece = (int) (Integer.MAX_VALUE / rowBytes);
    var pieces = new NpyType.Floats[(int) (((long) rows + rowsPerPiece - 1) / rowsPerPiece)];
    try (FileChannel channel = openAgain()) {
      for (int i = 0; i < pieces.length; i++) {
        long first = (long) i * rowsPerPiece;
        long bytes = Math.min(rowsPerPiece, rows - first) * rowBytes;
        ByteBuffer piece =
            channel.map(
                FileChannel.MapMode.READ_ONLY, header.dataStart() + first * rowBytes, bytes);
        pieces[i] = header.type().floats(piece.order(ByteOrder.LITTLE_ENDIAN));
      }
    }
    return new MappedVectors(rows, dimension, rowsPerPiece, pieces, rowsInFile());
  }

  /** Elements that native code reads as they are. */
  private Optional<FileRows> rowsInFile() {
    return switch (header.type()) {
      case F4 -> Optional.of(fileRows(OrthantC.ORTHANT_FLOAT32));
      case U1 -> Optional.of(fileRows(OrthantC.ORTHANT_UINT8));
      default -> Optional.empty();
    };
  }

  private FileRows fileRows(int type) {
    return new FileRows(path.toAbsolutePath(), header.dataStart(), type, Optional.empty());
  }

  /** Reads a one-dimensional array of u1, i1, i4 or i8 whose values fit into an {@code int}. */
  public int[] ints() throws IOException {
    requireDimensions(1);
    require(header.type().isInteger(), "integers of u1, i1, i4 or i8");
    int[] values = new int[extent(0)];
    readChunks(
        (chunk, first, count) -> {
          NpyType.Integers integers = header.type().integers(chunk);
          for (int i = 0; i < count; i++) {
            long value = integers.get(i);
            if (value != (int) value) {
              require(false, "32-bit integers, but entry " + (first + i) + " is " + value);
            }
            values[first + i] = (int) value;
          }
        });
    return values;
  }

  /** Reads a one-dimensional array of u1, i1, i4 or i8. */
  public long[] longs() throws IOException {
    requireDimensions(1);
    require(header.type().isInteger(), "integers of u1, i1, i4 or i8");
    long[] values = new long[extent(0)];
    readChunks(
        (chunk, first, count) -> {
          NpyType.Integers integers = header.type().integers(chunk);
          for (int i = 0; i < count; i++) {
            values[first + i] = integers.get(i);
          }
        });
    return values;
  }

  /**
   * Reads the labels of each row, for {@link Labels#ofSets}: from a one-dimensional array what
   * {@link #ints()} reads, one label per row; from a two-dimensional one of rows x classes, in b1
   * (numpy's bool), u1, i1, i4, i8, f2, f4 or f8, the columns whose entry is not 0, ascending,
   * which may be none. Such an array has at least one column, and no NaN.
   */
  public int[][] labelSets() throws IOException {
    if (header.shape().length == 1) {
      return Arrays.stream(ints()).mapToObj(label -> new int[] {label}).toArray(int[][]::new);
    }
    require(header.type().isMark(), "marks of b1, u1, i1, i4, i8, f2, f4 or f8");
    require(header.elements() <= Integer.MAX_VALUE, "less than 2^31 marks");
    int classes = extent(1);
    require(classes >= 1, "marks of at least one class");
    BitSet marked = new BitSet();
    readChunks(
        (chunk, first, count) -> {
          float[] marks = new float[count];
          header.type().floats(chunk).copy(0, marks, 0, count);
          for (int i = 0; i < count; i++) {
            if (Float.isNaN(marks[i])) {
              int at = first + i;
              require(false, "marks, but row " + at / classes + " has NaN for " + at % classes);
            }
            marked.set(first + i, marks[i] != 0);
          }
        });
    int[][] sets = new int[extent(0)][];
    Arrays.setAll(sets, row -> marked.get(row * classes, (row + 1) * classes).stream().toArray());
    return sets;
  }

  /** Reads a one-dimensional array of u1, i1, i4, f2, f4 or f8. */
  public float[] floats() throws IOException {
    requireDimensions(1);
    require(header.type().isVectorElement(), "numbers of u1, i1, i4, f2, f4 or f8");
    float[] values = new float[extent(0)];
    readChunks((chunk, first, count) -> header.type().floats(chunk).copy(0, values, first, count));
    return values;
  }

  /**
   * Reads codes: a two-dimensional array of u8, one row of {@code ceil(bits / 64)} words per code.
   *
   * @param bits the code length, 1 to 1,024
   */
  public BinaryCodes codes(int bits) throws IOException {
    Checks.bits(bits);
    requireDimensions(2);
    require(header.type() == NpyType.U8, "codes in words of u8");
    require(
        header.shape()[1] == Checks.words(bits),
        "codes of " + bits + " bits, which have " + Checks.words(bits) + " words");
    long words = header.elements();
    require(words <= Integer.MAX_VALUE - 8, "less than 2^31 words");
    long[] values = new long[(int) words];
    readChunks((chunk, first, count) -> chunk.asLongBuffer().get(values, first, count));
    try {
      return BinaryCodes.wrap(values, bits);
    } catch (IllegalArgumentException e) {
      throw new CorruptFileException(path, e.getMessage());
    }
  }

  /**
   * Writes vectors as f4. This and its siblings write to a temporary file beside {@code path}, sync
   * it, and rename it: readers see the old file or the new one, and a failure leaves the old one.
   */
  public static void write(Path path, Vectors vectors) throws IOException {
    Objects.requireNonNull(vectors, "vectors");
    int dimension = vectors.dimension();
    NpyWriter.write(
        path,
        "<f4",
        vectors.rows(),
        dimension,
        (first, count, into) -> {
          float[] block = new float[count * dimension];
          vectors.copyRows(first, count, block, 0);
          into.asFloatBuffer().put(block);
        });
  }

  /** Writes codes as u8, one row of words per code; {@link #codes} reads them. */
  public static void write(Path path, BinaryCodes codes) throws IOException {
    Objects.requireNonNull(codes, "codes");
    int words = codes.wordsPerCode();
    long[] code = new long[words];
    NpyWriter.write(
        path,
        "<u8",
        codes.rows(),
        words,
        (first, count, into) -> {
          for (int row = first; row < first + count; row++) {
            codes.copyRow(row, code);
            into.asLongBuffer().put(code);
            into.position(into.position() + words * Long.BYTES);
          }
        });
  }

  /** Writes a one-dimensional array of i4. */
  public static void write(Path path, int[] values) throws IOException {
    Objects.requireNonNull(values, "values");
    NpyWriter.write(
        path,
        "<i4",
        values.length,
        0,
        (first, count, into) -> into.asIntBuffer().put(values, first, count));
  }

  /**
   * Writes a two-dimensional array of i8.
   *
   * @param values the elements, row by row: a multiple of {@code columns}, which may be none
   * @param columns the number of elements in a row, at least 1
   */
  public static void write(Path path, long[] values, int columns) throws IOException {
    Objects.requireNonNull(values, "values");
    Checks.atLeast("columns", columns, 1);
    if (values.length % columns != 0) {
      throw new IllegalArgumentException(
          values.length + " values are not a multiple of " + columns + " columns");
    }
    NpyWriter.write(
        path,
        "<i8",
        values.length / columns,
        columns,
        (first, count, into) -> into.asLongBuffer().put(values, first * columns, count * columns));
  }

  @Override
  public String toString() {
    return "NpyFile[" + path + ", " + type() + " " + Arrays.toString(header.shape()) + "]";
  }

  @FunctionalInterface
  private interface ChunkReader {
    /** Takes elements first to first + count - 1, which the little-endian chunk holds. */
    void read(ByteBuffer chunk, int first, int count) throws IOException;
  }

  private void readChunks(ChunkReader reader) throws IOException {
    int each = header.type().bytes;
    int total = Math.toIntExact(header.elements());
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = openAgain()) {
      for (int first = 0; first < total; ) {
        int count = Math.min(total - first, CHUNK_BYTES / each);
        chunk.clear().limit(count * each);
        NpyHeader.readFully(channel, header.dataStart() + (long) first * each, chunk);
        reader.read(chunk.flip(), first, count);
        first += count;
      }
    }
  }

  /** Opens the file, which must still be the one whose header was read. */
  private FileChannel openAgain() throws IOException {
    FileChannel channel = FileChannel.open(path);
    try {
      NpyHeader now = NpyHeader.read(channel, path);
      require(
          now.type() == header.type()
              && Arrays.equals(now.shape(), header.shape())
              && now.dataStart() == header.dataStart(),
          "the array it held when it was opened");
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private void requireDimensions(int dimensions) throws IOException {
    require(header.shape().length == dimensions, "an array of " + dimensions + " dimensions");
  }

  private int extent(int dimension) throws IOException {
    long extent = header.shape()[dimension];
    require(extent <= Integer.MAX_VALUE - 8, "less than 2^31 rows and columns");
    return (int) extent;
  }

  private void require(boolean holds, String wanted) throws IOException {
    if (!holds) {
      throw new CorruptFileException(
          path,
          "expected " + wanted + "; it holds " + type() + " " + Arrays.toString(header.shape()));
    }
  }
}
