package dev.orthant.learn;

import java.util.Objects;

/**
 * Zero-shot hashing: supervised discrete hashing whose targets are class vectors instead of labels,
 * so that codes of classes never seen fall where their meaning lies.
 *
 * <p>With Y the class vectors of the rows at unit length, Phi the distances to anchors, L the
 * Laplacian of a neighbour graph, and codes B in {-1, +1}, it minimises {@code ||Y R - B W||^2 +
 * lambda ||W||^2 + alpha ||B - Phi P||^2 + beta ||P||^2 + gamma g} with a rotation R. The code of a
 * new vector is {@code sgn(P^T phi(x))}, that of a class vector e is {@code sgn(W R^T e)}. Cost: n
 * m^2 once and n m b in each round, for n rows, m anchors, b bits; a graph adds n^2 m once; native
 * memory: n m floats.
 *
 * <p>The defaults are well-behaved settings, not the published ones; those are {@link
 * #asPublished()} and {@link #asInAuthorsCode()}.
 *
 * <p>Y. Yang, Y. Luo, W. Chen, F. Shen, J. Shao, H. T. Shen, "Zero-shot hashing via transferring
 * supervised knowledge", ACM Multimedia 2016. Immutable; safe for any number of threads.
 */
public final class ZshTrainer extends SemanticTrainer<ZshTrainer> {
  private ZshTrainer(TrainingPlan plan) {
    super(plan);
  }

  /**
   * The method with its defaults.
   *
   * @param bits the code length, 1 to 1,024
   */
  public static ZshTrainer ofBits(int bits) {
    return new ZshTrainer(TrainingPlan.of("zsh", bits));
  }

  /** The same with another number of anchors: 1 to 1,000,000; at most the rows. Default 1,000. */
  public ZshTrainer withAnchors(int anchors) {
    return with("anchors", anchors);
  }

  /** The same with another limit of rounds: 1 to 1,000. Default 5. */
  public ZshTrainer withRounds(int rounds) {
    return with("rounds", rounds);
  }

  /** The same with another number of bit sweeps in each round: 1 to 1,000. Default 5. */
  public ZshTrainer withSweeps(int sweeps) {
    return with("sweeps", sweeps);
  }

  /** The same with another weight of the norm of W: 0 to 1e9. Default 0.01. */
  public ZshTrainer withLambda(double lambda) {
    return with("lambda", lambda);
  }

  /** The same with another weight of the hash function's error: 1e-12 to 1e9. Default 0.01. */
  public ZshTrainer withAlpha(double alpha) {
    return with("alpha", alpha);
  }

  /** The same with another weight of the hash function's norm: 0 to 1e9. Default 0.01. */
  public ZshTrainer withBeta(double beta) {
    return with("beta", beta);
  }

  /** The same with another weight of the graph term, if there is one: 0 to 1e9. Default 1e-6. */
  public ZshTrainer withGamma(double gamma) {
    return with("gamma", gamma);
  }

  /** The same with another number of neighbours in the graph: 1 to 1,000. Default 5. */
  public ZshTrainer withNeighbours(int neighbours) {
    return with("neighbours", neighbours);
  }

  /**
   * The same, but the codes of each round start from zeros, greedily, instead of from those of the
   * round before.
   */
  public ZshTrainer withRestart() {
    return with("restart", 1);
  }

  /** The same with another step for the rotation R. Default {@link Rotation#NONE}. */
  public ZshTrainer withRotation(Rotation rotation) {
    return with("rotation", Objects.requireNonNull(rotation, "rotation").ordinal());
  }

  /** The same with another graph term. Default {@link Graph#NONE}. */
  public ZshTrainer withGraph(Graph graph) {
    return with("graph", Objects.requireNonNull(graph, "graph").ordinal());
  }

  /**
   * The same with the weights given in the paper: lambda 1e-2, alpha 1e-5, beta 1e-4, gamma 1e-6,
   * rotation by Procrustes, graph term on the codes with 5 neighbours, 10 rounds of 5 sweeps. With
   * so small an alpha the codes end near one per training class, which serves unseen classes worse
   * than the default.
   */
  public ZshTrainer asPublished() {
    return withLambda(1e-2)
        .withAlpha(1e-5)
        .withBeta(1e-4)
        .withGamma(1e-6)
        .withRotation(Rotation.PROCRUSTES)
        .withGraph(Graph.CODES)
        .withNeighbours(5)
        .withRounds(10)
        .withSweeps(5);
  }

  /**
   * The same with the settings of the authors' released program: lambda 1e-2, alpha 1e-5, beta
   * 1e-2, gamma 1e-2, 10 rounds of one sweep. Its rotation and graph term are not run as shipped,
   * and are off here.
   */
  public ZshTrainer asInAuthorsCode() {
    return withLambda(1e-2)
        .withAlpha(1e-5)
        .withBeta(1e-2)
        .withGamma(1e-2)
        .withRotation(Rotation.NONE)
        .withGraph(Graph.NONE)
        .withNeighbours(5)
        .withRounds(10)
        .withSweeps(1);
  }

  /** How the rotation R of the class vectors is found in each round. */
  public enum Rotation {
    /** R stays the identity. It changes neither codes nor hash function, so this is the default. */
    NONE,
    /** The rotation that brings the class vectors closest to their regression from the codes. */
    PROCRUSTES,
    /** A random rotation. */
    RANDOM
  }

  /** What the neighbour graph of the rows is asked to keep smooth. */
  public enum Graph {
    /** Nothing. */
    NONE,
    /** The output of the hash function, as in the paper: {@code tr(P^T Phi^T L Phi P)}. */
    CODES,
    /** The class vectors, as in the authors' program: {@code tr(R^T Y^T L Y R)}, a constant. */
    SEMANTICS
  }

  /**
   * The same with another bound on memory, in MiB: 1 to 1e9. Default 512. Phi, n m floats, is kept
   * if it takes no more, or whatever it takes if there is a graph, whose neighbours are found in
   * it; else it is computed anew in each pass. Features in an npy file of f4 or u1 are read from it
   * if they take more as floats. The model is the same.
   */
  public ZshTrainer withMemory(int mebibytes) {
    return with("memory", mebibytes);
  }

  @Override
  ZshTrainer with(TrainingPlan plan) {
    return new ZshTrainer(plan);
  }
}
