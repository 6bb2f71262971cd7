package dev.orthant.learn;

import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;

/**
 * Learns from vectors and the classes they belong to.
 *
 * @param <T> the trainer's own type
 */
public abstract sealed class SupervisedTrainer<T extends SupervisedTrainer<T>> extends Trainer<T>
    permits SdhTrainer,
        FsdhTrainer,
        HcSdhTrainer,
        ScdhTrainer,
        CosdishTrainer,
        KshTrainer,
        LfhTrainer,
        NetworkTrainer {
  SupervisedTrainer(TrainingPlan plan) {
    super(plan);
  }

  /**
   * Learns a model, which the caller closes.
   *
   * @param features at least one row of finite values
   * @param labels the classes of each row; at least two classes have rows
   */
  public final HashModel train(Vectors features, Labels labels) {
    return TrainingRun.of(plan(), features, labels);
  }
}
