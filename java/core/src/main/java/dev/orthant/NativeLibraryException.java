package dev.orthant;

/**
 * The native library cannot be used: it is missing for this platform, does not load, or runs on a
 * lower instruction-set tier than was required. The message names what was looked for and what to
 * do.
 */
public final class NativeLibraryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what is missing and what to do about it
   * @param cause what the loader said, or {@code null}
   */
  public NativeLibraryException(String message, Throwable cause) {
    super(message, cause);
  }
}
