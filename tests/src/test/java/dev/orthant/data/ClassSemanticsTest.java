package dev.orthant.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
