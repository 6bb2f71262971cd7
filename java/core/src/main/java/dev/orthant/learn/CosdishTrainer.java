package dev.orthant.learn;

/**
 * Column sampling based discrete supervised hashing: codes whose inner products are the
 * similarities of the labels, learned on columns of the similarity matrix that are drawn anew in
 * each round.
 *
 * <p>Rows are similar (S = 1) if they share a class. With codes B in {-1, +1} it lowers {@code ||b
 * S - B B^T||^2}: in each round some rows are drawn, their bits are chosen one after the other (a
 * binary quadratic problem, solved to within a factor of two), and then those of all other rows in
 * closed form. The hash function is a ridge regression onto the codes. No n x n matrix is formed.
 * Cost: n m^2 once for m anchors, and n b^2 + b columns^3 a round, for b bits; native memory: n m
 * floats.
 *
 * <p>W.-C. Kang, W.-J. Li, Z.-H. Zhou, "Column sampling based discrete supervised hashing", AAAI
 * 2016. Immutable; safe for any number of threads.
 */
public final class CosdishTrainer extends SupervisedTrainer<CosdishTrainer> {
  private CosdishTrainer(TrainingPlan plan) {
    super(plan);
  }

  /**
   * The method with its defaults.
   *
   * @param bits the code length, 1 to 1,024
   */
  public static CosdishTrainer ofBits(int bits) {
    return new CosdishTrainer(TrainingPlan.of("cosdish", bits));
  }

  /**
   * The same as the paper has it: dissimilar pairs at -1, no round undone, and a hash function over
   * standardised features instead of anchors, with a ridge of 1.
   */
  public CosdishTrainer asPublished() {
    return with("dissimilar", -1)
        .with("balanced", 0)
        .with("undo", 0)
        .with("anchors", 0)
        .with("ridge", 1)
        .withoutUnitRows();
  }

  /**
   * The same with another number of anchors of the hash function: 1 to 1,000,000; at most the rows;
   * 0: a linear hash function over features of unit variance. Default 1,000.
   */
  public CosdishTrainer withAnchors(int anchors) {
    return with("anchors", anchors);
  }

  /** The same with another number of rounds: 1 to 1,000. Default 10. */
  public CosdishTrainer withRounds(int rounds) {
    return with("rounds", rounds);
  }

  /**
   * The same with another number of passes over the rows drawn in a round: 1 to 1,000. Default 3.
   */
  public CosdishTrainer withAlternations(int alternations) {
    return with("alternations", alternations);
  }

  /** The same with another number of rows drawn in a round: 1 to 4,096; 0, the default: bits. */
  public CosdishTrainer withColumns(int columns) {
    return with("columns", columns);
  }

  /** The same with another value of S for dissimilar pairs: -1 to less than 1. */
  public CosdishTrainer withDissimilar(double value) {
    return with("dissimilar", value).with("balanced", 0);
  }

  /**
   * The same with the value of S for dissimilar pairs given as a multiple, -1 to 1, of (similar
   * pairs) / (dissimilar pairs). Default -1: the similarities sum to zero.
   */
  public CosdishTrainer withBalancedDissimilar(double multiple) {
    return with("dissimilar", multiple).with("balanced", 1);
  }

  /** The same, but a round that does not lower the objective stays, as in the paper. */
  public CosdishTrainer withoutUndo() {
    return with("undo", 0);
  }

  /** The same with another ridge of the hash function: 0 to 1e9. Default 0.01. */
  public CosdishTrainer withRidge(double ridge) {
    return with("ridge", ridge);
  }

  @Override
  CosdishTrainer with(TrainingPlan plan) {
    return new CosdishTrainer(plan);
  }
}
