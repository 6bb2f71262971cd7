package dev.orthant.contract;

import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.learn.ItqTrainer;

final class ItqTrainerContractTest extends TrainerContract {
  @Override
  String method() {
    return "itq";
  }

  @Override
  HashModel train(Setup setup, Vectors features) {
    return ItqTrainer.ofBits(setup.bits())
        .withSeed(setup.seed())
        .withThreads(setup.threads())
        .withListener(setup.listener())
        .train(features);
  }
}
