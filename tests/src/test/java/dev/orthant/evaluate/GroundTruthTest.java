package dev.orthant.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orthant.data.Labels;
import dev.orthant.testing.Seeds;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GroundTruthTest {
  @Test
  void sharingOneClassIsEnough() {
    Labels queries = Labels.ofSets(new int[][] {{0, 2}, {1}});
    Labels base = Labels.ofSets(new int[][] {{2}, {0, 2}, {1, 2}, {3}});
    GroundTruth truth = GroundTruth.fromLabels(queries, base);
    assertThat(marks(truth, 0)).containsExactly(1, 1, 1, 0);
    assertThat(marks(truth, 1)).containsExactly(0, 0, 1, 0);
  }

  @Test
  void equalsComparingEveryPairOfLabelSets() {
    Random random = Seeds.random("ground truth");
    int[][] queries = randomSets(random, 20);
    int[][] base = randomSets(random, 200);
    GroundTruth truth = GroundTruth.fromLabels(Labels.ofSets(queries), Labels.ofSets(base));
    for (int query = 0; query < queries.length; query++) {
      byte[] marks = marks(truth, query);
      for (int row = 0; row < base.length; row++) {
        int[] wanted = queries[query];
        boolean shared =
            Arrays.stream(base[row]).anyMatch(c -> Arrays.stream(wanted).anyMatch(w -> w == c));
        assertThat(marks[row] != 0).isEqualTo(shared);
        assertThat(truth.isRelevant(query, row)).isEqualTo(shared);
      }
    }
  }

  private static int[][] randomSets(Random random, int rows) {
    int[][] sets = new int[rows][];
    Arrays.setAll(sets, row -> random.ints(1 + random.nextInt(3), 0, 12).distinct().toArray());
    return sets;
  }

  @Test
  void aClassThatTheBaseLacksHasNoRelevantRows() {
    GroundTruth truth = GroundTruth.fromLabels(Labels.of(9, 0), Labels.of(0, 1, 0));
    assertThat(marks(truth, 0)).containsOnly(0);
    assertThat(marks(truth, 1)).containsExactly(1, 0, 1);
  }

  @Test
  void rowsMayBeGivenInAnyOrderAndAreCopied() {
    int[][] rows = {{3, 1}, {}};
    GroundTruth truth = GroundTruth.fromRows(rows, 4);
    rows[0][0] = 2;
    assertThat(marks(truth, 0)).containsExactly(0, 1, 0, 1);
    assertThat(marks(truth, 1)).containsOnly(0);
    assertThat(truth.queries()).isEqualTo(2);
    assertThat(truth.baseRows()).isEqualTo(4);
  }

  @Test
  void badRowsAreRefusedByNumber() {
    assertThatThrownBy(() -> GroundTruth.fromRows(new int[][] {{0}, {4}}, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 4 of query 1");
    assertThatThrownBy(() -> GroundTruth.fromRows(new int[][] {{-1}}, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> GroundTruth.fromRows(new int[][] {{2, 2}}, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> GroundTruth.fromRows(new int[0][], -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  @Test
  void nullsAreRefusedByName() {
    assertThatThrownBy(() -> GroundTruth.fromLabels(null, Labels.of(new int[] {0})))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("queries");
    assertThatThrownBy(() -> GroundTruth.fromLabels(Labels.of(new int[] {0}), null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("base");
    assertThatThrownBy(() -> GroundTruth.fromRows(new int[][] {null}, 1))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("relevant");
  }

  @Test
  void askingOutsideIsRefused() {
    GroundTruth truth = GroundTruth.fromLabels(Labels.of(new int[] {0}), Labels.of(0, 1));
    assertThatThrownBy(() -> truth.isRelevant(1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> truth.isRelevant(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static byte[] marks(GroundTruth truth, int query) {
    byte[] marks = new byte[truth.baseRows()];
    Arrays.fill(marks, (byte) 7);
    truth.mark(query, marks);
    return marks;
  }
}
