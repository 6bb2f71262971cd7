package dev.orthant.contract;

import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.learn.LshTrainer;

final class LshTrainerContractTest extends TrainerContract {
  @Override
  String method() {
    return "lsh";
  }

  @Override
  boolean hasObjective() {
    return false;
  }

  @Override
  HashModel train(Setup setup, Vectors features) {
    return LshTrainer.ofBits(setup.bits())
        .withSeed(setup.seed())
        .withThreads(setup.threads())
        .withListener(setup.listener())
        .train(features);
  }
}
