package dev.orthant.data;

/**
 * Some rows of others. Neighbours in the choice that are neighbours in the source are read at once.
 */
final class SelectedVectors extends Vectors {
  private final Vectors source;
  private final int[] chosen;

  SelectedVectors(Vectors source, int[] chosen) {
    super(chosen.length, source.dimension());
    this.source = source;
    this.chosen = chosen;
  }

  @Override
  void read(int first, int count, float[] into, int at) {
    int end = first + count;
    int row = first;
    int to = at;
    while (row < end) {
      int run = 1;
      while (row + run < end && chosen[row + run] == chosen[row] + run) {
        run++;
      }
      source.read(chosen[row], run, into, to);
      row += run;
      to += run * dimension();
    }
  }
}
