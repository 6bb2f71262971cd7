package dev.orthant.data;

import java.nio.file.Path;

/** A file was written by a newer version of Orthant than this one can read. */
public final class NewerFileException extends CorruptFileException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param file the file
   * @param message the versions; the path is put in front unless it is there
   */
  public NewerFileException(Path file, String message) {
    super(file, message);
  }
}
