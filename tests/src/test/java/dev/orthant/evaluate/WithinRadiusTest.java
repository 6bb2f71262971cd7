package dev.orthant.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class WithinRadiusTest {
  private static final Levels LEVELS =
      Levels.ofCounts(new long[] {0, 0, 4, 0, 6}, new long[] {0, 0, 3, 0, 2});

  @Test
  void anEmptyBallHasPrecisionZero() {
    assertThat(WithinRadius.isEmpty(LEVELS, 1)).isTrue();
    assertThat(WithinRadius.precision(LEVELS, 1)).isZero();
    assertThat(WithinRadius.recall(LEVELS, 1)).isZero();
    assertThat(WithinRadius.f1(LEVELS, 1)).isZero();
  }

  @Test
  void theRadiusIsInclusive() {
    assertThat(WithinRadius.isEmpty(LEVELS, 2)).isFalse();
    assertThat(WithinRadius.precision(LEVELS, 2)).isEqualTo(3.0 / 4);
    assertThat(WithinRadius.recall(LEVELS, 2)).isEqualTo(3.0 / 5);
    assertThat(WithinRadius.precision(LEVELS, 3)).isEqualTo(3.0 / 4);
    assertThat(WithinRadius.precision(LEVELS, 4)).isEqualTo(5.0 / 10);
    assertThat(WithinRadius.recall(LEVELS, 99)).isEqualTo(1);
  }

  @Test
  void f1IsTheHarmonicMean() {
    double precision = 3.0 / 4;
    double recall = 3.0 / 5;
    assertThat(WithinRadius.f1(LEVELS, 2))
        .isCloseTo(2 * precision * recall / (precision + recall), within(1e-15));
  }

  @Test
  void poolingAddsCountsBeforeItDivides() {
    Levels other = Levels.ofCounts(new long[] {1, 0, 1}, new long[] {1, 0, 0});
    RadiusPoint point = RadiusCurve.pooled(List.of(LEVELS, other), 2);
    assertThat(point).isEqualTo(new RadiusPoint(2, 4.0 / 6, 4.0 / 6));
  }

  @Test
  void theAreaIsAddedByTrapezoidsFromTheFirstPointOn() {
    List<RadiusPoint> curve =
        List.of(
            new RadiusPoint(1, 1, 0.25), new RadiusPoint(2, 0.5, 0.75), new RadiusPoint(3, 0.1, 1));
    assertThat(RadiusCurve.area(curve)).isCloseTo(0.5 * 0.75 + 0.25 * 0.3, within(1e-15));
    assertThat(RadiusCurve.area(List.of())).isNaN();
  }
}
