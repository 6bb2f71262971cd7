package dev.orthant.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.orthant.testing.Seeds;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AveragePrecisionTest {
  private static final Offset<Double> ROUNDING = within(1e-12);
  private static final int RANKINGS = 300;

  @ParameterizedTest
  @EnumSource(Denominator.class)
  void equalsTheMeanOverAllOrdersOfTiedRows(Denominator denominator) {
    Random random = Seeds.random("average precision");
    for (int i = 0; i < RANKINGS; i++) {
      TiedRanking ranking = TiedRanking.random(random);
      int k = 1 + random.nextInt(8);
      double[] values =
          ranking.overAllOrders(order -> TiedRanking.averagePrecision(order, k, denominator));
      double expected =
          ranking.totalRelevant() == 0 ? Double.NaN : Arrays.stream(values).average().orElseThrow();
      assertThat(AveragePrecision.expectedAt(ranking.levels(), k, denominator))
          .as("%s at %d of %s", denominator, k, ranking)
          .isCloseTo(expected, ROUNDING);
    }
  }

  @ParameterizedTest
  @EnumSource(Denominator.class)
  void theBoundsAreTheWorstAndTheBestOrder(Denominator denominator) {
    Random random = Seeds.random("average precision bounds");
    for (int i = 0; i < RANKINGS; i++) {
      TiedRanking ranking = TiedRanking.random(random);
      if (ranking.totalRelevant() == 0) {
        continue;
      }
      int k = 1 + random.nextInt(8);
      double[] values =
          ranking.overAllOrders(order -> TiedRanking.averagePrecision(order, k, denominator));
      TieBounds bounds = AveragePrecisionBounds.at(ranking.levels(), k, denominator);
      String what = "%s at %d of %s".formatted(denominator, k, ranking);
      assertThat(bounds.lowest())
          .as(what)
          .isCloseTo(Arrays.stream(values).min().orElseThrow(), ROUNDING);
      assertThat(bounds.highest())
          .as(what)
          .isCloseTo(Arrays.stream(values).max().orElseThrow(), ROUNDING);
    }
  }

  @Test
  void withoutTiesItIsPlainAveragePrecision() {
    Levels levels = TiedRanking.untied(true, false, true, true, false).levels();
    double plain = (1 + 2.0 / 3 + 3.0 / 4) / 3;
    assertThat(AveragePrecision.expected(levels)).isCloseTo(plain, ROUNDING);
    TieBounds bounds = AveragePrecisionBounds.of(levels);
    assertThat(bounds.lowest()).isCloseTo(plain, ROUNDING);
    assertThat(bounds.highest()).isCloseTo(plain, ROUNDING);
  }

  @Test
  void oneBlockOf32RowsWith16RelevantLiesBetweenAThirdAndOne() {
    Levels levels = Levels.ofCounts(new long[] {32}, new long[] {16});
    TieBounds bounds = AveragePrecisionBounds.of(levels);
    assertThat(bounds.lowest()).isCloseTo(0.322, within(5e-4));
    assertThat(bounds.highest()).isEqualTo(1);
    assertThat(AveragePrecision.expected(levels)).isBetween(bounds.lowest(), bounds.highest());
  }

  @Test
  void theRetrievedDenominatorRanksOneHitAboveTwo() {
    Levels one = TiedRanking.untied(true, false, false).levels();
    Levels two = TiedRanking.untied(true, false, true).levels();
    assertThat(AveragePrecision.expectedAt(one, 3, Denominator.RETRIEVED)).isEqualTo(1);
    assertThat(AveragePrecision.expectedAt(two, 3, Denominator.RETRIEVED))
        .isCloseTo(5.0 / 6, ROUNDING);
  }

  @ParameterizedTest
  @EnumSource(Denominator.class)
  void aCutBehindTheEndIsTheFullRanking(Denominator denominator) {
    Levels levels = Levels.ofCounts(new long[] {3, 0, 9, 20}, new long[] {2, 0, 4, 1});
    double full = AveragePrecision.expected(levels);
    assertThat(AveragePrecision.expectedAt(levels, 32, denominator)).isEqualTo(full);
    assertThat(AveragePrecision.expectedAt(levels, Integer.MAX_VALUE, denominator)).isEqualTo(full);
  }

  @Test
  void withoutRelevantRowsItIsNotANumber() {
    Levels levels = Levels.ofCounts(new long[] {3, 2}, new long[] {0, 0});
    assertThat(AveragePrecision.expected(levels)).isNaN();
    assertThat(AveragePrecisionBounds.of(levels).lowest()).isNaN();
    assertThat(AveragePrecision.expected(Levels.ofCounts(new long[3], new long[3]))).isNaN();
  }

  @ParameterizedTest
  @EnumSource(Denominator.class)
  void largeLevelsStayAccurate(Denominator denominator) {
    Random random = Seeds.random("large levels");
    long[] items = random.longs(65, 0, 60_000).toArray();
    long[] relevant = Arrays.stream(items).map(n -> n == 0 ? 0 : random.nextLong(n)).toArray();
    Levels levels = Levels.ofCounts(items, relevant);
    for (int k : new int[] {1, 777, 100_000, 1_000_000}) {
      double expected = AveragePrecision.expectedAt(levels, k, denominator);
      TieBounds bounds = AveragePrecisionBounds.at(levels, k, denominator);
      assertThat(expected).isBetween(bounds.lowest(), bounds.highest());
      if (denominator != Denominator.RETRIEVED) {
        double sum = termByTerm(levels, k);
        int divisor = denominator.of(k, levels.totalRelevant(), 0);
        assertThat(expected).isCloseTo(sum / divisor, within(1e-11));
      }
    }
  }

  /** The formula before it is taken apart into a sum of reciprocals. */
  private static double termByTerm(Levels levels, int k) {
    double sum = 0;
    int before = 0;
    int hits = 0;
    for (int level = 0; level < levels.count(); level++) {
      double n = levels.items(level);
      double p = levels.relevant(level);
      for (int j = 1; j <= n && before + j <= k; j++) {
        double others = n == 1 ? 0 : (j - 1) * (p - 1) / (n - 1);
        sum += p / n * (hits + 1 + others) / (before + j);
      }
      before += levels.items(level);
      hits += levels.relevant(level);
    }
    return sum;
  }
}
