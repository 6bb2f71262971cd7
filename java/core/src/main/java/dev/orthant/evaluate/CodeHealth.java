package dev.orthant.evaluate;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.internal.Checks;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What codes are like, apart from any query: whether their bits are used, whether they repeat each
 * other, and how many rows share a code. It says why retrieval is coarse or a search slow, without
 * labels. All but the quantisation error is exact, over all rows.
 *
 * <pre>{@code
 * CodeHealth health = CodeHealth.of(model, vectors, 2);
 * health.advice().forEach(System.out::println);
 * }</pre>
 *
 * @param rows the number of codes
 * @param bits their length
 * @param balance for each bit, the share of rows that have it: 0.5 at best
 * @param constantBits the bits in which all rows agree
 * @param entropyOfBits mean entropy of a bit, in bits: 1 at best
 * @param entropyOfCodes entropy of the distribution of codes, in bits: at best the smaller of bits
 *     and log2 of rows
 * @param correlation mean absolute correlation of pairs of bits that vary: 0 at best
 * @param distinctCodes the number of different codes
 * @param largestBucket how many rows have the code that most rows have
 * @param rowsPerLookup how many rows share a row's code, itself included, on average over rows:
 *     what a look-up of that very code returns
 * @param quantisationError the share of the projections' square that signs, with the best scale for
 *     each bit, do not explain: 0 at best, 1 - 2/pi = 0.363 for Gaussian projections; empty if only
 *     codes were given
 */
public record CodeHealth(
    int rows,
    int bits,
    List<Double> balance,
    int constantBits,
    double entropyOfBits,
    double entropyOfCodes,
    double correlation,
    int distinctCodes,
    int largestBucket,
    double rowsPerLookup,
    OptionalDouble quantisationError) {
  /** Health as it is given. */
  public CodeHealth {
    balance = Checks.noNulls("balance", balance);
    Objects.requireNonNull(quantisationError, "quantisationError");
  }

  /**
   * The health of codes. Cost: bits^2 / 128 operations a row, and memory for a second copy.
   *
   * @param codes at least one row
   */
  public static CodeHealth of(BinaryCodes codes) {
    Objects.requireNonNull(codes, "codes");
    return of(codes, OptionalDouble.empty());
  }

  /**
   * The health of a model's codes for vectors, with the quantisation error of at most 10,000 of
   * them, evenly spaced.
   *
   * @param vectors at least one row
   * @param threads how many threads encode, 1 to 256
   */
  public static CodeHealth of(HashModel model, Vectors vectors, int threads) {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(vectors, "vectors");
    return of(model, vectors, model.encode(vectors, threads));
  }

  /**
   * The same where the vectors are encoded already.
   *
   * @param vectors at least one row
   * @param codes what the model makes of the vectors
   */
  public static CodeHealth of(HashModel model, Vectors vectors, BinaryCodes codes) {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(vectors, "vectors");
    Objects.requireNonNull(codes, "codes");
    Checks.atLeast("number of rows of vectors", vectors.rows(), 1);
    if (codes.rows() != vectors.rows() || codes.bits() != model.bits()) {
      throw new IllegalArgumentException(
          codes
              + " are not the codes of "
              + vectors.rows()
              + " vectors by a model of "
              + model.bits()
              + " bits");
    }
    return of(codes, OptionalDouble.of(QuantisationError.of(model, vectors)));
  }

  private static CodeHealth of(BinaryCodes codes, OptionalDouble quantisationError) {
    Checks.atLeast("number of rows of codes", codes.rows(), 1);
    BitColumns columns = BitColumns.of(codes);
    CodeBuckets buckets = CodeBuckets.of(codes);
    double[] shares =
        IntStream.range(0, codes.bits())
            .mapToDouble(bit -> (double) columns.set(bit) / codes.rows())
            .toArray();
    return new CodeHealth(
        codes.rows(),
        codes.bits(),
        DoubleStream.of(shares).boxed().toList(),
        (int) IntStream.range(0, codes.bits()).filter(columns::constant).count(),
        DoubleStream.of(shares).map(CodeHealth::entropy).average().orElseThrow(),
        buckets.entropy(),
        columns.meanCorrelation(),
        buckets.count(),
        buckets.largest(),
        buckets.meanOfRow(),
        quantisationError);
  }

  private static double entropy(double share) {
    return share == 0 || share == 1
        ? 0
        : -share * CodeBuckets.log2(share) - (1 - share) * CodeBuckets.log2(1 - share);
  }

  /**
   * Mean of |2 balance - 1| over the bits: 0 if every bit is set in half of the rows, 1 at worst.
   */
  public double imbalance() {
    return balance.stream().mapToDouble(share -> Math.abs(2 * share - 1)).average().orElse(0);
  }

  /** The most that {@link #entropyOfCodes()} can be: the smaller of bits and log2 of rows. */
  public double entropyBound() {
    return Math.min(bits, CodeBuckets.log2(rows));
  }

  /**
   * Whether there are no more distinct codes than classes, although there could be: rows of one
   * class can then not be told apart, and classes never seen share the codes of others.
   *
   * @param classes the number of classes that the rows belong to, at least 1
   */
  public boolean collapsed(int classes) {
    Checks.atLeast("classes", classes, 1);
    return distinctCodes <= classes && classes < rows && CodeBuckets.log2(classes) < bits;
  }

  /** What stands out, and what may help: one sentence each; one sentence if nothing does. */
  public List<String> advice() {
    return HealthAdvice.of(this);
  }
}
