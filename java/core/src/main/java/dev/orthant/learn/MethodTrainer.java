package dev.orthant.learn;

import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.internal.NativeLibrary;
import dev.orthant.internal.NativeText;
import dev.orthant.internal.abi.OrthantC;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Any method by its name, for programs that learn at run time which one to use, such as from a
 * command line. Where the method is known when the program is written, its own trainer is the
 * better choice: it names the options and does not compile without the data it needs.
 *
 * <pre>{@code
 * MethodTrainer trainer = MethodTrainer.named("sdh", 64).with("anchors", 500).withSeed(7);
 * try (HashModel model = trainer.train(features, labels)) { ... }
 * }</pre>
 *
 * <p>It trains the same model, to the last bit, as the method's own trainer with the same options.
 * What each method does and costs: docs/learners.md. Immutable; safe for any number of threads.
 */
public final class MethodTrainer extends Trainer<MethodTrainer> {
  private MethodTrainer(TrainingPlan plan) {
    super(plan);
  }

  /** Returns the names of all methods, family by family. */
  public static List<String> methods() {
    NativeLibrary.load();
    return IntStream.range(0, OrthantC.orthant_method_count())
        .mapToObj(method -> NativeText.of(OrthantC.orthant_method_name(method)))
        .toList();
  }

  /**
   * The method with its defaults.
   *
   * @param method one of {@link #methods()}
   * @param bits the code length, 1 to 1,024; some methods allow fewer
   * @throws IllegalArgumentException if there is no such method, or it does not allow the length
   */
  public static MethodTrainer named(String method, int bits) {
    return new MethodTrainer(TrainingPlan.of(Objects.requireNonNull(method, "method"), bits));
  }

  /**
   * Learns a model from vectors alone; the caller closes it.
   *
   * @param features at least one row of finite values
   * @throws IllegalArgumentException if the method needs more
   */
  public HashModel train(Vectors features) {
    require(Needs.FEATURES);
    return TrainingRun.of(plan(), features);
  }

  /**
   * Learns a model from vectors and their classes; the caller closes it. A method that needs no
   * labels is not given them.
   *
   * @param features at least one row of finite values
   * @param labels the classes of each row; at least two classes have rows
   * @throws IllegalArgumentException if the method needs more
   */
  public HashModel train(Vectors features, Labels labels) {
    Objects.requireNonNull(labels, "labels");
    require(Needs.LABELS);
    return needs() == Needs.FEATURES
        ? TrainingRun.of(plan(), features)
        : TrainingRun.of(plan(), features, labels);
  }

  /**
   * Learns a model from vectors, their classes, and what those mean; the caller closes it. A method
   * that needs less is not given the rest.
   *
   * @param features at least one row of finite values
   * @param labels the classes of each row; at least two classes have rows
   * @param semantics the vectors of all classes; a class with rows must have one
   */
  public HashModel train(Vectors features, Labels labels, ClassSemantics semantics) {
    Objects.requireNonNull(semantics, "semantics");
    return needs() == Needs.SEMANTICS
        ? TrainingRun.of(plan(), features, Objects.requireNonNull(labels, "labels"), semantics)
        : train(features, labels);
  }

  /**
   * Learns a model with the help of rows whose classes are not known; the caller closes it. For
   * {@code orthant} alone, see {@link OrthantTrainer#train(Vectors, Labels, ClassSemantics,
   * Vectors)}.
   *
   * @param features at least one row of finite values
   * @param labels the classes of each row; at least two classes have rows
   * @param semantics the vectors of all classes; a class with rows must have one
   * @param unlabelled at least one row of finite values, as many as in features
   * @throws IllegalArgumentException if the method takes no rows without labels
   */
  public HashModel train(
      Vectors features, Labels labels, ClassSemantics semantics, Vectors unlabelled) {
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(semantics, "semantics");
    Objects.requireNonNull(unlabelled, "unlabelled");
    return TrainingRun.of(plan(), features, labels, semantics, unlabelled);
  }

  /**
   * Learns a model of each length from vectors alone, as {@link #train(Vectors)} would; see {@link
   * UnsupervisedTrainer#trainEach}.
   */
  public List<HashModel> trainEach(Vectors features, int... bits) {
    require(Needs.FEATURES);
    return TrainingRun.ofEach(plan(), bits, features, null, null, null);
  }

  /**
   * Learns a model of each length from vectors and their classes, as {@link #train(Vectors,
   * Labels)} would; see {@link SupervisedTrainer#trainEach}.
   */
  public List<HashModel> trainEach(Vectors features, Labels labels, int... bits) {
    Objects.requireNonNull(labels, "labels");
    require(Needs.LABELS);
    return needs() == Needs.FEATURES
        ? trainEach(features, bits)
        : TrainingRun.ofEach(plan(), bits, features, labels, null, null);
  }

  /**
   * Learns a model of each length from vectors, their classes, and what those mean, as {@link
   * #train(Vectors, Labels, ClassSemantics)} would; see {@link SemanticTrainer#trainEach}.
   */
  public List<HashModel> trainEach(
      Vectors features, Labels labels, ClassSemantics semantics, int... bits) {
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(semantics, "semantics");
    return needs() == Needs.SEMANTICS
        ? TrainingRun.ofEach(plan(), bits, features, labels, semantics, null)
        : trainEach(features, labels, bits);
  }

  /**
   * The same with the help of rows whose classes are not known, as {@link #train(Vectors, Labels,
   * ClassSemantics, Vectors)} would.
   */
  public List<HashModel> trainEach(
      Vectors features, Labels labels, ClassSemantics semantics, Vectors unlabelled, int... bits) {
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(semantics, "semantics");
    Objects.requireNonNull(unlabelled, "unlabelled");
    return TrainingRun.ofEach(plan(), bits, features, labels, semantics, unlabelled);
  }

  private void require(Needs given) {
    if (needs().compareTo(given) > 0) {
      throw new IllegalArgumentException(
          method() + " needs " + needs().name().toLowerCase(Locale.ROOT) + ", which are not given");
    }
  }

  @Override
  MethodTrainer with(TrainingPlan plan) {
    return new MethodTrainer(plan);
  }
}
