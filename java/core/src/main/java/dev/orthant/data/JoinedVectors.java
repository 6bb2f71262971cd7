package dev.orthant.data;

import dev.orthant.internal.Checks;
import java.util.Arrays;
import java.util.List;

/** Several vectors, one after the other. */
final class JoinedVectors extends Vectors {
  private final Vectors[] parts;

  /** Row at which each part starts, and the number of all rows at the end. */
  private final int[] starts;

  private JoinedVectors(Vectors[] parts, int[] starts) {
    super(starts[parts.length], parts[0].dimension());
    this.parts = parts;
    this.starts = starts;
  }

  static Vectors of(List<Vectors> parts) {
    int[] starts = new int[parts.size() + 1];
    for (int i = 0; i < parts.size(); i++) {
      Vectors part = parts.get(i);
      Checks.length("a row of part " + i, part.dimension(), parts.get(0).dimension());
      long end = (long) starts[i] + part.rows();
      if (end > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "parts 0 to " + i + " have " + end + " rows; the limit is " + Integer.MAX_VALUE);
      }
      starts[i + 1] = (int) end;
    }
    return new JoinedVectors(parts.toArray(Vectors[]::new), starts);
  }

  @Override
  void read(int first, int count, float[] into, int at) {
    int row = first;
    int end = first + count;
    int to = at;
    for (int i = partOf(first); row < end; i++) {
      int taken = Math.min(end, starts[i + 1]) - row;
      if (taken > 0) {
        parts[i].read(row - starts[i], taken, into, to);
        row += taken;
        to += taken * dimension();
      }
    }
  }

  /** The last part that starts at or before the row; parts without rows share their start. */
  private int partOf(int row) {
    int found = Arrays.binarySearch(starts, row);
    return found >= 0 ? Math.min(found, parts.length - 1) : -found - 2;
  }
}
