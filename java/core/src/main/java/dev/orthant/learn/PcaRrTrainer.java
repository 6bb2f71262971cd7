package dev.orthant.learn;

/**
 * The principal directions of the data under a random rotation: {@link ItqTrainer} without its
 * rounds, and the baseline that its rounds must beat.
 *
 * <p>The rotation spreads the variance over the bits. More bits than there are directions are
 * allowed: the rotation then lifts into more dimensions. One round without an objective. Cost: n
 * d^2 for n rows of d values.
 *
 * <p>Y. Gong and S. Lazebnik, "Iterative quantization: a Procrustean approach to learning binary
 * codes", CVPR 2011, there called PCA-RR. Immutable; safe for any number of threads.
 */
public final class PcaRrTrainer extends UnsupervisedTrainer<PcaRrTrainer> {
  private PcaRrTrainer(TrainingPlan plan) {
    super(plan);
  }

  /**
   * The method with its defaults.
   *
   * @param bits the code length, 1 to 1,024
   */
  public static PcaRrTrainer ofBits(int bits) {
    return new PcaRrTrainer(TrainingPlan.of("pca-rr", bits));
  }

  /**
   * The same with another bound on memory, in MiB: 1 to 1e9. Default 512. The centred rows are kept
   * if it takes no more, else computed anew in each pass; features in an npy file of f4 or u1 are
   * read from it if they take more as floats. The model is the same.
   */
  public PcaRrTrainer withMemory(int mebibytes) {
    return with("memory", mebibytes);
  }

  @Override
  PcaRrTrainer with(TrainingPlan plan) {
    return new PcaRrTrainer(plan);
  }
}
