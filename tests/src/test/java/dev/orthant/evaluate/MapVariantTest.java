package dev.orthant.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.orthant.data.BinaryCodes;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Worked by hand. Four bits; the base's codes have 1, 0, 1, 2, 3 and 1 bits set, so a query 0000
 * ranks the rows, ties in index order: 1 | 0 2 5 | 3 | 4.
 */
class MapVariantTest {
  private static final Offset<Double> ROUNDING = within(1e-12);

  private static final BinaryCodes BASE =
      BinaryCodes.wrap(new long[] {0b0001, 0b0000, 0b0010, 0b0011, 0b0111, 0b1000}, 4);
  private static final BinaryCodes QUERIES = BinaryCodes.wrap(new long[3], 4);

  /** Query 0 finds hits at ranks 2, 4 and 5; query 1 only at rank 6; query 2 has none. */
  private static final GroundTruth TRUTH =
      GroundTruth.fromRows(new int[][] {{0, 5, 3}, {4}, {}}, 6);

  private static final double FULL = (1.0 / 2 + 2.0 / 4 + 3.0 / 5) / 3;
  private static final double LAST = 1.0 / 6;

  private final Evaluation evaluation = Evaluation.ofRanking(QUERIES, BASE, TRUTH);

  @Test
  void dsdhLeavesOutQueriesWithoutRelevantRows() {
    assertThat(evaluation.meanAveragePrecision(MapVariant.DSDH))
        .isCloseTo((FULL + LAST) / 2, ROUNDING);
  }

  @ParameterizedTest
  @EnumSource(names = {"SDH", "ZSH", "CALC_TOP_MAP", "ORTHO_HASH"})
  void theseCountQueriesWithoutHitsAsZero(MapVariant variant) {
    assertThat(evaluation.meanAveragePrecision(variant)).isCloseTo((FULL + LAST) / 3, ROUNDING);
    assertThat(evaluation.meanAveragePrecision(variant, 4))
        .as("query 0: hits at ranks 2 and 4 of 4; query 1: none")
        .isCloseTo((1.0 / 2 + 2.0 / 4) / 2 / 3, ROUNDING);
  }

  @Test
  void hashNetLeavesOutQueriesWithoutHitsAmongTheFirstK() {
    assertThat(evaluation.meanAveragePrecision(MapVariant.HASH_NET, 4))
        .isCloseTo((1.0 / 2 + 2.0 / 4) / 2, ROUNDING);
    assertThat(evaluation.meanAveragePrecision(MapVariant.HASH_NET))
        .isCloseTo((FULL + LAST) / 2, ROUNDING);
  }

  @Test
  void dsdhCutAtKStillDividesByAllRelevantRows() {
    assertThat(evaluation.meanAveragePrecision(MapVariant.DSDH, 4))
        .isCloseTo((1.0 / 2 + 2.0 / 4) / 3, ROUNDING);
  }

  @Test
  void vlFeatAddsTrapezoidsOverRanks() {
    double first =
        ((0.0 / 1 + 1.0 / 2) / 2 + (1.0 / 3 + 2.0 / 4) / 2 + (2.0 / 4 + 3.0 / 5) / 2) / 3;
    double second = (0.0 / 5 + 1.0 / 6) / 2;
    assertThat(evaluation.meanAveragePrecision(MapVariant.VL_FEAT_AREA))
        .isCloseTo((first + second) / 2, ROUNDING);
  }

  @Test
  void vlFeatStartsAtPrecisionOne() {
    Evaluation top =
        Evaluation.ofRanking(
            QUERIES.select(new int[] {0}), BASE, GroundTruth.fromRows(new int[][] {{1, 2}}, 6));
    double expected = ((1.0 + 1.0) / 2 + (1.0 / 2 + 2.0 / 3) / 2) / 2;
    assertThat(top.meanAveragePrecision(MapVariant.VL_FEAT_AREA)).isCloseTo(expected, ROUNDING);
  }

  @Test
  void theAreaByRadiusPoolsTheQueries() {
    // found and relevant within 0, 1, 2, 3 of queries 0 and 1: 2/0, 8/2, 10/3, 12/4; 4 to be found
    double expected =
        (2.0 / 4) * (0.0 / 2 + 2.0 / 8) / 2
            + (1.0 / 4) * (2.0 / 8 + 3.0 / 10) / 2
            + (1.0 / 4) * (3.0 / 10 + 4.0 / 12) / 2;
    assertThat(evaluation.meanAveragePrecision(MapVariant.RADIUS_AREA))
        .isCloseTo(expected, ROUNDING);
  }

  @Test
  void theAreaByRadiusHasNoCutOff() {
    assertThatThrownBy(() -> evaluation.meanAveragePrecision(MapVariant.RADIUS_AREA, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RADIUS_AREA")
        .hasMessageContaining("10");
  }

  @Test
  void theUsualCutOffsAreKnown() {
    assertThat(MapVariant.ZSH.cut()).isEqualTo(10_000);
    assertThat(MapVariant.SDH.cut()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void indexOrderDependsOnTheBaseAndTheTieAwareFigureDoesNot() {
    BinaryCodes query = QUERIES.select(new int[] {0});
    Evaluation forwards =
        Evaluation.ofRanking(query, BASE, GroundTruth.fromRows(new int[][] {{0, 2, 3}}, 6));
    Evaluation backwards =
        Evaluation.ofRanking(
            query,
            BASE.select(new int[] {5, 4, 3, 2, 1, 0}),
            GroundTruth.fromRows(new int[][] {{5, 3, 2}}, 6));
    assertThat(forwards.meanAveragePrecision(MapVariant.DSDH))
        .as("hits at ranks 2, 3 and 5")
        .isCloseTo((1.0 / 2 + 2.0 / 3 + 3.0 / 5) / 3, ROUNDING);
    assertThat(backwards.meanAveragePrecision(MapVariant.DSDH))
        .as("hits at ranks 3, 4 and 5")
        .isCloseTo((1.0 / 3 + 2.0 / 4 + 3.0 / 5) / 3, ROUNDING);
    assertThat(backwards.meanAveragePrecision()).isEqualTo(forwards.meanAveragePrecision());
  }

  @Test
  void indexOrderLiesBetweenTheBounds() {
    assertThat(evaluation.meanAveragePrecision(MapVariant.DSDH))
        .isBetween(
            evaluation.meanAveragePrecisionBounds().lowest(),
            evaluation.meanAveragePrecisionBounds().highest());
  }
}
