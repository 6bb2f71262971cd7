package dev.orthant.data;

/** Rows in one array. */
final class HeapVectors extends Vectors {
  private final float[] values;

  HeapVectors(float[] values, int dimension) {
    super(values.length / dimension, dimension);
    this.values = values;
  }

  @Override
  void read(int first, int count, float[] into, int at) {
    System.arraycopy(values, first * dimension(), into, at, count * dimension());
  }
}
