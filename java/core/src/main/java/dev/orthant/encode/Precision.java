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
   * Products of 16-bit floats with 8 significant bits, summed in 32-bit floats. A product reads
   * half the bytes; memory and file keep the floats. Codes may differ in a few bits between kinds
   * of processors.
   */
  BF16,

  /**
   * Products of 8-bit integers. A product reads a quarter of the bytes; memory and file keep the
   * floats. The same codes on every processor, to the last bit. One vector takes about a third of
   * the time; batches gain less.
   */
  INT8
}
