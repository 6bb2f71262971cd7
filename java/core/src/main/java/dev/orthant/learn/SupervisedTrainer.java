package dev.orthant.learn;

import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;

/** Learns from vectors and the classes they belong to. */
public sealed interface SupervisedTrainer extends Trainer permits SdhTrainer {
  /**
   * Learns a model, which the caller closes.
   *
   * @param features at least one row of finite values
   * @param labels the classes of each row; at least two classes have rows
   */
  HashModel train(Vectors features, Labels labels);

  @Override
  SupervisedTrainer withSeed(long seed);

  @Override
  SupervisedTrainer withThreads(int threads);

  @Override
  SupervisedTrainer withListener(TrainingListener listener);

  @Override
  SupervisedTrainer withoutUnitRows();
}
