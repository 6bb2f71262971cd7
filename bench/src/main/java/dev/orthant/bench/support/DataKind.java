package dev.orthant.bench.support;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The kinds of codes to search in; which one it is decides who is fast. */
public enum DataKind {
  /** {@link SearchData#uniform}. */
  UNIFORM,
  /** {@link SearchData#clustered}. */
  CLUSTERED,
  /** {@link LearnedCodes}. */
  LEARNED;

  /** Whether the kind can be had: learned codes need the folder of data. */
  public boolean isAvailable(Optional<Path> data) {
    return this != LEARNED || data.isPresent();
  }

  /** The codes; 64 bits or another multiple. */
  public SearchData generate(Optional<Path> data, int rows, int queries, int bits)
      throws IOException {
    return switch (this) {
      case UNIFORM -> SearchData.uniform(rows, queries, bits);
      case CLUSTERED -> SearchData.clustered(rows, queries, bits);
      case LEARNED ->
          LearnedCodes.of(
              data.orElseThrow(
                  () -> new IllegalStateException("learned codes need the variable ORTHANT_DATA")),
              rows,
              queries,
              bits);
    };
  }

  /** The folder of data that the environment names. */
  public static Optional<Path> folderOfEnvironment() {
    return Optional.ofNullable(System.getenv("ORTHANT_DATA")).map(Path::of);
  }
}
