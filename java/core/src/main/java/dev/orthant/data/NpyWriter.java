package dev.orthant.data;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.orthant.internal.Checks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/** Writes npy files, version 1.0: to a temporary file, synced, then renamed. */
final class NpyWriter {
  private static final int CHUNK_BYTES = 1 << 20;
  private static final int ALIGNMENT = 64;

  private NpyWriter() {}

  /**
   * Puts rows first to first + count - 1 into the little-endian buffer, which is exactly as long.
   */
  @FunctionalInterface
  interface Rows {
    void put(int first, int count, ByteBuffer into);
  }

  /**
   * Writes rows x columns elements; columns = 0 makes the array one-dimensional.
   *
   * @throws FileSystemException if the system refuses, naming {@code path}
   */
  static void write(Path path, String description, int rows, int columns, Rows source)
      throws IOException {
    Objects.requireNonNull(path, "path");
    int elementBytes = description.charAt(2) - '0';
    int rowBytes = Checks.arrayLength("bytes in a row", Math.max(1, columns), elementBytes);
    Path absolute = path.toAbsolutePath();
    String suffix = ".tmp-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path temporary = absolute.resolveSibling(absolute.getFileName() + suffix);
    ByteBuffer header = header(description, rows, columns);
    try {
      replace(
          absolute,
          temporary,
          channel -> {
            writeFully(channel, header);
            writeRows(channel, rows, rowBytes, source);
          });
    } catch (FileSystemException e) {
      throw naming(path, e);
    }
  }

  @FunctionalInterface
  private interface Content {
    void writeTo(FileChannel channel) throws IOException;
  }

  private static void replace(Path path, Path temporary, Content content) throws IOException {
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(channel);
        channel.force(true);
      }
      Files.move(
          temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** The same failure under the name that the caller gave, which the temporary one is not. */
  private static FileSystemException naming(Path path, FileSystemException failure) {
    String file = path.toString();
    FileSystemException named;
    if (failure instanceof NoSuchFileException) {
      named = new NoSuchFileException(file, null, "its folder does not exist");
    } else if (failure instanceof AccessDeniedException) {
      named = new AccessDeniedException(file, null, failure.getReason());
    } else {
      named = new FileSystemException(file, null, failure.getReason());
    }
    named.initCause(failure);
    return named;
  }

  private static void writeRows(FileChannel channel, int rows, int rowBytes, Rows source)
      throws IOException {
    int rowsPerChunk = Math.max(1, CHUNK_BYTES / rowBytes);
    ByteBuffer chunk =
        ByteBuffer.allocateDirect(Math.min(rows, rowsPerChunk) * rowBytes)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int first = 0; first < rows; ) {
      int count = Math.min(rows - first, rowsPerChunk);
      chunk.clear().limit(count * rowBytes);
      source.put(first, count, chunk);
      chunk.position(0);
      writeFully(channel, chunk);
      first += count;
    }
  }

  private static ByteBuffer header(String description, int rows, int columns) {
    String shape = columns == 0 ? rows + "," : rows + ", " + columns;
    String text =
        "{'descr': '" + description + "', 'fortran_order': False, 'shape': (" + shape + "), }";
    int unpadded = 10 + text.length() + 1;
    int padding = (ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT;
    byte[] dictionary = (text + " ".repeat(padding) + "\n").getBytes(US_ASCII);
    ByteBuffer header = ByteBuffer.allocate(10 + dictionary.length).order(ByteOrder.LITTLE_ENDIAN);
    header.put((byte) 0x93).put("NUMPY".getBytes(US_ASCII)).put((byte) 1).put((byte) 0);
    return header.putShort((short) dictionary.length).put(dictionary).flip();
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
