package dev.orthant.learn;

/**
 * Supervised discrete hashing: codes from which the class can be told by a linear classifier,
 * learned without relaxing the bits.
 *
 * <p>With Y the labels (one-hot), Phi the distances to anchors, and codes B in {-1, +1}, it
 * minimises {@code ||Y - B W||^2 + lambda ||W||^2 + nu (||B - Phi P||^2 + ridge ||P||^2)}: in each
 * round the codes bit by bit, then W, then P. The code of a new vector is {@code sgn(P^T phi(x))}.
 * It converges in a few rounds. Cost: n m^2 once and n m b in each round, for n rows, m anchors, b
 * bits; native memory: {@link #withMemory}.
 *
 * <p>F. Shen, C. Shen, W. Liu, H. T. Shen, "Supervised discrete hashing", CVPR 2015, equation 5;
 * the ridge is in the authors' program. Immutable; safe for any number of threads.
 */
public final class SdhTrainer extends SupervisedTrainer<SdhTrainer> {
  private SdhTrainer(TrainingPlan plan) {
    super(plan);
  }

  /**
   * The method with its defaults.
   *
   * @param bits the code length, 1 to 1,024
   */
  public static SdhTrainer ofBits(int bits) {
    return new SdhTrainer(TrainingPlan.of("sdh", bits));
  }

  /** The same with another number of anchors: 1 to 1,000,000; at most the rows. Default 1,000. */
  public SdhTrainer withAnchors(int anchors) {
    return with("anchors", anchors);
  }

  /** The same with another limit of rounds: 1 to 1,000. Default 5. */
  public SdhTrainer withRounds(int rounds) {
    return with("rounds", rounds);
  }

  /** The same with another number of bit sweeps in each round: 1 to 1,000. Default 5. */
  public SdhTrainer withSweeps(int sweeps) {
    return with("sweeps", sweeps);
  }

  /** The same with another weight of the classifier's norm: 0 to 1e9. Default 1. */
  public SdhTrainer withLambda(double lambda) {
    return with("lambda", lambda);
  }

  /** The same with another weight of the hash function's error: 1e-12 to 1e9. Default 1e-5. */
  public SdhTrainer withNu(double nu) {
    return with("nu", nu);
  }

  /** The same with another weight of the hash function's norm, times nu: 0 to 1e9. Default 0.01. */
  public SdhTrainer withRidge(double ridge) {
    return with("ridge", ridge);
  }

  /**
   * The same, but the codes of each round start from zeros, greedily, instead of from those of the
   * round before.
   */
  public SdhTrainer withRestart() {
    return with("restart", 1);
  }

  /**
   * The same with another bound on memory, in MiB: 1 to 1e9. Default 512. Phi, n m floats, is kept
   * if it takes no more, else it is computed anew in each pass; features in an npy file of f4 or u1
   * are read from it if they take more as floats. The model is the same.
   */
  public SdhTrainer withMemory(int mebibytes) {
    return with("memory", mebibytes);
  }

  @Override
  SdhTrainer with(TrainingPlan plan) {
    return new SdhTrainer(plan);
  }
}
