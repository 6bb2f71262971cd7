package dev.orthant.cli;

import dev.orthant.data.Vectors;
import java.io.IOException;
import picocli.CommandLine.Option;

/** Feature vectors and the rows of them to use. */
final class ChosenFeatureOptions extends FeatureOptions {
  @Option(
      names = "--rows",
      paramLabel = "R.npy",
      description = "Row numbers to use, in this order, counted from 0: integers. Default: all.")
  private String rows;

  /** Refuses what would choose among features, or scale them, where none are given. */
  void refuseStrays() {
    if (!given() && (rows != null || scaleGiven())) {
      throw new IllegalArgumentException("--rows and --scale go with --features");
    }
  }

  /** The chosen ones of {@code count} rows; null: all. */
  int[] rows(DataOptions data, int count) throws IOException {
    return Npy.rows(data, rows, count);
  }

  /** The chosen vectors. */
  Vectors chosen(DataOptions data) throws IOException {
    Vectors vectors = all(data);
    return Rows.of(vectors, rows(data, vectors.rows()));
  }
}
