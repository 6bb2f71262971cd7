package dev.orthant.contract;

import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.learn.OrthantTrainer;

final class OrthantTrainerContractTest extends SemanticContract {
  @Override
  String method() {
    return "orthant";
  }

  @Override
  HashModel train(Setup setup, Vectors features, Labels labels, ClassSemantics semantics) {
    return OrthantTrainer.ofBits(setup.bits())
        .withAnchors(60)
        .withSeed(setup.seed())
        .withThreads(setup.threads())
        .withListener(setup.listener())
        .train(features, labels, semantics);
  }
}
