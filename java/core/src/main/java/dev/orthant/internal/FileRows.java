package dev.orthant.internal;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where rows of features lie in a file, for native code that reads them itself.
 *
 * @param path the file
 * @param offset the byte at which the first row begins
 * @param type ORTHANT_FLOAT32 or ORTHANT_UINT8
 * @param scale a factor per column; not to be changed
 */
public record FileRows(Path path, long offset, int type, Optional<float[]> scale) {
  /** Whether native code can open the file. */
  public boolean isOnDefaultFileSystem() {
    return path.getFileSystem() == FileSystems.getDefault();
  }

  /** The same with another scale. */
  public FileRows scaled(float[] perColumn) {
    return new FileRows(path, offset, type, Optional.of(perColumn));
  }
}
