package dev.orthant.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LevelsTest {
  @Test
  void distancesWithoutRowsAreLeftOut() {
    Levels levels = Levels.ofCounts(new long[] {0, 2, 0, 5, 0}, new long[] {0, 1, 0, 3, 0});
    assertThat(levels.count()).isEqualTo(2);
    assertThat(levels.distance(0)).isEqualTo(1);
    assertThat(levels.items(0)).isEqualTo(2);
    assertThat(levels.relevant(0)).isEqualTo(1);
    assertThat(levels.distance(1)).isEqualTo(3);
    assertThat(levels.items(1)).isEqualTo(5);
    assertThat(levels.relevant(1)).isEqualTo(3);
    assertThat(levels.totalItems()).isEqualTo(7);
    assertThat(levels.totalRelevant()).isEqualTo(4);
  }

  @Test
  void ballsAreInclusiveAndMayReachBeyondTheEnd() {
    Levels levels = Levels.ofCounts(new long[] {0, 2, 0, 5, 0}, new long[] {0, 1, 0, 3, 0});
    assertThat(IntStream.of(0, 1, 2, 3, 4, 1_000).map(levels::itemsWithin))
        .containsExactly(0, 2, 2, 7, 7, 7);
    assertThat(levels.relevantWithin(2)).isEqualTo(1);
    assertThat(levels.relevantWithin(3)).isEqualTo(4);
  }

  @Test
  void anEmptyBaseHasNoLevels() {
    Levels levels = Levels.ofCounts(new long[65], new long[65]);
    assertThat(levels.count()).isZero();
    assertThat(levels.totalItems()).isZero();
    assertThat(levels.itemsWithin(64)).isZero();
  }

  @Test
  void moreRowsThanAnIntHoldsAreRefused() {
    assertThatThrownBy(() -> Levels.ofCounts(new long[] {1L << 31}, new long[1]))
        .isInstanceOf(ArithmeticException.class);
  }
}
