package dev.orthant.contract;

import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.learn.HcSdhTrainer;

final class HcSdhTrainerContractTest extends SupervisedContract {
  @Override
  String method() {
    return "hc-sdh";
  }

  @Override
  HashModel train(Setup setup, Vectors features, Labels labels) {
    return HcSdhTrainer.ofBits(setup.bits())
        .withAnchors(60)
        .withCodebook(HcSdhTrainer.Codebook.BERNOULLI)
        .withSeed(setup.seed())
        .withThreads(setup.threads())
        .withListener(setup.listener())
        .train(features, labels);
  }
}
