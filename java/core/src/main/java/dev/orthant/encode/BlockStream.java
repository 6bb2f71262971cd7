package dev.orthant.encode;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Vectors;
import dev.orthant.internal.Checks;
import dev.orthant.internal.NativeError;
import dev.orthant.internal.abi.OrthantC;
import dev.orthant.internal.abi.orthant_error;

/** Encodes rows block by block, so that memory stays bounded however many rows there are. */
final class BlockStream {
  private static final int MAX_ROWS = 4096;
  private static final int MAX_VALUES = 1 << 21;

  /** A block of one thread stays in its cache: it is copied twice on the way to the native side. */
  private static final int VALUES_PER_THREAD = 1 << 18;

  private BlockStream() {}

  /** Encodes the first rows of a block; returns a status. */
  @FunctionalInterface
  interface BlockEncoder {
    int encode(float[] block, int rows, long[] codes, orthant_error error);
  }

  static BinaryCodes encode(Vectors vectors, int bits, int threads, BlockEncoder encoder) {
    int words = Checks.words(bits);
    int rows = vectors.rows();
    if ((long) rows * words > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          rows + " codes of " + words + " words do not fit into one array; encode them in parts");
    }
    int values = (int) Math.min(MAX_VALUES, (long) threads * VALUES_PER_THREAD);
    int blockRows = Math.min(rows, Math.max(1, Math.min(MAX_ROWS, values / vectors.dimension())));
    float[] block = new float[blockRows * vectors.dimension()];
    long[] blockCodes = new long[blockRows * words];
    long[] all = new long[rows * words];
    for (int first = 0; first < rows; ) {
      int count = Math.min(blockRows, rows - first);
      vectors.copyRows(first, count, block, 0);
      NativeError error = NativeError.slotForOneCall();
      if (encoder.encode(block, count, blockCodes, error.slot()) != OrthantC.ORTHANT_OK) {
        throw explain(error, block, vectors.dimension(), first, count);
      }
      System.arraycopy(blockCodes, 0, all, first * words, count * words);
      first += count;
    }
    return BinaryCodes.wrap(all, bits);
  }

  /**
   * The native side names the row, but counts within the block; the caller counts from the start.
   */
  private static RuntimeException explain(
      NativeError error, float[] block, int dimension, int first, int count) {
    return first > 0 && error.status() == OrthantC.ORTHANT_INVALID_ARGUMENT
        ? new IllegalArgumentException(VectorDefect.describe(block, count, dimension, first))
        : error.exception();
  }
}
