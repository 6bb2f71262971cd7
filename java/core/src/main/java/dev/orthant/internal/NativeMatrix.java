package dev.orthant.internal;

import dev.orthant.data.Vectors;
import dev.orthant.internal.abi.OrthantC;
import dev.orthant.internal.abi.orthant_matrix;

/** A copy of vectors in native memory, made block by block. For one thread; close it. */
public final class NativeMatrix implements AutoCloseable {
  private static final int BLOCK_VALUES = 1 << 18;

  private final orthant_matrix handle;

  private NativeMatrix(orthant_matrix handle) {
    this.handle = handle;
  }

  /** Copies at least one row. */
  public static NativeMatrix copyOf(Vectors vectors) {
    NativeError error = NativeError.slotForOneCall();
    NativeMatrix matrix =
        new NativeMatrix(
            error.check(
                OrthantC.orthant_matrix_new(vectors.rows(), vectors.dimension(), error.slot())));
    try {
      matrix.fill(vectors);
      return matrix;
    } catch (RuntimeException | Error e) {
      matrix.close();
      throw e;
    }
  }

  /** What to hand to native calls. */
  public orthant_matrix handle() {
    return handle;
  }

  @Override
  public void close() {
    OrthantC.orthant_matrix_free(handle);
  }

  private void fill(Vectors vectors) {
    int dimension = vectors.dimension();
    int blockRows = Math.min(vectors.rows(), Math.max(1, BLOCK_VALUES / dimension));
    float[] block = new float[blockRows * dimension];
    for (int first = 0; first < vectors.rows(); ) {
      int count = Math.min(blockRows, vectors.rows() - first);
      vectors.copyRows(first, count, block, 0);
      OrthantC.orthant_matrix_row(handle, first).put(block, 0, count * dimension);
      first += count;
    }
  }
}
