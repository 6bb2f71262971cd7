package dev.orthant.learn;

/**
 * Supervised hashing with latent factor models: real factors whose inner products explain which
 * rows share a class, rounded to signs.
 *
 * <p>With U the factors and t = U_i . U_j / 2 it maximises the likelihood of all pairs, {@code z t
 * - log(1 + e^t)} with z = 1 for similar rows and 0 for others, less {@code ||U||^2 / (2 beta)}. A
 * round draws some rows and moves all others by a second-order step on those columns. The hash
 * function is a ridge regression onto the signs of U. The objective is watched on at most 256
 * columns. Cost: n m^2 once for m anchors, and n columns b a round, for b bits; native memory: n m
 * floats and n b doubles.
 *
 * <p>P. Zhang, W. Zhang, W.-J. Li, M. Guo, "Supervised hashing with latent factor models", SIGIR
 * 2014. Immutable; safe for any number of threads.
 */
public final class LfhTrainer extends SupervisedTrainer<LfhTrainer> {
  private LfhTrainer(TrainingPlan plan) {
    super(plan);
  }

  /**
   * The method with its defaults.
   *
   * @param bits the code length, 1 to 1,024
   */
  public static LfhTrainer ofBits(int bits) {
    return new LfhTrainer(TrainingPlan.of("lfh", bits));
  }

  /**
   * The same with another number of anchors of the hash function: 1 to 1,000,000; at most the rows;
   * 0: a linear hash function over features of unit variance, as published. Default 1,000.
   */
  public LfhTrainer withAnchors(int anchors) {
    return with("anchors", anchors);
  }

  /** The same with another number of rounds: 1 to 1,000. Default 50. */
  public LfhTrainer withRounds(int rounds) {
    return with("rounds", rounds);
  }

  /** The same with another number of rows drawn in a round: 1 to 4,096; 0, the default: bits. */
  public LfhTrainer withColumns(int columns) {
    return with("columns", columns);
  }

  /** The same with another variance of the factors' prior: to 1e9; 0, the default: 30 / bits. */
  public LfhTrainer withBeta(double beta) {
    return with("beta", beta);
  }

  /** The same with another ridge of the hash function: 0 to 1e9. Default 0.01. */
  public LfhTrainer withRidge(double ridge) {
    return with("ridge", ridge);
  }

  @Override
  LfhTrainer with(TrainingPlan plan) {
    return new LfhTrainer(plan);
  }
}
