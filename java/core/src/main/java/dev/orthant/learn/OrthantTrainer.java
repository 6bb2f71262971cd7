package dev.orthant.learn;

import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import java.util.Objects;

/**
 * The library's own method: codes that rank things of the trained classes well and leave room for
 * classes that training never saw. The default of the command line.
 *
 * <p>Half of the bits are semantic. A ridge regression from the distances to anchors scores each
 * trained class; only what lies above a threshold counts as the presence of a class, beside it
 * stands what the scores mean in the space of the class vectors. A thing of no trained class shows
 * no presence and so stands apart from them all, instead of as a mixture of them. Class names take
 * the same way by how much of each trained class their vector holds, and iterative quantisation
 * turns both into signs. The other half are ITQ bits of the features as they are. A search by name
 * compares the semantic bits alone: {@link HashModel#semanticMask}.
 *
 * <p>The threshold is the one dial, {@link #withBalance}: left alone, training chooses it by
 * cross-validation over trained classes that it holds out, never by a class without rows. The
 * model's provenance has the chosen balance and the curve.
 *
 * <p>Cost: n m^2 and m^3 / 3 once for n rows and m anchors, three times that if the balance is to
 * be chosen, then over at most 60,000 rows; the ITQ of the features; n b^2 in each round for b
 * bits. Native memory: {@link #withMemory}, and for each row about 20 bytes a bit and 24 a trained
 * class; up to 60,000 m floats while the balance is chosen.
 *
 * <p>Ours; from ridge regression and Y. Gong and S. Lazebnik, "Iterative quantization", CVPR 2011.
 * Immutable; safe for any number of threads.
 */
public final class OrthantTrainer extends SemanticTrainer<OrthantTrainer> {
  private OrthantTrainer(TrainingPlan plan) {
    super(plan);
  }

  /**
   * The method with its defaults.
   *
   * @param bits the code length with all its bits, 1 to 1,024
   */
  public static OrthantTrainer ofBits(int bits) {
    return new OrthantTrainer(TrainingPlan.of("orthant", bits));
  }

  /** The same with another number of anchors: 1 to 1,000,000; at most the rows. Default 1,000. */
  public OrthantTrainer withAnchors(int anchors) {
    return with("anchors", anchors);
  }

  /** The same with another number of rounds: 1 to 1,000. Default 50. */
  public OrthantTrainer withRounds(int rounds) {
    return with("rounds", rounds);
  }

  /** The same with another weight of the regression's norm: 0 to 1e9. Default 0.1. */
  public OrthantTrainer withRidge(double ridge) {
    return with("ridge", ridge);
  }

  /**
   * The same with this balance between trained classes and classes to come: the score, 0 to 1, from
   * which on a thing counts as one of a trained class. Towards 0 trained classes are ranked best,
   * towards 1 the others are. By default training chooses it, see {@link #withChosenBalance}.
   *
   * @throws IllegalArgumentException if it is not within 0 and 1
   */
  public OrthantTrainer withBalance(double balance) {
    if (!(balance >= 0.0)) {
      throw new IllegalArgumentException("balance must be 0 to 1, got " + balance);
    }
    return with("balance", balance);
  }

  /**
   * The same, but training chooses the balance by holding trained classes out: the one that ranks
   * them best among those that keep 96 % of the best mean average precision of the others. The
   * default. With two trained classes nothing can be held out, and the balance is 0.4.
   */
  public OrthantTrainer withChosenBalance() {
    return with("balance", -1);
  }

  /**
   * The same with another weight of what the scores mean against presence: 0 to 1,000. Default 0.5.
   */
  public OrthantTrainer withMeaning(double meaning) {
    return with("meaning", meaning);
  }

  /**
   * The same with another weight of all names together against all rows in the search for semantic
   * bits: 0 to 1,000. Default 0.3.
   */
  public OrthantTrainer withNameWeight(double nameWeight) {
    return with("name-weight", nameWeight);
  }

  /** The same with this many of the bits as ITQ bits: 0 to bits - 1. Half of them by default. */
  public OrthantTrainer withVisualBits(int visualBits) {
    if (visualBits < 0) {
      throw new IllegalArgumentException("visualBits must be 0 or more, got " + visualBits);
    }
    return with("visual-bits", visualBits);
  }

  /**
   * Learns a model with the help of rows whose classes are not known, such as those that are to be
   * searched; the caller closes it. They take part in what needs no labels: the mean, directions
   * and rotation of the visual bits, and the centring, directions and rotation of the semantic
   * ones. Anchors, the regression and the chosen balance know the labelled rows alone. Costs as
   * much more as there are more rows.
   *
   * @param features at least one row of finite values
   * @param labels the classes of each row; at least two classes have rows
   * @param semantics the vectors of all classes; a class with rows must have one
   * @param unlabelled at least one row of finite values, as many as in features
   */
  public HashModel train(
      Vectors features, Labels labels, ClassSemantics semantics, Vectors unlabelled) {
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(semantics, "semantics");
    Objects.requireNonNull(unlabelled, "unlabelled");
    return TrainingRun.of(plan(), features, labels, semantics, unlabelled);
  }

  /**
   * The same with another bound on memory, in MiB: 1 to 1e9. Default 512. Phi, n m floats, is kept
   * if it takes no more, else computed anew in each pass; features in an npy file of f4 or u1 are
   * read from it if they take more as floats. The model is the same.
   */
  public OrthantTrainer withMemory(int mebibytes) {
    return with("memory", mebibytes);
  }

  @Override
  OrthantTrainer with(TrainingPlan plan) {
    return new OrthantTrainer(plan);
  }
}
