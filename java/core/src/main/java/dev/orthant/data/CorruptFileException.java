package dev.orthant.data;

import java.io.IOException;
import java.nio.file.Path;

/** A file is damaged, truncated, or of another kind than expected. Nothing was read from it. */
public class CorruptFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The file, as a string since exceptions are serialisable. */
  private final String file;

  /**
   * Creates the exception.
   *
   * @param file the file
   * @param message what is wrong with it; the path is put in front unless it is there
   */
  public CorruptFileException(Path file, String message) {
    super(message.contains(file.toString()) ? message : file + ": " + message);
    this.file = file.toString();
  }

  /** Returns the file. */
  public Path file() {
    return Path.of(file);
  }
}
