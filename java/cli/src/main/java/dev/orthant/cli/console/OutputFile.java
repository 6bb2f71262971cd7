package dev.orthant.cli.console;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ThreadLocalRandom;

/** Files that a verb writes: whole or not at all. */
public final class OutputFile {
  private OutputFile() {}

  /** Refuses a place where nothing can be written, before the long work and not after it. */
  public static void check(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IllegalArgumentException(path + " is a folder; a file is to be written there");
    }
    Path folder = path.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(
          folder + " (the folder to write " + path.getFileName() + " to)");
    }
    if (!Files.isWritable(folder)) {
      throw new AccessDeniedException(
          folder + " (the folder to write " + path.getFileName() + " to)");
    }
  }

  /** Writes the content of a file. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes beside {@code path}, then renames: readers see the old file or the new one. */
  public static void write(Path path, Content content) throws IOException {
    // Not Files.createTempFile: its files are for the owner's eyes only, and this one is kept.
    String suffix = "." + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".part";
    Path temporary = path.toAbsolutePath().resolveSibling(path.getFileName() + suffix);
    try {
      try (OutputStream out =
          new BufferedOutputStream(Files.newOutputStream(temporary, CREATE_NEW, WRITE))) {
        content.writeTo(out);
      }
      try {
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(temporary, path, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
