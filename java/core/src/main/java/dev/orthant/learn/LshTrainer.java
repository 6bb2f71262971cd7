package dev.orthant.learn;

/**
 * Random hyperplanes through the mean of the data: the baseline that every learned code must beat.
 *
 * <p>Bit j is the sign of {@code g_j . (x - mean)} with Gaussian {@code g_j}. Two vectors differ in
 * a bit with a probability that grows with the angle between them. Nothing but the mean is learned,
 * in one round without an objective. Cost: n d for n rows of d values.
 *
 * <p>M. Charikar, "Similarity estimation techniques from rounding algorithms", STOC 2002.
 * Immutable; safe for any number of threads.
 */
public final class LshTrainer extends UnsupervisedTrainer<LshTrainer> {
  private LshTrainer(TrainingPlan plan) {
    super(plan);
  }

  /**
   * The method with its defaults.
   *
   * @param bits the code length, 1 to 1,024
   */
  public static LshTrainer ofBits(int bits) {
    return new LshTrainer(TrainingPlan.of("lsh", bits));
  }

  @Override
  LshTrainer with(TrainingPlan plan) {
    return new LshTrainer(plan);
  }
}
