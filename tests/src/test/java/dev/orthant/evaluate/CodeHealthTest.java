package dev.orthant.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.index.AutoIndex;
import dev.orthant.learn.ItqTrainer;
import dev.orthant.search.Searcher;
import dev.orthant.testing.Blobs;
import dev.orthant.testing.Codes;
import dev.orthant.testing.Seeds;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeHealthTest {
  private static final Offset<Double> ROUNDING = within(1e-12);
  private final Random random = Seeds.random("code health");

  private static int bit(BinaryCodes codes, int row, int bit) {
    return (int) (codes.row(row)[bit / 64] >>> bit % 64 & 1);
  }

  /** Bit by bit and row by row. */
  private static double naiveCorrelation(BinaryCodes codes) {
    double sum = 0;
    int pairs = 0;
    for (int a = 0; a < codes.bits(); a++) {
      for (int b = 0; b < a; b++) {
        double[] mean = new double[2];
        for (int row = 0; row < codes.rows(); row++) {
          mean[0] += (double) bit(codes, row, a) / codes.rows();
          mean[1] += (double) bit(codes, row, b) / codes.rows();
        }
        double[] moments = new double[3];
        for (int row = 0; row < codes.rows(); row++) {
          double left = bit(codes, row, a) - mean[0];
          double right = bit(codes, row, b) - mean[1];
          moments[0] += left * right;
          moments[1] += left * left;
          moments[2] += right * right;
        }
        if (moments[1] > 1e-9 && moments[2] > 1e-9) {
          sum += Math.abs(moments[0]) / Math.sqrt(moments[1] * moments[2]);
          pairs++;
        }
      }
    }
    return pairs == 0 ? 0 : sum / pairs;
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "63, 10, 3", "64, 64, 40", "65, 65, 65", "300, 130, 20", "200, 24, 2"})
  void equalsCountingBitByBitAndRowByRow(int rows, int bits, int distinct) {
    BinaryCodes codes = Codes.repeated(random, rows, distinct, bits);
    CodeHealth health = CodeHealth.of(codes);
    assertThat(health.rows()).isEqualTo(rows);
    assertThat(health.bits()).isEqualTo(bits);
    double entropyOfBits = 0;
    int constant = 0;
    for (int bit = 0; bit < bits; bit++) {
      int set = 0;
      for (int row = 0; row < rows; row++) {
        set += bit(codes, row, bit);
      }
      double p = (double) set / rows;
      assertThat(health.balance().get(bit)).isEqualTo(p);
      constant += set == 0 || set == rows ? 1 : 0;
      entropyOfBits += term(p) + term(1 - p);
    }
    assertThat(health.constantBits()).isEqualTo(constant);
    assertThat(health.entropyOfBits()).isCloseTo(entropyOfBits / bits, ROUNDING);
    assertThat(health.correlation()).isCloseTo(naiveCorrelation(codes), within(1e-9));

    Map<String, Integer> buckets = new HashMap<>();
    for (int row = 0; row < rows; row++) {
      buckets.merge(Arrays.toString(codes.row(row)), 1, Integer::sum);
    }
    assertThat(health.distinctCodes()).isEqualTo(buckets.size());
    assertThat(health.largestBucket())
        .isEqualTo(buckets.values().stream().mapToInt(Integer::intValue).max().orElseThrow());
    double entropy = 0;
    double squares = 0;
    for (int size : buckets.values()) {
      entropy += term((double) size / rows);
      squares += (double) size * size;
    }
    assertThat(health.entropyOfCodes()).isCloseTo(entropy, ROUNDING);
    assertThat(health.entropyOfCodes()).isLessThanOrEqualTo(health.entropyBound() + 1e-9);
    assertThat(health.rowsPerLookup()).isCloseTo(squares / rows, within(1e-9));
    assertThat(health.quantisationError()).isEmpty();
  }

  private static double term(double p) {
    return p == 0 ? 0 : -p * Math.log(p) / Math.log(2);
  }

  @Test
  void randomCodesAreHealthy() {
    CodeHealth health = CodeHealth.of(Codes.random(random, 4_000, 64));
    assertThat(health.imbalance()).isLessThan(0.05);
    assertThat(health.correlation()).isLessThan(0.05);
    assertThat(health.entropyOfBits()).isGreaterThan(0.99);
    assertThat(health.advice()).containsExactly("Nothing stands out.");
    assertThat(health.collapsed(10)).isFalse();
  }

  @Test
  void eachDefectIsNamed() {
    assertThat(CodeHealth.of(Codes.repeated(random, 500, 1, 32)).advice())
        .singleElement()
        .asString()
        .contains("same code");
    assertThat(CodeHealth.of(Codes.repeated(random, 500, 4, 32)).advice())
        .anyMatch(sentence -> sentence.contains("Codes repeat"))
        .anyMatch(sentence -> sentence.contains("One code holds"))
        .anyMatch(sentence -> sentence.contains("repeat each other"));
    long[] lowBits = random.longs(500, 0, 1 << 8).toArray(); // 8 of 16 bits are never set
    assertThat(CodeHealth.of(BinaryCodes.wrap(lowBits, 16)).advice())
        .anyMatch(sentence -> sentence.startsWith("8 of 16 bits"))
        .anyMatch(sentence -> sentence.contains("unbalanced"));
  }

  @Test
  void aCodePerClassIsACollapseWhereMoreWouldHaveFitted() {
    CodeHealth four = CodeHealth.of(Codes.repeated(random, 500, 4, 32));
    assertThat(four.collapsed(4)).isTrue();
    assertThat(four.collapsed(3)).isFalse();
    assertThat(CodeHealth.of(Codes.repeated(random, 500, 4, 2)).collapsed(4)).isFalse();
    assertThat(CodeHealth.of(Codes.random(random, 4, 32)).collapsed(4)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> four.collapsed(0));
  }

  @Test
  void theQuantisationErrorIsThatOfTheProjections() {
    double[] sizes = new double[2];
    double[] squares = new double[2];
    QuantisationError.add(new float[] {1, 2}, sizes, squares);
    QuantisationError.add(new float[] {-3, -2}, sizes, squares);
    // Of 1 and -3 the best scale is 2, and what is left is 2 of 10; 2 and -2 are signs.
    assertThat(QuantisationError.ofSums(2, sizes, squares)).isCloseTo(0.1, ROUNDING);
    Blobs blobs = Blobs.of(300, 12, 4, 6, 5);
    try (HashModel model = ItqTrainer.ofBits(8).train(blobs.vectors())) {
      CodeHealth health = CodeHealth.of(model, blobs.vectors(), 1);
      assertThat(health.quantisationError().orElseThrow()).isBetween(0.0, 0.6);
      BinaryCodes codes = model.encode(blobs.vectors());
      assertThat(health.distinctCodes()).isEqualTo(CodeHealth.of(codes).distinctCodes());
      assertThat(CodeHealth.of(model, blobs.vectors(), codes)).isEqualTo(health);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> CodeHealth.of(model, blobs.vectors(), codes.select(new int[] {0})));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 500, 60_000})
  void theSearchCostIsThatOfTheIndex(int rows) {
    BinaryCodes codes = Codes.random(random, rows, 64);
    SearchCost cost = SearchCost.of(codes, 3, 1);
    assertThat(cost.k()).isEqualTo(3);
    assertThat(cost.scanNanos().isPresent()).isEqualTo(cost.tablesNanos().isPresent());
    cost.scanNanos().ifPresent(nanos -> assertThat(nanos).isPositive());
    try (AutoIndex index = AutoIndex.over(codes, 1)) { // prices are measured for each index
      SearchCost ofIndex = SearchCost.of(index, codes, 3);
      assertThat(ofIndex.scanNanos()).isEqualTo(explained(index, codes, "expected_scan_ns"));
      assertThat(ofIndex.tablesNanos()).isEqualTo(explained(index, codes, "expected_tables_ns"));
    }
    assertThat(cost.advice()).contains("LinearScan");
  }

  /** The mean of what the index expects of 64 searches, evenly spaced over its rows. */
  private static OptionalDouble explained(AutoIndex index, BinaryCodes codes, String key) {
    int queries = Math.min(64, codes.rows());
    try (Searcher searcher = index.newSearcher()) {
      return IntStream.range(0, queries)
          .boxed()
          .flatMap(
              i -> {
                searcher.nearest(codes.row((int) ((long) i * codes.rows() / queries)), 3);
                return searcher.explain().stream();
              })
          .filter(part -> part.containsKey(key))
          .mapToDouble(part -> Double.parseDouble(part.get(key)))
          .average();
    }
  }

  /** The same table with few slots: it ends also where codes are more than it holds. */
  @Test
  void moreDistinctCodesThanTheTableHoldsAreRefused() {
    BinaryCodes codes = Codes.repeated(random, 200, 16, 64);
    int distinct = CodeBuckets.of(codes).count();
    assertThat(CodeBuckets.of(codes, 32).count()).isEqualTo(distinct);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CodeBuckets.of(codes, 8))
        .withMessageContaining("at most 7");
  }

  @Test
  void codesWithoutRowsAreRefused() {
    BinaryCodes none = BinaryCodes.wrap(new long[0], 64);
    assertThatIllegalArgumentException().isThrownBy(() -> CodeHealth.of(none));
    assertThatIllegalArgumentException().isThrownBy(() -> SearchCost.of(none, 1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SearchCost.of(Codes.random(random, 9, 8), 0, 1));
    Blobs blobs = Blobs.of(50, 12, 4, 6, 5);
    try (HashModel model = ItqTrainer.ofBits(8).train(blobs.vectors())) {
      Vectors empty = blobs.vectors().select(new int[0]);
      assertThatIllegalArgumentException().isThrownBy(() -> CodeHealth.of(model, empty, 1));
    }
  }
}
