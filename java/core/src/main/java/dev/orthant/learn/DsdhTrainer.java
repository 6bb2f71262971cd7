package dev.orthant.learn;

import java.util.Objects;

/**
 * Deep supervised discrete hashing, on given features: a network whose outputs agree where rows
 * share a class, and follow discrete codes from which the class can be told.
 *
 * <p>With h the outputs, {@code psi_ij = h_i . h_j / 2}, s = 1 for rows that share a label, codes b
 * in {-1, +1} and labels y, it minimises {@code mean (log(1 + e^psi) - s psi) + w mean_i (mu ||y_i
 * - W^T b_i||^2 + eta ||b_i - h_i||^2) + w nu ||W||^2 / m}, m the rows that W is solved on: all, or
 * those of the batch. W is solved in closed form, b bit by bit, and the network follows the
 * gradient. The network sees the classes through b alone: whether that matters is a question of eta
 * / mu. With the published weights it hardly does; {@link #discrete()} has weights with which it
 * does. The model's provenance says in which share of the bits b differed from the sign of h
 * ({@code discrete-share}).
 *
 * <p>Q. Li, Z. Sun, R. He, T. Tan, "Deep supervised discrete hashing", NIPS 2017, equation 3. Cost
 * beside the network's: 2 n c b for each epoch, for n rows coupled with c others, and b bits.
 * Immutable; safe for any number of threads.
 */
public final class DsdhTrainer extends NetworkTrainer<DsdhTrainer> {
  private DsdhTrainer(TrainingPlan plan) {
    super(plan);
  }

  /**
   * The method with its defaults.
   *
   * @param bits the code length, 1 to 1,024
   */
  public static DsdhTrainer ofBits(int bits) {
    return new DsdhTrainer(TrainingPlan.of("dsdh", bits));
  }

  /** The same with another form of the classification. Default {@link Variant#FULL}. */
  public DsdhTrainer withVariant(Variant variant) {
    return with("variant", Objects.requireNonNull(variant, "variant").ordinal());
  }

  /** The same with another weight of the classification: 0 to 1e9. Default 1. */
  public DsdhTrainer withMu(double mu) {
    return with("mu", mu);
  }

  /** The same with another weight of the classifier's norm: 1e-9 to 1e9. Default 0.1. */
  public DsdhTrainer withNu(double nu) {
    return with("nu", nu);
  }

  /** The same with another weight of the distance to the codes: 0 to 1e9. Default 0.01. */
  public DsdhTrainer withEta(double eta) {
    return with("eta", eta);
  }

  /**
   * The same, but mu, nu and eta weigh sums over rows against the sum over all pairs, as in the
   * paper, instead of means against the mean: with n rows they count 1/n as much.
   */
  public DsdhTrainer withSums() {
    return with("sums", 1);
  }

  /**
   * The same with another number of rows that each batch is coupled with: 1 to 1e9, drawn anew for
   * each batch. 0: all. Default 1,000.
   */
  public DsdhTrainer withColumns(int columns) {
    return with("columns", columns);
  }

  /**
   * The same with the weights given in the paper: mu 1, nu 0.1, eta 55, as sums, each batch coupled
   * with all rows, W from each batch, bits found from the outputs' signs. The network and its
   * optimiser stay as they are.
   */
  public DsdhTrainer asPublished() {
    return withVariant(Variant.FULL)
        .withMu(1)
        .withNu(0.1)
        .withEta(55)
        .withSums()
        .withColumns(0)
        .with("whole-set", 0)
        .with("restart", 0)
        .with("sweeps", 10);
  }

  /**
   * The same with the settings of the authors' released program, whose network's last layer is
   * trained here on given features: those of {@link #asPublished()}, bits found from zeros in 10
   * sweeps, a linear head, 150 epochs of 128 rows, plain stochastic gradient descent, rate 1e-2 to
   * 1e-6 by equal factors, weight decay 5e-4. The program trains the layers before as well, and
   * whatever features they are given here, the rate is low for the last layer alone.
   */
  public DsdhTrainer asInAuthorsCode() {
    return asPublished()
        .with("restart", 1)
        .withHiddenLayers(0)
        .withAnchors(0)
        .withEpochs(150)
        .withBatch(128)
        .withOptimizer(Optimizer.SGD)
        .withMomentum(0)
        .withSchedule(Schedule.LOG_SPACED)
        .withLearningRate(1e-2)
        .withLastRateShare(1e-4)
        .withWeightDecay(5e-4);
  }

  /**
   * The same with weights with which the discrete codes steer the network: mu 10, nu 0.1, eta 0.1,
   * as means, each batch coupled with 1,000 rows, W from all rows, bits found from the outputs'
   * signs. The network and its optimiser stay as they are.
   */
  public DsdhTrainer discrete() {
    return withVariant(Variant.FULL)
        .withMu(10)
        .withNu(0.1)
        .withEta(0.1)
        .with("sums", 0)
        .withColumns(1000)
        .with("whole-set", 1)
        .with("restart", 0)
        .with("sweeps", 10);
  }

  /** How the classes enter. */
  public enum Variant {
    /** A classifier of discrete codes, which the network follows. */
    FULL,
    /** Not at all but by the pairs (DSDH-A): DPSH. */
    PAIRS,
    /** A second stream of outputs, a classifier on the shared hidden layers (DSDH-B). */
    TWO_STREAMS,
    /** A classifier of the continuous outputs (DSDH-C). */
    CONTINUOUS
  }

  @Override
  DsdhTrainer with(TrainingPlan plan) {
    return new DsdhTrainer(plan);
  }
}
