package dev.orthant.learn;

import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;

/** Learns from vectors alone. */
public sealed interface UnsupervisedTrainer extends Trainer permits LshTrainer, ItqTrainer {
  /**
   * Learns a model, which the caller closes.
   *
   * @param features at least one row of finite values
   */
  HashModel train(Vectors features);

  @Override
  UnsupervisedTrainer withSeed(long seed);

  @Override
  UnsupervisedTrainer withThreads(int threads);

  @Override
  UnsupervisedTrainer withListener(TrainingListener listener);

  @Override
  UnsupervisedTrainer withoutUnitRows();
}
