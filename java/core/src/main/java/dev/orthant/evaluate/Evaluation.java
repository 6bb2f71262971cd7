package dev.orthant.evaluate;

import dev.orthant.data.BinaryCodes;
import dev.orthant.internal.Checks;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How well codes retrieve: the measures of a Hamming ranking of a base for a set of queries.
 *
 * <pre>{@code
 * Evaluation evaluation = Evaluation.ofRanking(
 *     model.encode(queries), model.encode(base), GroundTruth.fromLabels(queryLabels, baseLabels));
 * System.out.printf("mAP %.4f within %s%n",
 *     evaluation.meanAveragePrecision(), evaluation.meanAveragePrecisionBounds());
 * }</pre>
 *
 * <p><b>Ties.</b> A code of b bits knows b + 1 distances, so a ranking of many rows is mostly ties.
 * How they are broken can decide the figure, so here they are not broken: {@code
 * meanAveragePrecision}, {@code precisionAt} and {@code recallAt} are expected values over all
 * orders of tied rows, and do not depend on the order of the base. What one order or another could
 * make of the mean average precision is said by its bounds. The measures within a radius know no
 * ties.
 *
 * <p><b>Means.</b> Every mean is over the queries that have a relevant row in the base; the others,
 * counted by {@link #queriesWithoutRelevant()}, cannot be answered well or badly. If no query has
 * one, means are NaN.
 *
 * <p>A value: immutable, free of native memory, and usable by any number of threads. Making it
 * costs one pass over the base per query; a measure then costs a pass over the levels kept per
 * query, unless it says otherwise.
 */
public final class Evaluation {
  private final BinaryCodes queries;
  private final BinaryCodes base;
  private final GroundTruth truth;
  private final EvaluationOptions options;
  private final long[] mask;
  private final Levels[] levels;
  private final List<Levels> judged;

  private Evaluation(
      BinaryCodes queries, BinaryCodes base, GroundTruth truth, EvaluationOptions options) {
    this.queries = queries;
    this.base = base;
    this.truth = truth;
    this.options = options;
    mask = options.mask().orElseGet(() -> allBits(base.bits()));
    levels = new Levels[queries.rows()];
    countLevels();
    judged = Arrays.stream(levels).filter(l -> l.totalRelevant() > 0).toList();
  }

  /** Ranks the base for every query, with the default options. */
  public static Evaluation ofRanking(BinaryCodes queries, BinaryCodes base, GroundTruth truth) {
    return ofRanking(queries, base, truth, EvaluationOptions.defaults());
  }

  /**
   * Ranks the base for every query.
   *
   * @throws IllegalArgumentException if the code lengths differ, if the truth is about another
   *     number of queries or rows, or if the mask does not fit the codes
   */
  public static Evaluation ofRanking(
      BinaryCodes queries, BinaryCodes base, GroundTruth truth, EvaluationOptions options) {
    Objects.requireNonNull(queries, "queries");
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(truth, "truth");
    Objects.requireNonNull(options, "options");
    requireEqual("bits of the queries", queries.bits(), "bits of the base", base.bits());
    requireEqual("queries of the truth", truth.queries(), "queries", queries.rows());
    requireEqual("base rows of the truth", truth.baseRows(), "rows of the base", base.rows());
    options.mask().ifPresent(mask -> checkMask(mask, base.bits()));
    options.overlap().ifPresent(overlap -> checkOverlap(overlap, queries.rows()));
    return new Evaluation(queries, base, truth, options);
  }

  private static void requireEqual(String name, int value, String other, int otherValue) {
    if (value != otherValue) {
      throw new IllegalArgumentException(
          name + " = " + value + ", but " + other + " = " + otherValue);
    }
  }

  private static void checkMask(long[] mask, int bits) {
    Checks.code("mask", mask, bits);
    if (Arrays.stream(mask).allMatch(word -> word == 0)) {
      throw new IllegalArgumentException("mask has no bit set; it must have at least one");
    }
  }

  private static void checkOverlap(Overlap overlap, int queries) {
    requireEqual("queries of the overlap", overlap.queries(), "queries", queries);
    if (overlap.count() > 0) {
      System.getLogger("dev.orthant")
          .log(System.Logger.Level.WARNING, overlap + "; they find themselves at distance 0");
    }
  }

  private static long[] allBits(int bits) {
    long[] mask = new long[Checks.words(bits)];
    Arrays.fill(mask, -1L);
    mask[mask.length - 1] = Checks.lastWordMask(bits);
    return mask;
  }

  private void countLevels() {
    try (LevelCounter counter = LevelCounter.over(base)) {
      QueryLoop.run(levels.length, options.threads(), () -> levelWorker(counter));
    }
  }

  private IntConsumer levelWorker(LevelCounter counter) {
    long[] code = new long[base.wordsPerCode()];
    byte[] relevant = new byte[base.rows()];
    long[] items = new long[base.bits() + 1];
    long[] hits = new long[base.bits() + 1];
    return query -> {
      queries.copyRow(query, code);
      truth.mark(query, relevant);
      counter.count(code, mask, relevant, items, hits);
      levels[query] = Levels.ofCounts(items, hits);
    };
  }

  /** The number of queries. */
  public int queries() {
    return levels.length;
  }

  /** The number of rows of the base. */
  public int baseRows() {
    return base.rows();
  }

  /** The number of queries without a relevant row in the base; no mean counts them. */
  public int queriesWithoutRelevant() {
    return levels.length - judged.size();
  }

  /** The number of base rows that are relevant to a query. */
  public int relevant(int query) {
    return levels[Objects.checkIndex(query, levels.length)].totalRelevant();
  }

  /** What was known of queries that also stand in the base. */
  public Optional<Overlap> overlap() {
    return options.overlap();
  }

  /**
   * Mean average precision (mAP), tie-aware. The average precision of a query is the mean, over its
   * relevant rows, of the precision among the rows ranked down to that row; this is its expected
   * value when tied rows stand in random order (McSherry and Najork, ECIR 2008). Cost: queries
   * times rows.
   */
  public double meanAveragePrecision() {
    return mean(AveragePrecision::expected);
  }

  /**
   * The lowest and highest mean average precision that any order of tied rows gives. Cost: queries
   * times relevant rows.
   */
  public TieBounds meanAveragePrecisionBounds() {
    return bounds(judged.stream().map(AveragePrecisionBounds::of).toList());
  }

  /**
   * Mean average precision over the first {@code k} rows (mAP@k), tie-aware: rows behind rank k add
   * nothing. With {@link Denominator#RETRIEVED} the divisor is random where rank k cuts a level,
   * and the expectation is taken of the quotient. Cost: queries times k.
   *
   * @param k at least 1; more than the base has rows: the full ranking
   * @throws IllegalArgumentException if it is less
   */
  public double meanAveragePrecisionAt(int k, Denominator denominator) {
    Objects.requireNonNull(denominator, "denominator");
    Checks.atLeast("k", k, 1);
    return mean(query -> AveragePrecision.expectedAt(query, k, denominator));
  }

  /** As {@link #meanAveragePrecisionBounds()}, for {@link #meanAveragePrecisionAt}. */
  public TieBounds meanAveragePrecisionBoundsAt(int k, Denominator denominator) {
    Objects.requireNonNull(denominator, "denominator");
    Checks.atLeast("k", k, 1);
    return bounds(
        judged.stream().map(query -> AveragePrecisionBounds.at(query, k, denominator)).toList());
  }

  /** Mean average precision as published code has it, with the variant's usual cut-off. */
  public double meanAveragePrecision(MapVariant variant) {
    Objects.requireNonNull(variant, "variant");
    return variant.area() == MapVariant.Area.RADII
        ? RadiusCurve.area(precisionRecallByRadius(Averaging.POOLED))
        : inIndexOrder(variant, variant.cut());
  }

  /**
   * Mean average precision as published code has it. Ties stand in index order, so every query
   * needs a second pass over the base, in Java; it uses the evaluation's number of threads.
   *
   * @param k the cut-off, at least 1
   * @throws IllegalArgumentException if k is less, or the variant has no cut-off
   */
  public double meanAveragePrecision(MapVariant variant, int k) {
    Objects.requireNonNull(variant, "variant");
    Checks.atLeast("k", k, 1);
    if (variant.area() == MapVariant.Area.RADII) {
      throw new IllegalArgumentException(variant + " has no cut-off; k = " + k);
    }
    return inIndexOrder(variant, k);
  }

  private double inIndexOrder(MapVariant variant, int k) {
    double[] values = new double[levels.length];
    QueryLoop.run(
        levels.length,
        options.threads(),
        () -> {
          IndexOrder order = new IndexOrder(base, mask);
          byte[] relevant = new byte[base.rows()];
          return query -> {
            truth.mark(query, relevant);
            IndexOrder.Score score = order.score(queries.row(query), relevant, levels[query], k);
            values[query] = variant.of(score, k, levels[query].totalRelevant());
          };
        });
    return mean(Arrays.stream(values).filter(value -> !Double.isNaN(value)));
  }

  /**
   * Mean precision among the first {@code k} rows, tie-aware. If the base has fewer rows, all of
   * them are looked at.
   *
   * @param k at least 1
   * @throws IllegalArgumentException if it is less
   */
  public double precisionAt(int k) {
    Checks.atLeast("k", k, 1);
    return mean(query -> HitsAtRank.precision(query, k));
  }

  /**
   * Mean share of a query's relevant rows that are among the first {@code k}, tie-aware.
   *
   * @param k at least 1
   * @throws IllegalArgumentException if it is less
   */
  public double recallAt(int k) {
    Checks.atLeast("k", k, 1);
    return mean(query -> HitsAtRank.recall(query, k));
  }

  /**
   * Mean normalised discounted cumulative gain (NDCG) of the full ranking, tie-aware: a relevant
   * row at rank j gains {@code 1 / log2(1 + j)}, and the sum is divided by that of the best
   * ranking.
   */
  public double ndcg() {
    return ndcgAt(Integer.MAX_VALUE);
  }

  /**
   * The same over the first {@code k} rows (NDCG@k); the best ranking is cut there too.
   *
   * @param k at least 1; more than the base has rows: the full ranking
   * @throws IllegalArgumentException if it is less
   */
  public double ndcgAt(int k) {
    Checks.atLeast("k", k, 1);
    NormalizedGain gain = new NormalizedGain(base.rows());
    return mean(query -> gain.expectedAt(query, k));
  }

  /**
   * Mean precision among the rows at distance {@code radius} or less, where an empty ball counts 0:
   * the "hash lookup" figure of the literature, there mostly with radius 2.
   *
   * @param radius at least 0
   * @throws IllegalArgumentException if it is less
   */
  public double precisionWithin(int radius) {
    return precisionWithin(radius, EmptyBalls.AS_ZERO);
  }

  /**
   * As {@link #precisionWithin(int)}, with empty balls counted as said. NaN if they are left out
   * and all are empty.
   */
  public double precisionWithin(int radius, EmptyBalls emptyBalls) {
    Objects.requireNonNull(emptyBalls, "emptyBalls");
    Checks.atLeast("radius", radius, 0);
    boolean all = emptyBalls == EmptyBalls.AS_ZERO;
    return mean(
        judged.stream()
            .filter(query -> all || !WithinRadius.isEmpty(query, radius))
            .mapToDouble(query -> WithinRadius.precision(query, radius)));
  }

  /** Mean share of a query's relevant rows at distance {@code radius}, at least 0, or less. */
  public double recallWithin(int radius) {
    Checks.atLeast("radius", radius, 0);
    return mean(query -> WithinRadius.recall(query, radius));
  }

  /**
   * Mean of the queries' F1 within {@code radius}, at least 0: the harmonic mean of a query's
   * precision and recall, 0 if no relevant row lies within. (Some papers print the harmonic mean of
   * the two means instead.)
   */
  public double f1Within(int radius) {
    Checks.atLeast("radius", radius, 0);
    return mean(query -> WithinRadius.f1(query, radius));
  }

  /** The share of queries without any row at distance {@code radius}, at least 0, or less. */
  public double emptyBalls(int radius) {
    Checks.atLeast("radius", radius, 0);
    return mean(query -> WithinRadius.isEmpty(query, radius) ? 1 : 0);
  }

  /**
   * The precision-recall curve by radius: one point for every radius from the smallest at which any
   * query finds a row up to the number of bits that count. Nothing is interpolated. With {@link
   * Averaging#PER_QUERY} a point is ({@link #precisionWithin(int)}, {@link #recallWithin}).
   */
  public List<RadiusPoint> precisionRecallByRadius(Averaging averaging) {
    Objects.requireNonNull(averaging, "averaging");
    int furthest = Arrays.stream(mask).mapToInt(Long::bitCount).sum();
    return IntStream.rangeClosed(0, furthest)
        .filter(radius -> judged.stream().anyMatch(q -> !WithinRadius.isEmpty(q, radius)))
        .mapToObj(radius -> point(radius, averaging))
        .toList();
  }

  private RadiusPoint point(int radius, Averaging averaging) {
    return averaging == Averaging.POOLED
        ? RadiusCurve.pooled(judged, radius)
        : new RadiusPoint(radius, precisionWithin(radius), recallWithin(radius));
  }

  /** One query's tie-aware average precision; NaN if it has no relevant row. */
  public double averagePrecision(int query) {
    return AveragePrecision.expected(levels[Objects.checkIndex(query, levels.length)]);
  }

  /** One query's lowest and highest average precision; NaN if it has no relevant row. */
  public TieBounds averagePrecisionBounds(int query) {
    return AveragePrecisionBounds.of(levels[Objects.checkIndex(query, levels.length)]);
  }

  private double mean(ToDoubleFunction<Levels> measure) {
    return mean(judged.stream().mapToDouble(measure));
  }

  /** In the order of the queries; NaN over none. */
  private static double mean(DoubleStream values) {
    return values.average().orElse(Double.NaN);
  }

  private static TieBounds bounds(List<TieBounds> ofQueries) {
    return new TieBounds(
        mean(ofQueries.stream().mapToDouble(TieBounds::lowest)),
        mean(ofQueries.stream().mapToDouble(TieBounds::highest)));
  }
}
