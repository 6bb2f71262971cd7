package dev.orthant.encode;

import dev.orthant.internal.NativeEncoder;
import dev.orthant.internal.NativeResource;
import dev.orthant.internal.abi.orthant_model;
import java.lang.ref.Reference;
import java.util.Objects;

/**
 * Encodes one vector at a time, without allocating. For one thread: a second thread that calls
 * while a call is running gets an {@link IllegalStateException}.
 *
 * <pre>{@code
 * try (Encoder encoder = model.newEncoder()) {
 *   long[] code = encoder.newCode();
 *   encoder.encode(vector, code);
 * }
 * }</pre>
 *
 * <p>It owns native memory: close it. After its model is closed it can only be closed.
 */
public final class Encoder implements AutoCloseable {
  private final HashModel model; // also keeps the model from being lost
  private final NativeEncoder encoder;

  Encoder(HashModel model, NativeResource<orthant_model> resource) {
    this.model = model;
    this.encoder = new NativeEncoder(this, resource);
  }

  /** Returns a new array of the length of a code: {@code ceil(bits / 64)} words. */
  public long[] newCode() {
    return new long[encoder.words()];
  }

  /**
   * Encodes a vector. Allocation-free. The code equals that of {@link HashModel#encode(float[])}.
   *
   * @param vector as many finite values as the model's dimension
   * @param code where to write the code; exactly {@code ceil(bits / 64)} words; unchanged on
   *     failure
   * @throws IllegalArgumentException if a length is wrong, a value is not finite, or all are zero
   *     and the model scales vectors to unit length
   * @throws IllegalStateException if this or its model is closed, or another thread is in a call
   */
  public void encode(float[] vector, long[] code) {
    Objects.requireNonNull(vector, "vector");
    Objects.requireNonNull(code, "code");
    if (!encoder.encode(vector, code)) {
      throw new IllegalArgumentException(VectorDefect.describe(vector));
    }
    Reference.reachabilityFence(this);
  }

  /**
   * Copies the projections of the last vector that was encoded: per bit the number whose sign it
   * is. They order the hits of its code more finely: {@code Searcher.rerank}. Allocation-free.
   *
   * @param projections where to write them; exactly as many as the code has bits
   * @throws IllegalArgumentException if the length is wrong
   * @throws IllegalStateException if no vector was encoded yet or the last one was refused, this or
   *     its model is closed, or another thread is in a call
   */
  public void copyProjections(float[] projections) {
    Objects.requireNonNull(projections, "projections");
    if (!encoder.copyProjections(projections)) {
      throw new IllegalStateException("there is no last vector that was encoded");
    }
    Reference.reachabilityFence(this);
  }

  /** Closes the encoder, now or when the running call has left. Closing again does nothing. */
  @Override
  public void close() {
    encoder.close();
  }

  @Override
  public String toString() {
    return "Encoder of " + model;
  }
}
