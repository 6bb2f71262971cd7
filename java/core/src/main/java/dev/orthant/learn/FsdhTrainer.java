package dev.orthant.learn;

/**
 * Fast supervised discrete hashing: SDH with the regression turned round, from labels to codes, so
 * that each round has a closed form.
 *
 * <p>With Y the labels (one-hot), Phi the distances to anchors, and codes B in {-1, +1}, it
 * minimises {@code ||B - Y W||^2 + lambda ||W||^2 + nu (||B - Phi P||^2 + ridge ||P||^2)}: in each
 * round {@code B = sgn(Y W + nu Phi P)}, then W, then P. The code of a new vector is {@code sgn(P^T
 * phi(x))}. With a small nu the code word of a class is a random one that never changes. Rows with
 * several labels: at most 8,192 classes. Cost: n m^2 once and n m b in each round, for n rows, m
 * anchors, b bits; native memory: n m floats, or {@link #withMemory} if that is less.
 *
 * <p>J. Gui, T. Liu, Z. Sun, D. Tao, T. Tan, "Fast supervised discrete hashing", TPAMI 2018; the
 * ridge is ours. Immutable; safe for any number of threads.
 */
public final class FsdhTrainer extends SupervisedTrainer<FsdhTrainer> {
  private FsdhTrainer(TrainingPlan plan) {
    super(plan);
  }

  /**
   * The method with its defaults.
   *
   * @param bits the code length, 1 to 1,024
   */
  public static FsdhTrainer ofBits(int bits) {
    return new FsdhTrainer(TrainingPlan.of("fsdh", bits));
  }

  /**
   * The same with another bound, in MiB, of the memory for the distances to anchors: 1 to 1e9.
   * Where they take more they are computed anew in each round, with the same result. Default 512.
   */
  public FsdhTrainer withMemory(int mebibytes) {
    return with("memory", mebibytes);
  }

  /** The same with another number of anchors: 1 to 1,000,000; at most the rows. Default 1,000. */
  public FsdhTrainer withAnchors(int anchors) {
    return with("anchors", anchors);
  }

  /** The same with another limit of rounds: 1 to 1,000. Default 5. */
  public FsdhTrainer withRounds(int rounds) {
    return with("rounds", rounds);
  }

  /** The same with another weight of the code words' norm: 1e-12 to 1e9. Default 1. */
  public FsdhTrainer withLambda(double lambda) {
    return with("lambda", lambda);
  }

  /** The same with another weight of the hash function's error: 0 to 1e9. Default 1e-5. */
  public FsdhTrainer withNu(double nu) {
    return with("nu", nu);
  }

  /** The same with another weight of the hash function's norm, times nu: 0 to 1e9. Default 0.01. */
  public FsdhTrainer withRidge(double ridge) {
    return with("ridge", ridge);
  }

  @Override
  FsdhTrainer with(TrainingPlan plan) {
    return new FsdhTrainer(plan);
  }
}
