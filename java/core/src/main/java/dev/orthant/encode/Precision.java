package dev.orthant.encode;

/**
 * In what numbers a {@link HashModel} encodes. Learning is always in floats and doubles; a
 * precision is chosen when a model is made ready for service: {@link HashModel#withPrecision}.
 *
 * <p>Rule of thumb: {@link #INT8} if a {@link PrecisionReport} finds at least 99.5 % of the bits
 * unchanged and retrieval loses at most 0.1 points of mAP, else {@link #FP32}. Models that compare
 * with anchors keep about 99 % and so are better left in {@link #FP32}.
 */
public enum Precision {
  /** 32-bit floats, as learned. Codes may differ in a few bits between kinds of processors. */
  FP32,

  /**
   * Products of 16-bit floats with 8 significant bits, summed in 32-bit floats: half the bytes.
   * Codes may differ in a few bits between kinds of processors.
   */
  BF16,

  /**
   * Products of 8-bit integers: a quarter of the bytes, and the same codes on every processor, to
   * the last bit. One vector takes about a third of the time, batches are 1.3 times as fast.
   */
  INT8
}
