package dev.orthant.learn;

import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import java.util.Map;

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
public final class LshTrainer implements UnsupervisedTrainer {
  private final TrainingPlan plan;

  private LshTrainer(TrainingPlan plan) {
    this.plan = plan;
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
  public HashModel train(Vectors features) {
    return TrainingRun.of(plan, features);
  }

  @Override
  public LshTrainer withSeed(long seed) {
    return new LshTrainer(plan.with("seed", seed));
  }

  @Override
  public LshTrainer withThreads(int threads) {
    return new LshTrainer(plan.with("threads", threads));
  }

  @Override
  public LshTrainer withListener(TrainingListener listener) {
    return new LshTrainer(plan.with(listener));
  }

  @Override
  public LshTrainer withoutUnitRows() {
    return new LshTrainer(plan.with("unit-rows", 0));
  }

  @Override
  public String method() {
    return plan.method();
  }

  @Override
  public Map<String, Double> options() {
    return plan.options();
  }

  @Override
  public String toString() {
    return plan.describe(this);
  }
}
