package dev.orthant.cli;

import dev.orthant.data.Labels;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that names the classes of the rows. */
final class LabelOptions {
  @Option(
      names = "--labels",
      split = ",",
      paramLabel = "L.npy",
      description =
          "Class of each row of the features, in the same order: rows integers from 0. For several "
              + "labels per row: rows x classes, where what is not 0 is a label.")
  private List<String> files = List.of();

  boolean given() {
    return !files.isEmpty();
  }

  /** The labels of all files, before any choice of rows. */
  Labels all(DataOptions data) throws IOException {
    if (!given()) {
      throw new IllegalArgumentException("--labels is missing");
    }
    return Npy.labels(data, files);
  }
}
