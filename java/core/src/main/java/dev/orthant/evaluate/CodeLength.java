package dev.orthant.evaluate;

import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.internal.Checks;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The search for a code length: the shortest of some lengths whose codes retrieve about as well as
 * the best of them. It learns each length from a part of the labelled rows, and measures the
 * tie-aware mean average precision of the rows held out, as queries against that part. It judges by
 * classes that are seen; what serves classes never seen may be longer. A trainer's {@code
 * trainEach} computes once what all lengths have alike.
 *
 * <pre>{@code
 * CodeLength.Choice choice = CodeLength.among(16, 32, 64, 128)
 *     .choose(features, labels, (lengths, x, y) -> SdhTrainer.ofBits(64).trainEach(x, y, lengths));
 * HashModel model = SdhTrainer.ofBits(choice.bits()).train(features, labels);
 * }</pre>
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class CodeLength {
  private final int[] lengths;
  private final double tolerance;
  private final double heldOut;
  private final long seed;
  private final int threads;

  private CodeLength(int[] lengths, double tolerance, double heldOut, long seed, int threads) {
    this.lengths = lengths;
    this.tolerance = tolerance;
    this.heldOut = heldOut;
    this.seed = seed;
    this.threads = threads;
  }

  /** Learns models of given lengths; whoever asks closes them. */
  @FunctionalInterface
  public interface Learner {
    /** Learns from these rows and their labels; returns a model for each length, in their order. */
    List<HashModel> learn(int[] lengths, Vectors features, Labels labels);
  }

  /**
   * How one length did.
   *
   * @param bits the length
   * @param meanAveragePrecision of the rows held out, tie-aware
   */
  public record Trial(int bits, double meanAveragePrecision) {}

  /**
   * What was chosen, and why.
   *
   * @param bits the length chosen
   * @param trials all lengths, the shortest first
   * @param trainRows how many rows were learned from
   * @param queries how many rows were held out as queries
   * @param seconds learning took, of all lengths together
   */
  public record Choice(int bits, List<Trial> trials, int trainRows, int queries, double seconds) {
    /** A choice as it is given. */
    public Choice {
      trials = Checks.noNulls("trials", trials);
    }
  }

  /**
   * Among these lengths, with a tolerance of 0.01, a fifth of the rows held out, seed 1 and one
   * thread.
   *
   * @param lengths at least one, each 1 to 1,024, in any order
   */
  public static CodeLength among(int... lengths) {
    Objects.requireNonNull(lengths, "lengths");
    Checks.atLeast("number of lengths", lengths.length, 1);
    int[] sorted = Arrays.stream(lengths).map(Checks::bits).distinct().sorted().toArray();
    return new CodeLength(sorted, 0.01, 0.2, 1, 1);
  }

  /** The same with another mean average precision that may be lost against the best: 0 to 1. */
  public CodeLength withTolerance(double newTolerance) {
    return new CodeLength(lengths, share("tolerance", newTolerance), heldOut, seed, threads);
  }

  /** The same with another share of each class's rows held out: more than 0, less than 1. */
  public CodeLength withHeldOut(double share) {
    if (share("heldOut", share) == 0 || share == 1) {
      throw new IllegalArgumentException("heldOut = " + share + " is not between 0 and 1");
    }
    return new CodeLength(lengths, tolerance, share, seed, threads);
  }

  /** The same with another seed of the draw of the rows held out. */
  public CodeLength withSeed(long newSeed) {
    return new CodeLength(lengths, tolerance, heldOut, newSeed, threads);
  }

  /** The same with another number of threads that encode and evaluate: 1 to 256. */
  public CodeLength withThreads(int newThreads) {
    return new CodeLength(lengths, tolerance, heldOut, seed, Checks.threads(newThreads));
  }

  private static double share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " = " + value + " is not in [0, 1]");
    }
    return value;
  }

  /**
   * Learns with each length and chooses. At most 1,000 rows are queries; of those held out the rest
   * is not used.
   *
   * @throws IllegalArgumentException if there are not as many labels as rows, or no class has two
   *     rows and enough of them for the share held out to be one
   */
  public Choice choose(Vectors features, Labels labels, Learner learner) {
    Objects.requireNonNull(features, "features");
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(learner, "learner");
    if (labels.rows() != features.rows()) {
      throw new IllegalArgumentException(
          "labels for " + labels.rows() + " rows, but features of " + features.rows());
    }
    HeldOutRows split = HeldOutRows.of(labels, heldOut, seed);
    Vectors train = features.select(split.train());
    Labels trainLabels = labels.select(split.train());
    Vectors queries = features.select(split.queries());
    GroundTruth truth = GroundTruth.fromLabels(labels.select(split.queries()), trainLabels);
    long start = System.nanoTime();
    List<HashModel> models = learner.learn(lengths.clone(), train, trainLabels);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (models == null || models.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("the learner returned no models");
    }
    try {
      expectLengths(models);
      List<Trial> trials =
          models.stream().map(model -> trial(model, train, queries, truth)).toList();
      int chosen = shortest(trials);
      return new Choice(chosen, trials, split.train().length, split.queries().length, seconds);
    } finally {
      models.forEach(HashModel::close);
    }
  }

  private void expectLengths(List<HashModel> models) {
    int[] learned = models.stream().mapToInt(HashModel::bits).toArray();
    if (!Arrays.equals(learned, lengths)) {
      throw new IllegalArgumentException(
          "the learner returned models of "
              + Arrays.toString(learned)
              + " bits, not of "
              + Arrays.toString(lengths));
    }
  }

  private Trial trial(HashModel model, Vectors train, Vectors queries, GroundTruth truth) {
    Evaluation evaluation =
        Evaluation.ofRanking(
            model.encode(queries, threads),
            model.encode(train, threads),
            truth,
            EvaluationOptions.defaults().withThreads(threads));
    return new Trial(model.bits(), evaluation.meanAveragePrecision());
  }

  private int shortest(List<Trial> trials) {
    double best = trials.stream().mapToDouble(Trial::meanAveragePrecision).max().orElseThrow();
    return trials.stream()
        .filter(trial -> trial.meanAveragePrecision() >= best - tolerance)
        .findFirst()
        .orElseThrow()
        .bits();
  }
}
