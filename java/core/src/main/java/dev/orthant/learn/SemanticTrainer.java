package dev.orthant.learn;

import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import java.util.List;
import java.util.Objects;

/**
 * Learns from vectors, the classes they belong to, and what those classes mean.
 *
 * @param <T> the trainer's own type
 */
public abstract sealed class SemanticTrainer<T extends SemanticTrainer<T>> extends Trainer<T>
    permits OrthantTrainer, ZshTrainer, SemanticItqTrainer, Vsb2Trainer, Vsb2NetworkTrainer {
  SemanticTrainer(TrainingPlan plan) {
    super(plan);
  }

  /**
   * Learns a model, which the caller closes.
   *
   * @param features at least one row of finite values
   * @param labels the classes of each row; at least two classes have rows
   * @param semantics the vectors of all classes; a class with rows must have one
   */
  public final HashModel train(Vectors features, Labels labels, ClassSemantics semantics) {
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(semantics, "semantics");
    return TrainingRun.of(plan(), features, labels, semantics);
  }

  /**
   * Learns a model of each length, as {@link #train} would, from one native copy of the data; what
   * does not depend on the length (the anchors, the rows over them, and their Gram matrix) is
   * computed once. It takes memory until the last model is made.
   *
   * @param features at least one row of finite values
   * @param labels the classes of each row; at least two classes have rows
   * @param semantics the vectors of all classes; a class with rows must have one
   * @param bits at least one length, each 1 to 1,024
   * @return the models in the order of the lengths; the caller closes each
   */
  public final List<HashModel> trainEach(
      Vectors features, Labels labels, ClassSemantics semantics, int... bits) {
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(semantics, "semantics");
    return TrainingRun.ofEach(plan(), bits, features, labels, semantics, null);
  }
}
