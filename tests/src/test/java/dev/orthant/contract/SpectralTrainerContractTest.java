package dev.orthant.contract;

import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.learn.SpectralTrainer;

final class SpectralTrainerContractTest extends TrainerContract {
  @Override
  String method() {
    return "spectral";
  }

  @Override
  HashModel train(Setup setup, Vectors features) {
    return SpectralTrainer.ofBits(setup.bits())
        .withSeed(setup.seed())
        .withThreads(setup.threads())
        .withListener(setup.listener())
        .train(features);
  }

  @Override
  boolean hasObjective() {
    return false;
  }

  @Override
  boolean drawsAtRandom() {
    return false;
  }
}
