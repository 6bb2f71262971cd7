package dev.orthant.evaluate;

import dev.orthant.data.Vectors;
import dev.orthant.internal.Checks;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * How well vectors themselves retrieve, ranked by their cosine: the figures that codes made from
 * them can be held against. Unlike a ranking of codes it has hardly any ties; those it has are
 * treated as {@link Evaluation} does.
 *
 * @param meanAveragePrecision tie-aware, over the full ranking; NaN if no query has a relevant row
 * @param precisionAtK mean precision among the first k rows, tie-aware
 * @param queriesWithoutRelevant queries without a relevant row in the base; no mean counts them
 */
public record CosineRanking(
    double meanAveragePrecision, double precisionAtK, int queriesWithoutRelevant) {
  private static final int QUERIES = 128; // of one task: their vectors stay in the cache
  private static final int BLOCK_VALUES = 1 << 16;

  /**
   * Ranks the base for every query. A row of zeros has the cosine 0 with every other. Cost: queries
   * times rows times dimension, and 512 bytes per base row and thread.
   *
   * @param k the rank at which precision is taken, at least 1
   * @param threads 1 to 256; the result is the same at any number
   * @throws IllegalArgumentException if the dimensions differ, the truth is about another number of
   *     queries or rows, or a value is not finite
   */
  public static CosineRanking of(
      Vectors queries, Vectors base, GroundTruth truth, int k, int threads) {
    Objects.requireNonNull(queries, "queries");
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(truth, "truth");
    Checks.length("a row of the base", base.dimension(), queries.dimension());
    Checks.length("queries", queries.rows(), truth.queries());
    Checks.length("base", base.rows(), truth.baseRows());
    Checks.atLeast("k", k, 1);
    Checks.threads(threads);
    double[] average = new double[queries.rows()];
    double[] precision = new double[queries.rows()];
    QueryLoop.run(
        (queries.rows() + QUERIES - 1) / QUERIES,
        threads,
        () -> worker(queries, base, truth, k, average, precision));
    double[] judged = Arrays.stream(average).filter(value -> !Double.isNaN(value)).toArray();
    return new CosineRanking(
        Arrays.stream(judged).average().orElse(Double.NaN),
        Arrays.stream(precision).filter(value -> !Double.isNaN(value)).average().orElse(Double.NaN),
        average.length - judged.length);
  }

  private static IntConsumer worker(
      Vectors queries,
      Vectors base,
      GroundTruth truth,
      int k,
      double[] average,
      double[] precision) {
    float[] cosines = new float[Checks.arrayLength("cosines", QUERIES, base.rows())];
    byte[] relevant = new byte[base.rows()];
    return task -> {
      int first = task * QUERIES;
      int count = Math.min(QUERIES, queries.rows() - first);
      compare(queries, first, count, base, cosines);
      for (int i = 0; i < count; i++) {
        truth.mark(first + i, relevant);
        Levels levels = levels(cosines, i * base.rows(), relevant);
        boolean any = levels.totalRelevant() > 0;
        average[first + i] = any ? AveragePrecision.expected(levels) : Double.NaN;
        precision[first + i] = any ? HitsAtRank.precision(levels, k) : Double.NaN;
      }
    };
  }

  /** Cosines of some queries with all base rows, query after query. */
  private static void compare(
      Vectors queries, int first, int count, Vectors base, float[] cosines) {
    int dimension = base.dimension();
    float[] rows = new float[count * dimension];
    queries.copyRows(first, count, rows, 0);
    float[] columns =
        new float[QUERIES * dimension]; // transposed: the inner loop runs over queries
    for (int i = 0; i < count; i++) {
      float scale = unitScale(rows, i * dimension, dimension, "query", first + i);
      for (int j = 0; j < dimension; j++) {
        columns[j * QUERIES + i] = scale * rows[i * dimension + j];
      }
    }
    int blockRows = Math.max(1, BLOCK_VALUES / dimension);
    float[] block = new float[blockRows * dimension];
    float[] sums = new float[QUERIES];
    for (int start = 0; start < base.rows(); start += blockRows) {
      int size = Math.min(blockRows, base.rows() - start);
      base.copyRows(start, size, block, 0);
      for (int row = 0; row < size; row++) {
        float scale = unitScale(block, row * dimension, dimension, "base row", start + row);
        multiply(block, row * dimension, dimension, columns, sums);
        for (int i = 0; i < count; i++) {
          cosines[i * base.rows() + start + row] = scale * sums[i];
        }
      }
    }
  }

  /** Four columns at a time: the sums then stay in registers for four products each. */
  private static void multiply(float[] row, int at, int dimension, float[] columns, float[] sums) {
    Arrays.fill(sums, 0);
    int whole = dimension - dimension % 4;
    for (int j = 0; j < whole; j += 4) {
      float a = row[at + j];
      float b = row[at + j + 1];
      float c = row[at + j + 2];
      float d = row[at + j + 3];
      int column = j * QUERIES;
      for (int i = 0; i < QUERIES; i++) {
        sums[i] +=
            a * columns[column + i]
                + b * columns[column + QUERIES + i]
                + c * columns[column + 2 * QUERIES + i]
                + d * columns[column + 3 * QUERIES + i];
      }
    }
    for (int j = whole; j < dimension; j++) {
      for (int i = 0; i < QUERIES; i++) {
        sums[i] += row[at + j] * columns[j * QUERIES + i];
      }
    }
  }

  private static float unitScale(float[] values, int at, int length, String what, int row) {
    double squares = 0;
    for (int i = at; i < at + length; i++) {
      squares += (double) values[i] * values[i];
    }
    if (!Double.isFinite(squares)) {
      throw new IllegalArgumentException(what + " " + row + " has a value that is not finite");
    }
    return squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
  }

  /** Each cosine that occurs is a level. A key is the cosine, highest first, and the relevance. */
  private static Levels levels(float[] cosines, int at, byte[] relevant) {
    long[] keys = new long[relevant.length];
    for (int row = 0; row < keys.length; row++) {
      int bits = Float.floatToIntBits(0f - cosines[at + row]);
      long ascending = bits < 0 ? ~bits & 0xFFFF_FFFFL : bits + (1L << 31);
      keys[row] = ascending << 1 | relevant[row];
    }
    Arrays.sort(keys);
    long[] items = new long[keys.length];
    long[] hits = new long[keys.length];
    int level = -1;
    for (int i = 0; i < keys.length; i++) {
      if (i == 0 || keys[i] >> 1 != keys[i - 1] >> 1) {
        level++;
      }
      items[level]++;
      hits[level] += keys[i] & 1;
    }
    return Levels.ofCounts(items, hits);
  }
}
