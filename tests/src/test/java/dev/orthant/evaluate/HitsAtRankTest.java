package dev.orthant.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.orthant.testing.Seeds;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HitsAtRankTest {
  @Test
  void equalsTheMeanOverAllOrdersOfTiedRows() {
    Random random = Seeds.random("hits at rank");
    for (int i = 0; i < 300; i++) {
      TiedRanking ranking = TiedRanking.random(random);
      int k = 1 + random.nextInt(8);
      double[] values = ranking.overAllOrders(order -> TiedRanking.hits(order, k));
      assertThat(HitsAtRank.expected(ranking.levels(), k))
          .as("at %d of %s", k, ranking)
          .isCloseTo(Arrays.stream(values).average().orElseThrow(), within(1e-12));
    }
  }

  @Test
  void precisionLooksAtNoMoreRowsThanThereAre() {
    Levels levels = Levels.ofCounts(new long[] {1, 3}, new long[] {1, 1});
    assertThat(HitsAtRank.precision(levels, 2)).isCloseTo((1 + 1.0 / 3) / 2, within(1e-15));
    assertThat(HitsAtRank.precision(levels, 4)).isEqualTo(0.5);
    assertThat(HitsAtRank.precision(levels, 1_000)).isEqualTo(0.5);
  }

  @Test
  void recallReachesOneAtTheEnd() {
    Levels levels = Levels.ofCounts(new long[] {1, 3}, new long[] {1, 1});
    assertThat(HitsAtRank.recall(levels, 1)).isEqualTo(0.5);
    assertThat(HitsAtRank.recall(levels, 4)).isEqualTo(1);
  }
}
