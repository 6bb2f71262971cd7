package dev.orthant.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.orthant.testing.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NormalizedGainTest {
  @Test
  void equalsTheMeanOverAllOrdersOfTiedRows() {
    Random random = Seeds.random("normalised gain");
    for (int i = 0; i < 300; i++) {
      TiedRanking ranking = TiedRanking.random(random);
      int k = 1 + random.nextInt(8);
      double[] values = ranking.overAllOrders(order -> ndcg(order, k));
      double expected =
          ranking.totalRelevant() == 0 ? Double.NaN : Arrays.stream(values).average().orElseThrow();
      assertThat(new NormalizedGain(ranking.rows().size()).expectedAt(ranking.levels(), k))
          .as("at %d of %s", k, ranking)
          .isCloseTo(expected, within(1e-12));
    }
  }

  /** From the definition: the gains of one order over those of the order with all hits first. */
  private static double ndcg(List<TiedRanking.Row> order, int k) {
    double gain = 0;
    double best = 0;
    int hits = 0;
    for (int rank = 1; rank <= order.size(); rank++) {
      if (order.get(rank - 1).relevant()) {
        hits++;
        gain += rank <= k ? 1 / (Math.log(1 + rank) / Math.log(2)) : 0;
        best += hits <= k ? 1 / (Math.log(1 + hits) / Math.log(2)) : 0;
      }
    }
    return best == 0 ? 0 : gain / best;
  }

  @Test
  void ofTheBestRankingItIsOneAndWithoutTiesItIsThePlainOne() {
    NormalizedGain gain = new NormalizedGain(4);
    assertThat(gain.expectedAt(TiedRanking.untied(true, true, false, false).levels(), 4))
        .isCloseTo(1, within(1e-15));
    double plain = (1 + 0.5) / (1 + 1 / (Math.log(3) / Math.log(2)));
    assertThat(gain.expectedAt(TiedRanking.untied(true, false, true, false).levels(), 4))
        .isCloseTo(plain, within(1e-15));
  }

  @Test
  void aCutBehindTheEndIsTheFullRanking() {
    Levels levels = Levels.ofCounts(new long[] {3, 0, 9, 20}, new long[] {2, 0, 4, 1});
    NormalizedGain gain = new NormalizedGain(32);
    assertThat(gain.expectedAt(levels, 1_000)).isEqualTo(gain.expectedAt(levels, 32));
    assertThat(gain.expectedAt(levels, Integer.MAX_VALUE)).isEqualTo(gain.expectedAt(levels, 32));
  }

  @Test
  void withoutRelevantRowsItIsNotANumber() {
    Levels none = Levels.ofCounts(new long[] {3, 2}, new long[] {0, 0});
    assertThat(new NormalizedGain(5).expectedAt(none, 3)).isNaN();
  }
}
