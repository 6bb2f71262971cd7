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
import java.util.List;

/**
 * What there is to learn from; each trainer takes the part that it can use. {@code unlabelled} are
 * rows whose classes are not known; null: none.
 */
public record Training(
    Vectors features, Labels labels, ClassSemantics semantics, Vectors unlabelled) {
  /** Without rows of unknown classes. */
  public Training(Vectors features, Labels labels, ClassSemantics semantics) {
    this(features, labels, semantics, null);
  }

  /** Trains; {@code labels} and {@code semantics} may be null where the trainer takes none. */
  public HashModel run(Trainer<?> trainer) {
    check(trainer);
    if (unlabelled != null) {
      return ((MethodTrainer) trainer).train(features, labels, semantics, unlabelled);
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
    return switch (named.needs()) {
      case FEATURES -> named.train(features);
      case LABELS -> named.train(features, labels);
      case SEMANTICS -> named.train(features, labels, semantics);
    };
  }

  /** A model of each length; what does not depend on it is computed once. */
  public List<HashModel> runEach(Trainer<?> trainer, int[] bits) {
    check(trainer);
    if (trainer instanceof SupervisedTrainer<?> supervised) {
      return supervised.trainEach(features, labels, bits);
    }
    if (trainer instanceof SemanticTrainer<?> semantic) {
      return semantic.trainEach(features, labels, semantics, bits);
    }
    if (trainer instanceof UnsupervisedTrainer<?> unsupervised) {
      return unsupervised.trainEach(features, bits);
    }
    MethodTrainer named = (MethodTrainer) trainer;
    if (unlabelled != null) {
      return named.trainEach(features, labels, semantics, unlabelled, bits);
    }
    return switch (named.needs()) {
      case FEATURES -> named.trainEach(features, bits);
      case LABELS -> named.trainEach(features, labels, bits);
      case SEMANTICS -> named.trainEach(features, labels, semantics, bits);
    };
  }

  private void check(Trainer<?> trainer) {
    Needs needs = trainer.needs();
    if (needs != Needs.FEATURES && labels == null) {
      throw new IllegalArgumentException(trainer.method() + " needs --labels");
    }
    if (needs == Needs.SEMANTICS && semantics == null) {
      throw new IllegalArgumentException(trainer.method() + " needs --semantics");
    }
    boolean takes = needs == Needs.SEMANTICS && trainer instanceof MethodTrainer;
    if (unlabelled != null && !takes) {
      throw new IllegalArgumentException(
          "the method \"" + trainer.method() + "\" takes no --unlabelled rows; \"orthant\" does");
    }
  }
}
