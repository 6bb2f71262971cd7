package dev.orthant.learn;

import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;

/** Learns from vectors, the classes they belong to, and what those classes mean. */
public sealed interface SemanticTrainer extends Trainer permits ZshTrainer, SemanticItqTrainer {
  /**
   * Learns a model, which the caller closes.
   *
   * @param features at least one row of finite values
   * @param labels the classes of each row; at least two classes have rows
   * @param semantics the vectors of all classes; a class with rows must have one
   */
  HashModel train(Vectors features, Labels labels, ClassSemantics semantics);

  @Override
  SemanticTrainer withSeed(long seed);

  @Override
  SemanticTrainer withThreads(int threads);

  @Override
  SemanticTrainer withListener(TrainingListener listener);

  @Override
  SemanticTrainer withoutUnitRows();
}
