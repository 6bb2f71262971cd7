package dev.orthant.contract;

import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.learn.ZshTrainer;

final class ZshTrainerContractTest extends SemanticContract {
  @Override
  String method() {
    return "zsh";
  }

  @Override
  HashModel train(Setup setup, Vectors features, Labels labels, ClassSemantics semantics) {
    return ZshTrainer.ofBits(setup.bits())
        .withAnchors(60)
        .withSeed(setup.seed())
        .withThreads(setup.threads())
        .withListener(setup.listener())
        .train(features, labels, semantics);
  }
}
