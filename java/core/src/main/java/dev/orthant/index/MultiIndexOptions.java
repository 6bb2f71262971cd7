package dev.orthant.index;

import dev.orthant.internal.Checks;

/**
 * How the tables of a {@link MultiIndexHash} are made. An immutable value; safe for any number of
 * threads.
 */
public final class MultiIndexOptions {
  /** Lets the index choose by the data. */
  private static final int CHOSEN = 0;

  private static final MultiIndexOptions DEFAULTS = new MultiIndexOptions(CHOSEN, 1);

  private final int chunks;
  private final int threads;

  private MultiIndexOptions(int chunks, int threads) {
    this.chunks = chunks;
    this.threads = threads;
  }

  /** The number of chunks chosen by the data, built by the calling thread. */
  public static MultiIndexOptions defaults() {
    return DEFAULTS;
  }

  /**
   * The same with another number of chunks.
   *
   * @param chunks 1 to the length of the codes, or 0: chosen by the data
   */
  public MultiIndexOptions withChunks(int chunks) {
    return new MultiIndexOptions(Checks.inRange("chunks", chunks, 0, Checks.MAX_BITS), threads);
  }

  /**
   * The same with another number of threads that build tables, while {@code over} runs.
   *
   * @param threads 1 to 256; the index does not depend on it
   */
  public MultiIndexOptions withThreads(int threads) {
    return new MultiIndexOptions(chunks, Checks.threads(threads));
  }

  /** Returns the number of chunks; 0: chosen by the data. */
  public int chunks() {
    return chunks;
  }

  /** Returns the number of threads that build. */
  public int threads() {
    return threads;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MultiIndexOptions
        && chunks == ((MultiIndexOptions) other).chunks
        && threads == ((MultiIndexOptions) other).threads;
  }

  @Override
  public int hashCode() {
    return 31 * chunks + threads;
  }

  @Override
  public String toString() {
    String cut = chunks == CHOSEN ? "chunks chosen by the data" : chunks + " chunks";
    return "MultiIndexOptions[" + cut + ", " + threads + " threads]";
  }

  /** Checks that a code can be cut into so many chunks. */
  void checkFor(int bits) {
    Checks.atMost("chunks", chunks, bits);
  }
}
