package dev.orthant.learn;

/**
 * Strongly constrained discrete hashing: codes whose inner products follow the similarity of the
 * labels, with bits that are balanced and uncorrelated. The recommended method where the classes
 * are known and no new ones will come.
 *
 * <p>With S the similarity of the labels (1 for the same ones, -1 for none in common; never
 * formed), Phi the distances to anchors, codes B in {-1, +1} and a real Z with {@code 1^T Z = 0,
 * Z^T Z = n I}, it minimises {@code ||B Z^T - b S||^2 + lambda ||B - Phi P||^2 + alpha ||B - Z||^2
 * + beta ||P||^2}: in each round B, then P, then Z, all in closed form. The code of a new vector is
 * {@code sgn(P^T phi(x))}. It needs fewer bits than rows. Cost: n m^2 once and n m b + n b^2 in
 * each round, for n rows, m anchors, b bits; native memory: n m floats, or {@link #withMemory} if
 * that is less.
 *
 * <p>Y. Chen, Z. Tian, H. Zhang, J. Wang, D. Zhang, "Strongly constrained discrete hashing", TIP
 * 2020. Immutable; safe for any number of threads.
 */
public final class ScdhTrainer extends SupervisedTrainer<ScdhTrainer> {
  private ScdhTrainer(TrainingPlan plan) {
    super(plan);
  }

  /**
   * The method with its defaults.
   *
   * @param bits the code length, 1 to 1,024, and less than the number of rows
   */
  public static ScdhTrainer ofBits(int bits) {
    return new ScdhTrainer(TrainingPlan.of("scdh", bits));
  }

  /**
   * The same with another bound, in MiB, of the memory for the distances to anchors: 1 to 1e9.
   * Where they take more they are computed anew in each round, with the same result. Default 512.
   */
  public ScdhTrainer withMemory(int mebibytes) {
    return with("memory", mebibytes);
  }

  /** The same with another number of anchors: 1 to 1,000,000; at most the rows. Default 1,000. */
  public ScdhTrainer withAnchors(int anchors) {
    return with("anchors", anchors);
  }

  /** The same with another limit of rounds: 1 to 1,000. Default 10. */
  public ScdhTrainer withRounds(int rounds) {
    return with("rounds", rounds);
  }

  /** The same with another weight of the hash function's error: 1e-12 to 1e9. Default 10. */
  public ScdhTrainer withLambda(double lambda) {
    return with("lambda", lambda);
  }

  /** The same with another weight of the distance from B to Z: 0 to 1e9. Default 0.1. */
  public ScdhTrainer withAlpha(double alpha) {
    return with("alpha", alpha);
  }

  /** The same with another weight of the hash function's norm: 0 to 1e9. Default 1. */
  public ScdhTrainer withBeta(double beta) {
    return with("beta", beta);
  }

  @Override
  ScdhTrainer with(TrainingPlan plan) {
    return new ScdhTrainer(plan);
  }
}
