package dev.orthant.learn;

/**
 * Spectral hashing: bits are the signs of waves along the principal directions of the data, the
 * slowest ones first.
 *
 * <p>The rows are taken to fill a box evenly; the bits are then the signs of the eigenfunctions of
 * its Laplacian, {@code sgn(cos(k pi u))} with u from 0 to 1 over what the training rows reach in a
 * direction. Beyond that a bit keeps the sign of the end. Nothing is drawn at random: the seed does
 * not matter. One round without an objective. Many bits from few columns need fast waves; where
 * they need more than 16,384 kinks in all, training is refused. Cost: n d^2 for n rows of d values.
 *
 * <p>Y. Weiss, A. Torralba, R. Fergus, "Spectral hashing", NIPS 2008. Immutable; safe for any
 * number of threads.
 */
public final class SpectralTrainer extends UnsupervisedTrainer<SpectralTrainer> {
  private SpectralTrainer(TrainingPlan plan) {
    super(plan);
  }

  /**
   * The method with its defaults.
   *
   * @param bits the code length, 1 to 1,024
   */
  public static SpectralTrainer ofBits(int bits) {
    return new SpectralTrainer(TrainingPlan.of("spectral", bits));
  }

  @Override
  SpectralTrainer with(TrainingPlan plan) {
    return new SpectralTrainer(plan);
  }
}
