package dev.orthant.learn;

/**
 * Iterative quantisation: the principal directions of the data, rotated so that the rounding to
 * signs loses least.
 *
 * <p>With V the centred rows in their principal directions, each round takes {@code B = sgn(V R)}
 * and then the rotation R that brings V closest to B (Procrustes). The objective {@code ||B - V
 * R||^2} never rises. More bits than there are directions are allowed: R then lifts into more
 * dimensions. No labels are needed; a sound first choice. Cost: n d^2 once, and n b^2 in each
 * round, for n rows of d values and b bits.
 *
 * <p>Y. Gong and S. Lazebnik, "Iterative quantization: a Procrustean approach to learning binary
 * codes", CVPR 2011. Immutable; safe for any number of threads.
 */
public final class ItqTrainer extends UnsupervisedTrainer<ItqTrainer> {
  private ItqTrainer(TrainingPlan plan) {
    super(plan);
  }

  /**
   * The method with its defaults.
   *
   * @param bits the code length, 1 to 1,024
   */
  public static ItqTrainer ofBits(int bits) {
    return new ItqTrainer(TrainingPlan.of("itq", bits));
  }

  /** The same with another number of rounds: 1 to 1,000. Default 50. */
  public ItqTrainer withRounds(int rounds) {
    return with("rounds", rounds);
  }

  /**
   * The same with another bound on memory, in MiB: 1 to 1e9. Default 512. The centred rows are kept
   * if it takes no more, else computed anew in each pass; features in an npy file of f4 or u1 are
   * read from it if they take more as floats. The model is the same.
   */
  public ItqTrainer withMemory(int mebibytes) {
    return with("memory", mebibytes);
  }

  @Override
  ItqTrainer with(TrainingPlan plan) {
    return new ItqTrainer(plan);
  }
}
