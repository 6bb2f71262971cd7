package dev.orthant.learn;

import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;

/**
 * Learns from vectors alone.
 *
 * @param <T> the trainer's own type
 */
public abstract sealed class UnsupervisedTrainer<T extends UnsupervisedTrainer<T>>
    extends Trainer<T> permits LshTrainer, ItqTrainer, PcaRrTrainer, SpectralTrainer {
  UnsupervisedTrainer(TrainingPlan plan) {
    super(plan);
  }

  /**
   * Learns a model, which the caller closes.
   *
   * @param features at least one row of finite values
   */
  public final HashModel train(Vectors features) {
    return TrainingRun.of(plan(), features);
  }
}
