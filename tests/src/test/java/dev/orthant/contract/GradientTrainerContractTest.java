package dev.orthant.contract;

import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.learn.GradientTrainer;

final class GradientTrainerContractTest extends SupervisedContract {
  @Override
  String method() {
    return "csq";
  }

  @Override
  HashModel train(Setup setup, Vectors features, Labels labels) {
    return GradientTrainer.of(GradientTrainer.Loss.CSQ, setup.bits())
        .withHiddenWidth(40)
        .withLearningRate(1e-2)
        .withSeed(setup.seed())
        .withThreads(setup.threads())
        .withListener(setup.listener())
        .train(features, labels);
  }
}
