package dev.orthant.learn;

import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import java.util.List;
import java.util.Objects;

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

  /**
   * Learns a model of each length, as {@link #train} would, from one native copy of the data; what
   * does not depend on the length (the anchors, the rows over them, and their Gram matrix) is
   * computed once. It takes memory until the last model is made.
   *
   * @param features at least one row of finite values
   * @param labels the classes of each row; at least two classes have rows
   * @param bits at least one length, each 1 to 1,024
   * @return the models in the order of the lengths; the caller closes each
   */
  public final List<HashModel> trainEach(Vectors features, Labels labels, int... bits) {
    Objects.requireNonNull(labels, "labels");
    return TrainingRun.ofEach(plan(), bits, features, labels, null, null);
  }
}
