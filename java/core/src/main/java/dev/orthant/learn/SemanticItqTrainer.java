package dev.orthant.learn;

import dev.orthant.encode.HashModel;

/**
 * Semantic ITQ: things and the names of their classes in one Hamming space, for search by name.
 *
 * <p>A ridge regression from the distances to anchors predicts, for each row, the vector of its
 * class; iterative quantisation then finds the rotation that best turns both the predictions and
 * the class vectors themselves into signs. The code of a vector and the code of a name are thus
 * comparable, also for names whose class has no training row; names known at training serve better
 * than names given afterwards ({@link HashModel#semanticsOutside} says how much is lost).
 *
 * <p>Some of the bits can be ITQ bits of the features themselves, beside the semantic ones, for a
 * better ranking of things by things; a search by name then needs {@link HashModel#semanticMask}.
 * Cost: n m^2 once and n b^2 in each round, for n rows, m anchors, b bits; native memory: {@link
 * #withMemory}, and for each row a few numbers per bit and per column of a class vector, in double.
 *
 * <p>Ours; from ridge regression and Y. Gong and S. Lazebnik, "Iterative quantization", CVPR 2011.
 * Immutable; safe for any number of threads.
 */
public final class SemanticItqTrainer extends SemanticTrainer<SemanticItqTrainer> {
  private SemanticItqTrainer(TrainingPlan plan) {
    super(plan);
  }

  /**
   * The method with its defaults.
   *
   * @param bits the code length with all its bits, 1 to 1,024
   */
  public static SemanticItqTrainer ofBits(int bits) {
    return new SemanticItqTrainer(TrainingPlan.of("semantic-itq", bits));
  }

  /** The same with another number of anchors: 1 to 1,000,000; at most the rows. Default 1,000. */
  public SemanticItqTrainer withAnchors(int anchors) {
    return with("anchors", anchors);
  }

  /** The same with another number of rounds: 1 to 1,000. Default 50. */
  public SemanticItqTrainer withRounds(int rounds) {
    return with("rounds", rounds);
  }

  /** The same with another weight of the regression's norm: 0 to 1e9. Default 0.1. */
  public SemanticItqTrainer withRidge(double ridge) {
    return with("ridge", ridge);
  }

  /** The same with another weight of a name against a row: 0 to 1e9. Default 60. */
  public SemanticItqTrainer withNameWeight(double nameWeight) {
    return with("name-weight", nameWeight);
  }

  /** The same with this many of the bits as ITQ bits: 0 to bits - 1. Default 0. */
  public SemanticItqTrainer withVisualBits(int visualBits) {
    return with("visual-bits", visualBits);
  }

  /**
   * The same with another bound on memory, in MiB: 1 to 1e9. Default 512. Phi, n m floats, is kept
   * if it takes no more, else computed anew in each pass; features in an npy file of f4 or u1 are
   * read from it if they take more as floats. The model is the same.
   */
  public SemanticItqTrainer withMemory(int mebibytes) {
    return with("memory", mebibytes);
  }

  @Override
  SemanticItqTrainer with(TrainingPlan plan) {
    return new SemanticItqTrainer(plan);
  }
}
