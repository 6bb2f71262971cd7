package dev.orthant.cli.learn;

import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.learn.MethodTrainer;
import dev.orthant.learn.SemanticTrainer;
import dev.orthant.learn.SupervisedTrainer;
import dev.orthant.learn.Trainer;
import dev.orthant.learn.Trainer.Needs;
import dev.orthant.learn.UnsupervisedTrainer;

/** What there is to learn from; each trainer takes the part that it can use. */
public record Training(Vectors features, Labels labels, ClassSemantics semantics) {
  /** Trains; {@code labels} and {@code semantics} may be null where the trainer takes none. */
  public HashModel run(Trainer<?> trainer) {
    Needs needs = trainer.needs();
    if (needs != Needs.FEATURES && labels == null) {
      throw new IllegalArgumentException(trainer.method() + " needs --labels");
    }
    if (needs == Needs.SEMANTICS && semantics == null) {
      throw new IllegalArgumentException(trainer.method() + " needs --semantics");
    }
    if (trainer instanceof UnsupervisedTrainer<?> unsupervised) {
      return unsupervised.train(features);
    }
    if (trainer instanceof SupervisedTrainer<?> supervised) {
      return supervised.train(features, labels);
    }
    if (trainer instanceof SemanticTrainer<?> semantic) {
      return semantic.train(features, labels, semantics);
    }
    MethodTrainer named = (MethodTrainer) trainer;
    return switch (needs) {
      case FEATURES -> named.train(features);
      case LABELS -> named.train(features, labels);
      case SEMANTICS -> named.train(features, labels, semantics);
    };
  }
}
