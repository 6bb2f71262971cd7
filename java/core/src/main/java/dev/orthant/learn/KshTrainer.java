package dev.orthant.learn;

/**
 * Supervised hashing with kernels: bits that are chosen greedily, one a round, so that the inner
 * products of the codes follow the similarities of the labels.
 *
 * <p>Of a sample of the rows, S = 1 for pairs that share a class and -1 for others; bit t is the
 * sign of a combination of anchor kernels that agrees most with the residue {@code b S - Y Y^T} of
 * the bits before it: the better of a generalised eigenvector and what accelerated gradient steps
 * make of it. Cost: l m^2 + m^3 once and m^3 + steps l (m + b) a bit, for l rows sampled, m
 * anchors, b bits; native memory: l m floats and m^2 doubles.
 *
 * <p>W. Liu, J. Wang, R. Ji, Y.-G. Jiang, S.-F. Chang, "Supervised hashing with kernels", CVPR
 * 2012. Immutable; safe for any number of threads.
 */
public final class KshTrainer extends SupervisedTrainer<KshTrainer> {
  private KshTrainer(TrainingPlan plan) {
    super(plan);
  }

  /**
   * The method with its defaults.
   *
   * @param bits the code length, 1 to 1,024
   */
  public static KshTrainer ofBits(int bits) {
    return new KshTrainer(TrainingPlan.of("ksh", bits));
  }

  /** The same with another number of anchors: 1 to 32,766; at most the rows. Default 300. */
  public KshTrainer withAnchors(int anchors) {
    return with("anchors", anchors);
  }

  /** The same with another number of rows drawn: 2 to 1,000,000; at most all. Default 2,000. */
  public KshTrainer withSamples(int samples) {
    return with("samples", samples);
  }

  /** The same with another limit of gradient steps a bit: 0 to 1,000,000. Default 500. */
  public KshTrainer withSteps(int steps) {
    return with("steps", steps);
  }

  /**
   * The same with another change of the smooth objective, divided by the rows drawn, below which
   * the gradient steps end: 0 to 1e9. Default 0.01.
   */
  public KshTrainer withTolerance(double tolerance) {
    return with("tolerance", tolerance);
  }

  @Override
  KshTrainer with(TrainingPlan plan) {
    return new KshTrainer(plan);
  }
}
