package dev.orthant.contract;

import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.learn.ScdhTrainer;

final class ScdhTrainerContractTest extends SupervisedContract {
  @Override
  String method() {
    return "scdh";
  }

  @Override
  HashModel train(Setup setup, Vectors features, Labels labels) {
    return ScdhTrainer.ofBits(setup.bits())
        .withAnchors(60)
        .withSeed(setup.seed())
        .withThreads(setup.threads())
        .withListener(setup.listener())
        .train(features, labels);
  }
}
