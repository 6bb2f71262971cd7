package dev.orthant.cli;

import dev.orthant.data.Vectors;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that name feature vectors: files in a row, a scale. */
class FeatureOptions {
  @Option(
      names = "--features",
      split = ",",
      paramLabel = "F.npy",
      description =
          "Feature vectors: rows x dimension; uint8, int8, int32, float16, float32 or float64. "
              + "Several files, separated by commas, are read as one, their rows numbered through.")
  private List<String> files = List.of();

  @Option(
      names = "--scale",
      paramLabel = "S.npy",
      description = "One factor per column, which every row is multiplied by: dimension floats.")
  private String scale;

  final boolean given() {
    return !files.isEmpty();
  }

  final boolean scaleGiven() {
    return scale != null;
  }

  /** The vectors of all files, scaled. */
  final Vectors all(DataOptions data) throws IOException {
    if (!given()) {
      throw new IllegalArgumentException("--features is missing");
    }
    return scaled(Npy.vectors(data, files), data);
  }

  /** The vectors with the scale applied. */
  final Vectors scaled(Vectors vectors, DataOptions data) throws IOException {
    if (scale == null) {
      return vectors;
    }
    float[] factors = Npy.floats(data, scale);
    if (factors.length != vectors.dimension()) {
      throw new IllegalArgumentException(
          scale + " has " + factors.length + " factors for " + vectors.dimension() + " columns");
    }
    return vectors.scaled(factors);
  }
}
