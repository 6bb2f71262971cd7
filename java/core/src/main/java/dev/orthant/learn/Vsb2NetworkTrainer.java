package dev.orthant.learn;

import java.util.Objects;

/**
 * VSB2-style hashing, the network form: one network takes vectors, another the vectors of their
 * classes, into the same Hamming space, where each vector is to be told by the nearest class.
 *
 * <p>Published, in the abstract of VSB2-Net (ICPR 2020), are the aims only: a common Hamming space,
 * relations between the classes' codes that keep local similarity and enlarge every other
 * difference, classification and reconstruction as two tasks. Losses, weights and figures are not
 * public; those here are a reconstruction, and results should be called VSB2-style. A term is
 * switched off by weight 0.
 *
 * <p>All bits are semantic; a name's code comes from the second network. Cost of a round, for n
 * rows of d values, h hidden units, b bits, k classes: n (d h + h b + b k + b d); native memory: 2
 * n d floats.
 *
 * <p>Aims: "VSB2-Net: Visual-Semantic Bi-Branch Network for Zero-Shot Hashing", ICPR 2020,
 * abstract, doi 10.1109/ICPR48806.2021.9412798. Immutable; safe for any number of threads.
 */
public final class Vsb2NetworkTrainer extends SemanticTrainer<Vsb2NetworkTrainer> {
  private Vsb2NetworkTrainer(TrainingPlan plan) {
    super(plan);
  }

  /**
   * The method with its defaults.
   *
   * @param bits the code length, 1 to 1,024
   */
  public static Vsb2NetworkTrainer ofBits(int bits) {
    return new Vsb2NetworkTrainer(TrainingPlan.of("vsb2-network", bits));
  }

  /** The same with another number of rounds, the epochs: 1 to 100,000. Default 50. */
  public Vsb2NetworkTrainer withRounds(int rounds) {
    return with("rounds", rounds);
  }

  /** The same with another number of rows in a batch: 2 to 1,000,000. Default 256. */
  public Vsb2NetworkTrainer withBatch(int rows) {
    return with("batch", rows);
  }

  /** The same with another rate of the first round: 1e-12 to 1e6. Default 0.001. */
  public Vsb2NetworkTrainer withLearningRate(double rate) {
    return with("learning-rate", rate);
  }

  /** The same with another width of the first network's hidden layers: 1 to 65,536. Default 512. */
  public Vsb2NetworkTrainer withHiddenWidth(int units) {
    return with("hidden-width", units);
  }

  /** The same with another width of the second network's hidden layer: 1 to 65,536. Default 256. */
  public Vsb2NetworkTrainer withSemanticWidth(int units) {
    return with("semantic-width", units);
  }

  /** The same with another weight of the classification: 0 to 1e9. Default 1. */
  public Vsb2NetworkTrainer withClassification(double weight) {
    return with("classification", weight);
  }

  /** The same with another weight of the features' reconstruction: 0 to 1e9. Default 0.1. */
  public Vsb2NetworkTrainer withReconstruction(double weight) {
    return with("reconstruction", weight);
  }

  /** The same with another weight of the relations between classes: 0 to 1e9. Default 1. */
  public Vsb2NetworkTrainer withRelations(double weight) {
    return with("relations", weight);
  }

  /** The same with another final weight of the distance from signs: 0 to 1e9. Default 0.01. */
  public Vsb2NetworkTrainer withQuantisation(double weight) {
    return with("quantisation", weight);
  }

  /** The same with another form of the relations. Default {@link RelationsForm#SIMPLEX}. */
  public Vsb2NetworkTrainer withRelationsForm(RelationsForm form) {
    return with("relations-form", Objects.requireNonNull(form, "form").ordinal());
  }

  /** The same with another number of neighbours of a class: 1 to 1,000,000. Default 3. */
  public Vsb2NetworkTrainer withNeighbours(int neighbours) {
    return with("neighbours", neighbours);
  }

  /** How the codes of classes are meant to lie to each other. */
  public enum RelationsForm {
    /** Neighbours alike by their cosine, all others as far from each other as so many can be. */
    SIMPLEX,
    /** Each rebuilt from its neighbours by the weights that rebuild its vector; others apart. */
    LLE
  }

  @Override
  Vsb2NetworkTrainer with(TrainingPlan plan) {
    return new Vsb2NetworkTrainer(plan);
  }
}
