package dev.orthant.contract;

import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.learn.PcaRrTrainer;

final class PcaRrTrainerContractTest extends TrainerContract {
  @Override
  String method() {
    return "pca-rr";
  }

  @Override
  HashModel train(Setup setup, Vectors features) {
    return PcaRrTrainer.ofBits(setup.bits())
        .withSeed(setup.seed())
        .withThreads(setup.threads())
        .withListener(setup.listener())
        .train(features);
  }

  @Override
  boolean hasObjective() {
    return false;
  }
}
