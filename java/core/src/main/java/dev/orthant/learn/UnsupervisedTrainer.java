package dev.orthant.learn;

import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import java.util.List;

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

  /**
   * Learns a model of each length, as {@link #train} would, from one native copy of the vectors.
   *
   * @param features at least one row of finite values
   * @param bits at least one length, each 1 to 1,024
   * @return the models in the order of the lengths; the caller closes each
   */
  public final List<HashModel> trainEach(Vectors features, int... bits) {
    return TrainingRun.ofEach(plan(), bits, features, null, null, null);
  }
}
