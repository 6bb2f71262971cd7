package dev.orthant.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LabelsTest {

  @Test
  void oneLabelPerRow() {
    Labels labels = Labels.of(2, 0, 2);
    assertThat(labels.rows()).isEqualTo(3);
    assertThat(labels.classes()).isEqualTo(3);
    assertThat(labels.row(0)).containsExactly(2);
    assertThat(labels.row(1)).containsExactly(0);
  }

  @Test
  void severalLabelsPerRow() {
    Labels labels = Labels.ofSets(new int[][] {{0, 4}, {1}});
    assertThat(labels.rows()).isEqualTo(2);
    assertThat(labels.classes()).isEqualTo(5);
    assertThat(labels.row(0)).containsExactlyInAnyOrder(0, 4);
    assertThat(labels.row(1)).containsExactly(1);
  }

  @Test
  void oneRowIsEnough() {
    assertThat(Labels.of(5).row(0)).containsExactly(5);
  }

  @Test
  void aSelectionKeepsTheNumberOfClasses() {
    Labels chosen = Labels.ofSets(new int[][] {{3}, {0, 1}, {2}}).select(new int[] {1, 1});
    assertThat(chosen.rows()).isEqualTo(2);
    assertThat(chosen.row(1)).containsExactlyInAnyOrder(0, 1);
    assertThat(chosen.classes()).isEqualTo(4);
  }

  @Test
  void moreClassesCanBeDeclaredThanOccur() {
    assertThat(Labels.of(0, 1).withClasses(10).classes()).isEqualTo(10);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Labels.of(0, 7).withClasses(7))
        .withMessageContaining("7");
  }

  @Test
  void whatTheCallerDoesToItsArraysDoesNotReachTheLabels() {
    int[] given = {0, 1};
    Labels labels = Labels.of(given);
    given[0] = 1;
    labels.row(1)[0] = 0;
    assertThat(labels.row(0)).containsExactly(0);
    assertThat(labels.row(1)).containsExactly(1);
  }

  @Test
  void aNegativeLabelOrARowWithoutOneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Labels.of(0, -3))
        .withMessageContaining("-3");
    assertThatIllegalArgumentException().isThrownBy(() -> Labels.ofSets(new int[][] {{0}, {}}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Labels.ofSets(new int[][] {{0, -2}}))
        .withMessageContaining("-2");
    assertThatThrownBy(() -> Labels.ofSets(new int[][] {{0}, null}))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void aLabelThatIsTooLargeIsRefusedWithItsRowAndTheBound() {
    assertThat(Labels.of(Labels.MAX_CLASSES - 1).classes()).isEqualTo(1 << 20);
    for (int label : new int[] {1 << 20, 2_000_000_000, Integer.MAX_VALUE}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Labels.of(0, label))
          .withMessageContainingAll("row 1", Integer.toString(label), "1048575");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Labels.ofSets(new int[][] {{0}, {3}, {1, label}}))
          .withMessageContainingAll("row 2", Integer.toString(label), "1048575");
    }
    Labels labels = Labels.of(0, 1);
    assertThat(labels.withClasses(1 << 20).classes()).isEqualTo(Labels.MAX_CLASSES);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> labels.withClasses((1 << 20) + 1))
        .withMessageContainingAll("1048577", "1048576");
  }

  @Test
  void aLabelThatARowRepeatsIsKeptOnce() {
    Labels labels = Labels.ofSets(new int[][] {{4, 0, 4, 4}, {1, 1}});
    assertThat(labels.row(0)).containsExactly(0, 4);
    assertThat(labels.row(1)).containsExactly(1);
    assertThat(labels).isEqualTo(Labels.ofSets(new int[][] {{0, 4}, {1}}));
  }

  @Test
  void moreLabelsThanAnArrayHoldsAreRefused() {
    int[] all = IntStream.range(0, Labels.MAX_CLASSES).toArray();
    Labels labels = Labels.ofSets(new int[][] {all});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> labels.select(new int[2048]))
        .withMessageContainingAll("2147483648", "2147483639");
  }

  @Test
  void aRowThatIsNotThereIsRefused() {
    Labels labels = Labels.of(0, 1);
    for (int row : new int[] {-1, 2, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> labels.row(row))
          .isInstanceOfAny(IllegalArgumentException.class, IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> labels.select(new int[] {row}))
          .isInstanceOfAny(IllegalArgumentException.class, IndexOutOfBoundsException.class);
    }
  }
}
