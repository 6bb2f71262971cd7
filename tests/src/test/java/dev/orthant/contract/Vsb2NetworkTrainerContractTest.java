package dev.orthant.contract;

import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.learn.Vsb2NetworkTrainer;

final class Vsb2NetworkTrainerContractTest extends SemanticContract {
  @Override
  String method() {
    return "vsb2-network";
  }

  @Override
  HashModel train(Setup setup, Vectors features, Labels labels, ClassSemantics semantics) {
    return Vsb2NetworkTrainer.ofBits(setup.bits())
        .withRounds(8)
        .withBatch(64)
        .withHiddenWidth(32)
        .withSeed(setup.seed())
        .withThreads(setup.threads())
        .withListener(setup.listener())
        .train(features, labels, semantics);
  }
}
