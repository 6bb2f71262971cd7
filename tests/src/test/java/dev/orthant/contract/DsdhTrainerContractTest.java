package dev.orthant.contract;

import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.learn.DsdhTrainer;

final class DsdhTrainerContractTest extends SupervisedContract {
  @Override
  String method() {
    return "dsdh";
  }

  @Override
  HashModel train(Setup setup, Vectors features, Labels labels) {
    return DsdhTrainer.ofBits(setup.bits())
        .withHiddenWidth(40)
        .withLearningRate(1e-2)
        .withSeed(setup.seed())
        .withThreads(setup.threads())
        .withListener(setup.listener())
        .train(features, labels);
  }
}
