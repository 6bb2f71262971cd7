package dev.orthant.data;

import dev.orthant.internal.FileRows;
import java.util.Optional;

/** The rows of others with each column multiplied by a factor. */
final class ScaledVectors extends Vectors {
  private final Vectors source;
  private final float[] perColumn;

  ScaledVectors(Vectors source, float[] perColumn) {
    super(source.rows(), source.dimension());
    this.source = source;
    this.perColumn = perColumn;
  }

  @Override
  Optional<FileRows> inFile() {
    return source
        .inFile()
        .filter(rows -> rows.scale().isEmpty())
        .map(rows -> rows.scaled(perColumn));
  }

  @Override
  void read(int first, int count, float[] into, int at) {
    source.read(first, count, into, at);
    int to = at;
    for (int row = 0; row < count; row++) {
      for (float factor : perColumn) {
        into[to++] *= factor;
      }
    }
  }
}
