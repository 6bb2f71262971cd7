package dev.orthant.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.testing.Blobs;
import dev.orthant.testing.Seeds;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CosineRankingTest {
  @Test
  void tiesAreExpectationsOverAllOrders() {
    Random random = Seeds.random("cosine ties");
    for (int trial = 0; trial < 200; trial++) {
      TiedRanking ranking = TiedRanking.random(random);
      float[][] base = new float[ranking.rows().size()][];
      int[] relevant = new int[base.length];
      for (int row = 0; row < base.length; row++) {
        double angle = 0.5 * ranking.rows().get(row).distance();
        base[row] = new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
        relevant[row] = ranking.rows().get(row).relevant() ? 0 : 1;
      }
      CosineRanking measured = rank(new float[][] {{3, 0}}, base, new int[1], relevant, 2, 1);
      if (ranking.totalRelevant() == 0) {
        assertThat(measured.meanAveragePrecision()).isNaN();
        assertThat(measured.queriesWithoutRelevant()).isEqualTo(1);
        continue;
      }
      double[] averages =
          ranking.overAllOrders(
              order ->
                  TiedRanking.averagePrecision(order, Integer.MAX_VALUE, Denominator.ALL_RELEVANT));
      double[] hits = ranking.overAllOrders(order -> TiedRanking.hits(order, 2));
      int k = Math.min(2, base.length);
      assertThat(measured.meanAveragePrecision()).isCloseTo(mean(averages), within(1e-12));
      assertThat(measured.precisionAtK()).isCloseTo(mean(hits) / k, within(1e-12));
    }
  }

  @Test
  void manyRowsAreRankedAsBySorting() {
    Blobs blobs = Blobs.of(700, 9, 5, 4, 3); // more queries than one task has
    int[] queries = IntStream.range(0, 300).toArray();
    int[] base = IntStream.range(300, 700).toArray();
    GroundTruth truth =
        GroundTruth.fromLabels(blobs.labels().select(queries), blobs.labels().select(base));
    Vectors asked = blobs.vectors().select(queries);
    Vectors rows = blobs.vectors().select(base);
    double sum = 0;
    for (int query : queries) {
      Integer[] order = IntStream.of(base).boxed().toArray(Integer[]::new);
      float[] q = blobs.features()[query];
      Arrays.sort(order, Comparator.comparingDouble(row -> -cosine(q, blobs.features()[row])));
      boolean[] hits = new boolean[order.length];
      for (int i = 0; i < order.length; i++) {
        hits[i] = blobs.classes()[order[i]] == blobs.classes()[query];
      }
      sum +=
          TiedRanking.averagePrecision(
              TiedRanking.untied(hits).rows(), order.length, Denominator.ALL_RELEVANT);
    }
    CosineRanking one = CosineRanking.of(asked, rows, truth, 20, 1);
    assertThat(one.meanAveragePrecision()).isCloseTo(sum / queries.length, within(1e-5));
    assertThat(CosineRanking.of(asked, rows, truth, 20, 3)).isEqualTo(one);
  }

  @Test
  void badInputIsRefused() {
    float[][] good = {{1, 2}, {0, 0}};
    assertThat(rank(good, good, new int[2], new int[2], 1, 1).meanAveragePrecision()).isEqualTo(1);
    refused(() -> rank(good, new float[][] {{1}}, new int[2], new int[1], 1, 1), "2");
    refused(() -> rank(good, good, new int[3], new int[2], 1, 1), "3");
    refused(() -> rank(good, good, new int[2], new int[1], 1, 1), "1");
    refused(() -> rank(good, good, new int[2], new int[2], 0, 1), "k");
    refused(() -> rank(good, good, new int[2], new int[2], 1, 0), "threads");
    float[][] bad = {{1, 2}, {Float.NaN, 0}};
    refused(() -> rank(good, bad, new int[2], new int[2], 1, 1), "base row 1");
    refused(() -> rank(bad, good, new int[2], new int[2], 1, 1), "query 1");
  }

  private static void refused(Runnable call, String part) {
    assertThatIllegalArgumentException().isThrownBy(call::run).withMessageContaining(part);
  }

  private static CosineRanking rank(
      float[][] queries, float[][] base, int[] asked, int[] labels, int k, int threads) {
    return CosineRanking.of(
        Vectors.copyOf(queries),
        Vectors.copyOf(base),
        GroundTruth.fromLabels(Labels.of(asked), Labels.of(labels)),
        k,
        threads);
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      squaresA += (double) a[i] * a[i];
      squaresB += (double) b[i] * b[i];
    }
    return dot / Math.sqrt(squaresA * squaresB);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}
