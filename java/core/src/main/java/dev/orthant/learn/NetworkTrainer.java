package dev.orthant.learn;

import java.util.Objects;

/**
 * A method that trains a small network by gradients: from the vector through hidden layers to the
 * values whose signs are the bits.
 *
 * <p>One round is one epoch: all rows in a new random order, in batches. By default there is one
 * hidden layer of 256 tanh units on the centred vector, trained for 20 epochs by Adam along a
 * cosine. The losses {@code mihash}, {@code hashnet}, {@code dtsh}, {@code ninh}, {@code dsrh} and
 * {@code cnnh} have other defaults: no hidden layer, a linear head on the distances to 1,000
 * anchors, whitened (option {@code whiten}, 0.3), 40 epochs, and a weight decay of 20 ({@code
 * mihash}), 10 ({@code hashnet}, {@code ninh}, {@code dsrh}) or 0; with hidden layers set the decay
 * to 0. {@code orthohash} normalises its outputs by batch. {@link #options()} has what is in force.
 * Everything is in double precision and adds in a fixed order.
 *
 * <p>If training diverges, it ends with the model of the last epoch whose values were finite, and
 * the model's provenance has the line {@code diverged}; if that happens in the first epoch, {@link
 * TrainingException} is thrown. Cost of an epoch: about 6 n times the weights of the network, for n
 * rows, and what the loss costs; native memory: the vectors once more, as floats.
 *
 * @param <T> the trainer's own type
 */
public abstract sealed class NetworkTrainer<T extends NetworkTrainer<T>>
    extends SupervisedTrainer<T> permits GradientTrainer, DsdhTrainer {
  NetworkTrainer(TrainingPlan plan) {
    super(plan);
  }

  /** The same with another number of epochs: 1 to 100,000. Default 20, or 40 (see above). */
  public final T withEpochs(int epochs) {
    return with("rounds", epochs);
  }

  /** The same with at most so many rows in a batch: 2 to 1,000,000. Default 128. */
  public final T withBatch(int rows) {
    return with("batch", rows);
  }

  /**
   * The same with another number of hidden layers: 0 to 16; 0 is a linear head. Default 1, or 0
   * (see above).
   */
  public final T withHiddenLayers(int layers) {
    return with("hidden-layers", layers);
  }

  /** The same with another width of the hidden layers: 1 to 65,536. Default 256. */
  public final T withHiddenWidth(int width) {
    return with("hidden-width", width);
  }

  /** The same with another activation of the hidden layers. Default {@link Activation#TANH}. */
  public final T withActivation(Activation activation) {
    return with("activation", Objects.requireNonNull(activation, "activation").ordinal());
  }

  /**
   * The same, but the network is given distances to random anchors (RBF) instead of the vector.
   *
   * @param anchors 1 to 1,000,000; at most the rows. 0: the vector. Default 0, or 1,000 (see above)
   */
  public final T withAnchors(int anchors) {
    return with("anchors", anchors);
  }

  /**
   * The same, but the network is given a score per class instead: that of a ridge regression, for a
   * row that trains the one of a fit to all other rows. What it learns then holds for new rows.
   * Adds n m&sup2; + 4 m&sup3; for m anchors.
   */
  public final T withClassScores() {
    return with("class-scores", 1);
  }

  /**
   * The same, but a linear head starts from the rotated principal directions of the rows (ITQ)
   * instead of at random. Needs a network without hidden layers.
   */
  public final T withRotatedStart() {
    return with("start", 1);
  }

  /** The same with another optimiser. Default {@link Optimizer#ADAM}. */
  public final T withOptimizer(Optimizer optimizer) {
    return with("optimizer", Objects.requireNonNull(optimizer, "optimizer").ordinal());
  }

  /** The same with another learning rate of the first epoch: 1e-12 to 1e6. Default 1e-3. */
  public final T withLearningRate(double rate) {
    return with("learning-rate", rate);
  }

  /** The same with another course of the learning rate. Default {@link Schedule#COSINE}. */
  public final T withSchedule(Schedule schedule) {
    return with("schedule", Objects.requireNonNull(schedule, "schedule").ordinal());
  }

  /**
   * The same with another last rate, as a share of the first: 1e-12 to 1. Default 0.01. For {@link
   * Schedule#LOG_SPACED} and {@link Schedule#COSINE}.
   */
  public final T withLastRateShare(double share) {
    return with("rate-end", share);
  }

  /**
   * The same with another weight decay: 0 to 1,000. Default 0, 10 or 20 (see above). Offsets do not
   * decay.
   */
  public final T withWeightDecay(double decay) {
    return with("weight-decay", decay);
  }

  /** The same with another momentum: 0 to 0.9999. Default 0.9. */
  public final T withMomentum(double momentum) {
    return with("momentum", momentum);
  }

  /**
   * The same, but the outputs are normalised by batch, which balances the bits; {@code orthohash}
   * does so by default.
   */
  public final T withBatchNorm() {
    return with("batch-norm", 1);
  }

  /**
   * The same, but training ends early: it watches the loss on rows it does not train on, and keeps
   * the network of the epoch in which that was least.
   *
   * @param share the share of the rows that are watched, 0 to 0.9; each class keeps at least one
   *     row to train on. Default 0: none
   */
  public final T withValidation(double share) {
    return with("validation", share);
  }

  /** The same with another number of epochs to wait for a lesser loss: 1 to 100,000. Default 10. */
  public final T withPatience(int epochs) {
    return with("patience", epochs);
  }

  /** What follows a hidden layer's linear map. */
  public enum Activation {
    /** {@code max(v, 0)}. */
    RELU,
    /** The hyperbolic tangent. */
    TANH
  }

  /** How weights follow their gradients. */
  public enum Optimizer {
    /** Stochastic gradient descent, with momentum. */
    SGD,
    /** Adam (Kingma and Ba 2015), with decoupled weight decay. */
    ADAM
  }

  /** How the learning rate changes from epoch to epoch. */
  public enum Schedule {
    /** It does not. */
    CONSTANT,
    /** By equal factors down to the last rate. */
    LOG_SPACED,
    /** It is halved every {@code halve-every} epochs; 10 unless set. */
    HALVING,
    /** Along half a cosine down to the last rate. */
    COSINE
  }
}
