package dev.orthant.encode;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Provenance;
import dev.orthant.data.Vectors;
import dev.orthant.internal.Backstage;
import dev.orthant.internal.Checks;
import dev.orthant.internal.NativeError;
import dev.orthant.internal.NativeResource;
import dev.orthant.internal.NativeText;
import dev.orthant.internal.abi.OrthantC;
import dev.orthant.internal.abi.orthant_model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A learned hash function: vectors in, codes out. Made by a trainer or loaded from a file.
 *
 * <pre>{@code
 * try (HashModel model = ItqTrainer.ofBits(64).train(vectors)) {
 *   BinaryCodes codes = model.encode(vectors);
 *   model.save(Path.of("model.orthant"));
 * }
 * }</pre>
 *
 * <p>Immutable; safe for any number of threads. It owns native memory: close it. Closing waits for
 * nothing: running calls end normally, later ones, also those of its {@link Encoder}s, throw {@link
 * IllegalStateException}, and the memory is freed when the last call has left.
 */
public final class HashModel implements AutoCloseable {
  static {
    Backstage.makeModels(HashModel::new);
    Backstage.lendModels(model -> model.resource);
  }

  private final NativeResource<orthant_model> resource;
  private final int bits;
  private final int dimension;
  private final int semanticDimension;
  private final long[] semanticMask;
  private final Precision precision;
  private final Provenance provenance;

  private HashModel(orthant_model handle) {
    resource = NativeResource.shared(this, handle, OrthantC::orthant_model_free);
    bits = OrthantC.orthant_model_bits(handle);
    dimension = OrthantC.orthant_model_dimension(handle);
    semanticDimension = OrthantC.orthant_model_semantic_dimension(handle);
    semanticMask = new long[Checks.words(bits)];
    OrthantC.orthant_model_semantic_mask(handle, semanticMask);
    precision = Precision.values()[OrthantC.orthant_model_precision(handle)];
    provenance =
        Provenance.of(NativeText.entries(NativeText.of(OrthantC.orthant_model_provenance(handle))));
  }

  /**
   * Reads a model from a file that {@link #save} wrote. Every byte is checked before use.
   *
   * @throws dev.orthant.data.CorruptFileException if the file is damaged or no model
   * @throws dev.orthant.data.NewerFileException if a newer version wrote it
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws IOException if the operating system refuses
   */
  public static HashModel load(Path path) throws IOException {
    Objects.requireNonNull(path, "path");
    NativeError error = NativeError.slotForOneCall();
    return new HashModel(
        error.check(OrthantC.orthant_model_load(NativeText.of(path), error.slot()), path));
  }

  /** Returns the length of the codes, in bits: 1 to 1,024. */
  public int bits() {
    resource.requireOpen();
    return bits;
  }

  /** Returns the number of values in each vector that {@link #encode(Vectors)} takes. */
  public int dimension() {
    resource.requireOpen();
    return dimension;
  }

  /**
   * Returns the number of values in each class vector that {@link #encodeSemantics} takes; empty if
   * the model encodes no class vectors.
   */
  public OptionalInt semanticDimension() {
    resource.requireOpen();
    return semanticDimension == 0 ? OptionalInt.empty() : OptionalInt.of(semanticDimension);
  }

  /**
   * Returns the bits that carry class semantics, as a code with those bits set: the mask for a
   * search by class name. No bits if the model encodes no class vectors.
   */
  public long[] semanticMask() {
    resource.requireOpen();
    return semanticMask.clone();
  }

  /** Returns in what numbers the model encodes; trained models do so in {@link Precision#FP32}. */
  public Precision precision() {
    resource.requireOpen();
    return precision;
  }

  /**
   * Makes the same model in another precision: a model of its own, to be closed like this one. It
   * is made from the floats that every model keeps, whatever its own precision, so that nothing is
   * lost on the way back. Class vectors are encoded in double precision always.
   *
   * @throws IllegalArgumentException if {@link Precision#INT8} cannot hold the model: where a
   *     product sums more than 65,536 numbers
   */
  public HashModel withPrecision(Precision wanted) {
    Objects.requireNonNull(wanted, "wanted");
    orthant_model model = resource.enter();
    try {
      NativeError error = NativeError.slotForOneCall();
      return new HashModel(
          error.check(
              OrthantC.orthant_model_with_precision(model, wanted.ordinal(), error.slot())));
    } finally {
      resource.leave();
    }
  }

  /** Returns where the model comes from. */
  public Provenance provenance() {
    resource.requireOpen();
    return provenance;
  }

  /**
   * Encodes one vector. Allocates; in a loop use an {@link Encoder}.
   *
   * @param vector {@link #dimension()} finite values
   * @return the code, {@code ceil(bits() / 64)} words
   * @throws IllegalArgumentException if a value is not finite, or all are zero and the model scales
   *     vectors to unit length
   */
  public long[] encode(float[] vector) {
    Objects.requireNonNull(vector, "vector");
    Checks.length("vector", vector.length, dimension);
    return encode(Vectors.wrap(vector, dimension)).toWords();
  }

  /** Encodes each row on the calling thread, as {@link #encode(Vectors, int)}. */
  public BinaryCodes encode(Vectors vectors) {
    return encode(vectors, 1);
  }

  /**
   * Encodes each row. Rows are read in blocks of at most 4,096, so the vectors need not fit into
   * the heap; the codes do not depend on the number of threads.
   *
   * @param vectors any number of rows of {@link #dimension()} finite values
   * @param threads how many threads may work on it, 1 to 256
   * @throws IllegalArgumentException if a value is not finite, or a row is all zeros and the model
   *     scales rows to unit length; the message has the row
   */
  public BinaryCodes encode(Vectors vectors, int threads) {
    Objects.requireNonNull(vectors, "vectors");
    Checks.length("a row of vectors", vectors.dimension(), dimension);
    Checks.threads(threads);
    orthant_model model = resource.enter();
    try {
      return BlockStream.encode(
          vectors,
          bits,
          threads,
          (block, rows, codes, error) ->
              OrthantC.orthant_model_encode(model, block, rows, threads, codes, error));
    } finally {
      resource.leave();
    }
  }

  /**
   * Encodes class vectors, also of classes that no training row belonged to, for a search by name.
   * Only the bits of {@link #semanticMask()} mean anything.
   *
   * @param vectors class vectors of {@link #semanticDimension()} finite values, not all zero
   * @throws IllegalArgumentException if the model encodes no class vectors, or a row cannot be
   *     encoded
   */
  public BinaryCodes encodeSemantics(Vectors vectors) {
    return encodeSemantics(vectors, null);
  }

  /**
   * How much of each class vector the model cannot express: the share, 0 to 1, of its norm (after
   * centring) that lies outside the span of the names known at training and so does not reach the
   * code. Near 0 the code can be trusted; near 1 the name says next to nothing to this model.
   *
   * @param vectors as for {@link #encodeSemantics}
   * @return one share per row
   */
  public float[] semanticsOutside(Vectors vectors) {
    Objects.requireNonNull(vectors, "vectors");
    float[] outside = new float[vectors.rows()];
    encodeSemantics(vectors, outside);
    return outside;
  }

  /**
   * Codes, and into {@code outside}, unless it is null, the shares of {@link #semanticsOutside}.
   */
  BinaryCodes encodeSemantics(Vectors vectors, float[] outside) {
    Objects.requireNonNull(vectors, "vectors");
    orthant_model model = resource.enter();
    try {
      if (semanticDimension == 0) {
        throw new IllegalArgumentException(
            "a model trained by '" + provenance.method() + "' encodes no class vectors");
      }
      Checks.length("a class vector", vectors.dimension(), semanticDimension);
      int[] done = {0};
      return BlockStream.encode(
          vectors,
          bits,
          1,
          (block, rows, codes, error) -> {
            float[] shares = new float[rows];
            int status =
                OrthantC.orthant_model_encode_semantics(model, block, rows, codes, shares, error);
            if (outside != null) {
              System.arraycopy(shares, 0, outside, done[0], rows);
            }
            done[0] += rows;
            return status;
          });
    } finally {
      resource.leave();
    }
  }

  /** Makes an encoder for one thread. Close it when done; any order of closing is fine. */
  public Encoder newEncoder() {
    return new Encoder(this, resource);
  }

  /**
   * Writes the model to a file: to a temporary file beside it, synced, then renamed, so that
   * readers see the old file or the new one.
   *
   * @throws java.nio.file.NoSuchFileException if the folder does not exist
   * @throws IOException if the operating system refuses
   */
  public void save(Path path) throws IOException {
    Objects.requireNonNull(path, "path");
    orthant_model model = resource.enter();
    try {
      NativeError error = NativeError.slotForOneCall();
      error.checkWritten(
          OrthantC.orthant_model_save(model, NativeText.of(path), error.slot()), path);
    } finally {
      resource.leave();
    }
  }

  /** Closes the model, now or when the last running call has left. Closing again does nothing. */
  @Override
  public void close() {
    resource.close();
  }

  @Override
  public String toString() {
    return "HashModel[" + provenance.method() + ", " + dimension + " values to " + bits + " bits]";
  }
}
