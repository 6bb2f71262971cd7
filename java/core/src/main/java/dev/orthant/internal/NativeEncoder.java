package dev.orthant.internal;

import dev.orthant.internal.abi.OrthantC;
import dev.orthant.internal.abi.orthant_encoder;
import dev.orthant.internal.abi.orthant_model;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;

/** A native encoder with the blocks that it lends. For one thread at a time, which it enforces. */
public final class NativeEncoder {
  private final NativeResource<orthant_model> model;
  private final NativeResource<orthant_encoder> resource;
  private final int dimension;
  private final int bits;
  private final int words;
  private final FloatPointer lentVector;
  private final LongPointer lentCode;
  private final FloatPointer lentProjections;
  private boolean encoded;

  /** The encoder of an open model; the owner must keep the model's owner from being lost. */
  public NativeEncoder(Object owner, NativeResource<orthant_model> model) {
    this.model = model;
    orthant_model parent = model.enter();
    try {
      NativeError error = NativeError.slotForOneCall();
      orthant_encoder handle = error.check(OrthantC.orthant_encoder_new(parent, error.slot()));
      resource = NativeResource.exclusive(owner, handle, OrthantC::orthant_encoder_free);
      dimension = OrthantC.orthant_model_dimension(parent);
      bits = OrthantC.orthant_model_bits(parent);
      words = Checks.words(bits);
      lentVector = OrthantC.orthant_encoder_vector(handle);
      lentCode = OrthantC.orthant_encoder_code(handle);
      lentProjections = OrthantC.orthant_encoder_projections(handle);
    } finally {
      model.leave();
    }
  }

  /** The number of words of a code. */
  public int words() {
    return words;
  }

  /**
   * Encodes a vector; false, with the code unchanged, if it cannot be encoded. The lengths are
   * checked. Allocation-free.
   */
  public boolean encode(float[] vector, long[] code) {
    Checks.length("vector", vector.length, dimension);
    Checks.length("code", code.length, words);
    orthant_encoder encoder = resource.enter();
    try {
      model.requireOpen();
      lentVector.put(vector, 0, dimension);
      encoded = OrthantC.orthant_encode(encoder) != 0;
      if (encoded) {
        lentCode.get(code, 0, words);
      }
      return encoded;
    } finally {
      resource.leave();
    }
  }

  /**
   * Copies, of the last vector, per bit the number whose sign it is; false, and nothing is copied,
   * if there is none that could be encoded. The length is checked. Allocation-free.
   */
  public boolean copyProjections(float[] into) {
    Checks.length("projections", into.length, bits);
    resource.enter();
    try {
      model.requireOpen();
      if (encoded) {
        lentProjections.get(into, 0, bits);
      }
      return encoded;
    } finally {
      resource.leave();
    }
  }

  /** See {@link NativeResource#close}. */
  public void close() {
    resource.close();
  }
}
