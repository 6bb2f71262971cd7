package dev.orthant.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orthant.data.CorruptFileException;
import dev.orthant.data.NewerFileException;
import dev.orthant.internal.abi.OrthantC;
import dev.orthant.internal.abi.orthant_error;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.bytedeco.javacpp.BytePointer;

/**
 * Where one native call reports what went wrong, and the exception that it becomes in Java.
 *
 * <p>The memory is a direct buffer of the JDK, not JavaCPP's: see the package's description. One
 * per call; belongs to one thread.
 */
public final class NativeError {
  private final ByteBuffer bytes =
      ByteBuffer.allocateDirect(Integer.BYTES + OrthantC.ORTHANT_MESSAGE_BYTES)
          .order(ByteOrder.nativeOrder());
  private final orthant_error slot = new orthant_error(new BytePointer(bytes));

  private NativeError() {}

  /** A slot for one call. Loads the native library if that has not happened yet. */
  public static NativeError slotForOneCall() {
    NativeLibrary.load();
    return new NativeError();
  }

  /** A slot for a call made while the library is being loaded. */
  static NativeError unchecked() {
    return new NativeError();
  }

  /** What to hand to the native call. */
  public orthant_error slot() {
    return slot;
  }

  /** The status of the failed call. */
  public int status() {
    return bytes.getInt(0);
  }

  /** The message of the failed call. */
  public String message() {
    int end = Integer.BYTES;
    while (end < bytes.capacity() && bytes.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end - Integer.BYTES];
    bytes.get(Integer.BYTES, text);
    return new String(text, UTF_8);
  }

  /** Throws unless the call returned ORTHANT_OK. */
  public void check(int returned) {
    if (returned != OrthantC.ORTHANT_OK) {
      throw exception();
    }
  }

  /** Returns the handle, or throws if the call returned none. */
  public <P> P check(P handle) {
    if (handle == null) {
      throw exception();
    }
    return handle;
  }

  /** As {@link #check(int)}, for a call that reads a file. */
  public void check(int returned, Path file) throws IOException {
    if (returned != OrthantC.ORTHANT_OK) {
      throwFor(file, true);
    }
  }

  /** As {@link #check(Object)}, for a call that reads a file. */
  public <P> P check(P handle, Path file) throws IOException {
    if (handle == null) {
      throwFor(file, true);
    }
    return handle;
  }

  /** As {@link #check(int)}, for a call that writes a file, which need not be there yet. */
  public void checkWritten(int returned, Path file) throws IOException {
    if (returned != OrthantC.ORTHANT_OK) {
      throwFor(file, false);
    }
  }

  /** The exception for the failed call, which was not on a file. */
  public RuntimeException exception() {
    switch (status()) {
      case OrthantC.ORTHANT_INVALID_ARGUMENT:
        return new IllegalArgumentException(message());
      case OrthantC.ORTHANT_OUT_OF_MEMORY:
        throw new OutOfMemoryError("native memory: " + message());
      case OrthantC.ORTHANT_CANCELLED:
        return new CancellationException(message());
      default:
        return new IllegalStateException(
            "defect in Orthant, please report it: status " + status() + ", " + message());
    }
  }

  private void throwFor(Path file, boolean reading) throws IOException {
    switch (status()) {
      case OrthantC.ORTHANT_CORRUPT_FILE:
        throw new CorruptFileException(file, message());
      case OrthantC.ORTHANT_NEWER_FILE:
        throw new NewerFileException(file, message());
      case OrthantC.ORTHANT_IO:
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && Files.notExists(folder)) {
          throw new NoSuchFileException(folder.toString(), null, message());
        }
        if (reading && Files.notExists(file)) {
          throw new NoSuchFileException(file.toString(), null, message());
        }
        throw new FileSystemException(file.toString(), null, message());
      default:
        throw exception();
    }
  }
}
