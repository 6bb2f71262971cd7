package dev.orthant.learn;

/**
 * VSB2-style hashing, in closed form: things and the names of their classes in one Hamming space,
 * both learned as codes and both reached by a linear map.
 *
 * <p>With codes B of the rows and Z of the k names, T the wanted relations of each row to the names
 * and S those between the names, A the class vectors, Phi the distances to anchors and X the
 * features, it minimises the sum of five terms, each with its weight:
 *
 * <pre>
 * classes / b   ||B Z^T - b T||^2                              rows to names
 * relations / b ||Z Z^T - b S||^2                              names to names
 * names         (||Z - A V||^2 + name-ridge ||V||^2)           the map of names
 * visual        (||B - Phi P||^2 + ridge ||P||^2)              the map of things
 * rebuild       (||X - B D||^2 + rebuild-ridge ||D||^2)        the features from the codes
 * </pre>
 *
 * <p>In each round the codes of the rows bit by bit, those of the names, then the maps; no step
 * raises the objective. A weight of 0 switches its term off. The code of a vector is {@code sgn(P^T
 * phi(x))}, that of a name {@code sgn(V^T a)}. Cost in each round: n m b + n b^2 + n d b + k b (b +
 * k), for n rows of d values, m anchors, b bits; native memory: n (m + d) floats. At most 16,384
 * classes.
 *
 * <p>Published are the aims, in the abstract of VSB2-Net (ICPR 2020,
 * doi:10.1109/ICPR48806.2021.9412798): one Hamming space, relations between the names' codes that
 * keep local similarity and enlarge every other discrepancy, classification and reconstruction as
 * tasks. The formulas, the weights and the lack of a network are a reconstruction of ours.
 * Immutable; safe for any number of threads.
 */
public final class Vsb2Trainer extends SemanticTrainer<Vsb2Trainer> {
  private Vsb2Trainer(TrainingPlan plan) {
    super(plan);
  }

  /**
   * The method with its defaults.
   *
   * @param bits the code length, 1 to 1,024
   */
  public static Vsb2Trainer ofBits(int bits) {
    return new Vsb2Trainer(TrainingPlan.of("vsb2", bits));
  }

  /** The same with another number of anchors: 1 to 1,000,000; at most the rows. Default 1,000. */
  public Vsb2Trainer withAnchors(int anchors) {
    return with("anchors", anchors);
  }

  /** The same with another limit of rounds: 1 to 1,000. Default 8. */
  public Vsb2Trainer withRounds(int rounds) {
    return with("rounds", rounds);
  }

  /** The same with another number of bit sweeps in each round: 1 to 1,000. Default 3. */
  public Vsb2Trainer withSweeps(int sweeps) {
    return with("sweeps", sweeps);
  }

  /** The same with another weight of the relations of rows to names: 0 to 1e9. Default 1. */
  public Vsb2Trainer withClasses(double classes) {
    return with("classes", classes);
  }

  /** The same with another weight of the relations between names: 0 to 1e9. Default 1. */
  public Vsb2Trainer withRelations(double relations) {
    return with("relations", relations);
  }

  /** The same with another weight of the map of names: 0 to 1e9. Default 1. */
  public Vsb2Trainer withNames(double names) {
    return with("names", names);
  }

  /** The same with another weight of the map of things: 0 to 1e9. Default 1. */
  public Vsb2Trainer withVisual(double visual) {
    return with("visual", visual);
  }

  /** The same with another weight of the features' reconstruction: 0 to 1e9. Default 0.1. */
  public Vsb2Trainer withRebuild(double rebuild) {
    return with("rebuild", rebuild);
  }

  /** The same with another ridge of the map of names: 0 to 1e9. Default 0.1. */
  public Vsb2Trainer withNameRidge(double ridge) {
    return with("name-ridge", ridge);
  }

  /** The same with another ridge of the map of things: 0 to 1e9. Default 0.01. */
  public Vsb2Trainer withRidge(double ridge) {
    return with("ridge", ridge);
  }

  /** The same with another ridge of the reconstruction: 0 to 1e9. Default 0.1. */
  public Vsb2Trainer withRebuildRidge(double ridge) {
    return with("rebuild-ridge", ridge);
  }

  /**
   * The same with another number of similar classes that each name keeps: 0 to 1,000. Default 3.
   */
  public Vsb2Trainer withNeighbours(int neighbours) {
    return with("neighbours", neighbours);
  }

  /** The same with another share of similarity kept among similar classes: 0 to 1. Default 0.6. */
  public Vsb2Trainer withKappa(double kappa) {
    return with("kappa", kappa);
  }

  /** The same, but class vectors are not centred on the mean of the seen ones. */
  public Vsb2Trainer withoutCentring() {
    return with("centre", 0);
  }

  /** The same, but names without any row take part too, if they have a vector. */
  public Vsb2Trainer withUnseenNames() {
    return with("unseen-names", 1);
  }

  @Override
  Vsb2Trainer with(TrainingPlan plan) {
    return new Vsb2Trainer(plan);
  }
}
