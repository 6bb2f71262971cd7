package dev.orthant.learn;

import java.util.Objects;

/**
 * Hadamard-coded supervised discrete hashing: a fixed code word for each class, and one regression
 * from the distances to anchors to the words. The fastest supervised method.
 *
 * <p>With B the words of the rows' classes it minimises {@code ||B - Phi P||^2 + ridge ||P||^2} in
 * one round; the code of a new vector is {@code sgn(P^T phi(x))}. A row with several labels takes
 * the majority of their words. Hadamard words differ in exactly half of the bits; they exist for
 * lengths of 2^k, and of 2^k (q + 1) with a prime q = 3 mod 4 (12, 20, 24, 40, 44, 48, 96, ...),
 * and for at most 2 b classes. Other lengths are refused at training; see {@link #withCodebook}.
 * Cost: n m^2 and n m b, for n rows, m anchors, b bits; native memory: n m floats, or {@link
 * #withMemory} if that is less.
 *
 * <p>G. Koutaki, K. Shirai, M. Ambai, "Fast supervised discrete hashing and its analysis", 2016;
 * the ridge, and codebooks that are not Hadamard, are ours. Immutable; safe for any number of
 * threads.
 */
public final class HcSdhTrainer extends SupervisedTrainer<HcSdhTrainer> {
  private HcSdhTrainer(TrainingPlan plan) {
    super(plan);
  }

  /**
   * The method with its defaults.
   *
   * @param bits the code length, 1 to 1,024
   */
  public static HcSdhTrainer ofBits(int bits) {
    return new HcSdhTrainer(TrainingPlan.of("hc-sdh", bits));
  }

  /**
   * The same with another bound, in MiB, of the memory for the distances to anchors: 1 to 1e9.
   * Where they take more they are computed anew in each round, with the same result. Default 512.
   */
  public HcSdhTrainer withMemory(int mebibytes) {
    return with("memory", mebibytes);
  }

  /** The same with another number of anchors: 1 to 1,000,000; at most the rows. Default 1,000. */
  public HcSdhTrainer withAnchors(int anchors) {
    return with("anchors", anchors);
  }

  /** The same with another weight of the hash function's norm: 0 to 1e9. Default 0.01. */
  public HcSdhTrainer withRidge(double ridge) {
    return with("ridge", ridge);
  }

  /** The same with code words of another kind. Default {@link Codebook#HADAMARD}. */
  public HcSdhTrainer withCodebook(Codebook codebook) {
    return with("codebook", Objects.requireNonNull(codebook, "codebook").ordinal());
  }

  /** Where the code words of the classes come from. */
  public enum Codebook {
    /** Rows of a Hadamard matrix, drawn at random: any two differ in exactly half of the bits. */
    HADAMARD,
    /** Independent fair signs, for any length and any number of classes. */
    BERNOULLI,
    /** Random words, each taken only if it is far from those before; at most 16,384 classes. */
    DISTANT
  }

  @Override
  HcSdhTrainer with(TrainingPlan plan) {
    return new HcSdhTrainer(plan);
  }
}
