package dev.orthant.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ClassSemanticsTest {
  private final Vectors vectors = Vectors.copyOf(new float[][] {{1, 0}, {0, 2}, {0, 0}});
  private final ClassSemantics three = ClassSemantics.of(List.of("cat", "dog", "ship"), vectors);

  @Test
  void aNameLeadsToItsClass() {
    assertThat(three.names()).containsExactly("cat", "dog", "ship");
    assertThat(three.indexOf("dog")).isEqualTo(1);
    assertThat(three.classes()).isEqualTo(3);
    assertThat(three.dimension()).isEqualTo(2);
    assertThat(three.vectors().row(1)).containsExactly(0, 2);
  }

  @Test
  void aRowOfZerosMeansThatTheClassIsNotKnown() {
    assertThat(three.isKnown(0)).isTrue();
    assertThat(three.isKnown(2)).isFalse();
  }

  @Test
  void moreValuesThanAnArrayHoldsAreRefusedWithTheirSizes() {
    Vectors row = Vectors.wrap(new float[1 << 16], 1 << 16);
    List<String> names = IntStream.range(0, 1 << 15).mapToObj(Integer::toString).toList();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassSemantics.of(names, row.select(new int[1 << 15])))
        .withMessageContainingAll("32768 x 65536", "2147483639");
  }

  @Test
  void theAverageIsOfUnitLengthWhateverTheVectorsLengths() {
    ClassSemantics other =
        ClassSemantics.of(three.names(), Vectors.copyOf(new float[][] {{0, 7}, {0, 0}, {3, 4}}));
    ClassSemantics mean = ClassSemantics.average(List.of(three, other));
    float half = (float) Math.sqrt(0.5);
    assertThat(mean.names()).isEqualTo(three.names());
    assertThat(mean.vectors().row(0)).containsExactly(half, half);
    assertThat(mean.vectors().row(1)).containsExactly(0, 1); // from the one that has it
    assertThat(mean.vectors().row(2)).containsExactly(0.6f, 0.8f);
    assertThat(ClassSemantics.average(List.of(three)).vectors().row(1)).containsExactly(0, 1);
    assertThat(ClassSemantics.average(List.of(three, three)).isKnown(2)).isFalse();
    assertThat(
            ClassSemantics.average(List.of(three, three, other)).vectors().row(0)[0]
                / ClassSemantics.average(List.of(three, three, other)).vectors().row(0)[1])
        .isCloseTo(2, within(1e-6f));
  }

  @Test
  void whatHasNoAverageIsRefused() {
    ClassSemantics wide =
        ClassSemantics.of(
            three.names(), Vectors.copyOf(new float[][] {{1, 0, 0}, {1, 0, 0}, {1, 0, 0}}));
    ClassSemantics renamed = ClassSemantics.of(List.of("cat", "dog", "boat"), vectors);
    ClassSemantics opposite =
        ClassSemantics.of(three.names(), Vectors.copyOf(new float[][] {{-2, 0}, {0, 1}, {0, 0}}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassSemantics.average(List.of()))
        .withMessageContaining("class semantics");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassSemantics.average(List.of(three, wide)))
        .withMessageContainingAll("of 2", "of 3 values");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassSemantics.average(List.of(three, renamed)))
        .withMessageContainingAll("ship", "boat");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassSemantics.average(List.of(three, opposite)))
        .withMessageContaining("class 0, 'cat', cancel out");
  }

  @Test
  void leavingClassesOutKeepsTheirNumbers() {
    ClassSemantics less = three.without(0);
    assertThat(less.classes()).isEqualTo(3);
    assertThat(less.isKnown(0)).isFalse();
    assertThat(less.isKnown(1)).isTrue();
    assertThat(less.vectors().row(0)).containsExactly(0, 0);
    assertThat(three.isKnown(0)).isTrue();
    assertThat(three.vectors().row(0)).containsExactly(1, 0);
  }

  @Test
  void anUnknownNameIsRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> three.indexOf("truck"))
        .withMessageContaining("truck");
  }

  @Test
  void namesMustMatchTheRowsAndDiffer() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassSemantics.of(List.of("cat", "dog"), vectors))
        .withMessageContaining("2")
        .withMessageContaining("3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassSemantics.of(List.of("cat", "dog", "cat"), vectors))
        .withMessageContaining("cat");
  }

  @Test
  void aClassThatIsNotThereIsRefused() {
    for (int c : new int[] {-1, 3}) {
      assertThatThrownBy(() -> three.isKnown(c))
          .isInstanceOfAny(IllegalArgumentException.class, IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> three.without(c))
          .isInstanceOfAny(IllegalArgumentException.class, IndexOutOfBoundsException.class);
    }
  }
}
