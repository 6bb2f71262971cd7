package dev.orthant.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orthant.testing.Blobs;
import dev.orthant.testing.Seeds;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class VectorsTest {
  private final Vectors six = Vectors.wrap(new float[] {1, 2, 3, 4, 5, 6}, 2);

  @Test
  void wrappingCountsTheRows() {
    assertThat(six.rows()).isEqualTo(3);
    assertThat(six.dimension()).isEqualTo(2);
    assertThat(six.row(1)).containsExactly(3, 4);
  }

  @Test
  void aWrappedArrayIsSharedAndACopyIsNot() {
    float[] values = {1, 2};
    float[][] rows = {{1, 2}};
    Vectors wrapped = Vectors.wrap(values, 2);
    Vectors copied = Vectors.copyOf(rows);
    values[0] = 9;
    rows[0][0] = 9;
    assertThat(wrapped.row(0)[0]).isEqualTo(9);
    assertThat(copied.row(0)[0]).isEqualTo(1);
  }

  @Test
  void aRowIsACopy() {
    six.row(0)[0] = 99;
    assertThat(six.row(0)[0]).isEqualTo(1);
  }

  @Test
  void copyingRowsStartsWhereAskedAndTouchesNothingElse() {
    float[] into = {-1, -1, -1, -1, -1, -1};
    six.copyRows(1, 2, into, 1);
    assertThat(into).containsExactly(-1, 3, 4, 5, 6, -1);
    six.copyRows(3, 0, into, 6);
    assertThat(into).containsExactly(-1, 3, 4, 5, 6, -1);
  }

  @Test
  void copyingBeyondTheEndOrIntoAShortArrayIsRefused() {
    assertOutOfBounds(() -> six.copyRows(2, 2, new float[8], 0));
    assertOutOfBounds(() -> six.copyRows(-1, 1, new float[8], 0));
    assertOutOfBounds(() -> six.copyRows(0, -1, new float[8], 0));
    assertOutOfBounds(() -> six.copyRows(0, 3, new float[5], 0));
    assertOutOfBounds(() -> six.copyRows(0, 1, new float[2], 1));
    assertOutOfBounds(() -> six.copyRows(0, 1, new float[2], -1));
    assertOutOfBounds(() -> six.copyRows(Integer.MAX_VALUE, Integer.MAX_VALUE, new float[2], 0));
    assertOutOfBounds(() -> six.row(3));
    assertOutOfBounds(() -> six.row(-1));
  }

  @Test
  void aSelectionRepeatsAndReordersRows() {
    Vectors chosen = six.select(new int[] {2, 0, 2});
    assertThat(chosen.rows()).isEqualTo(3);
    assertThat(chosen.row(0)).containsExactly(5, 6);
    assertThat(chosen.row(1)).containsExactly(1, 2);
    float[] block = new float[6];
    chosen.copyRows(0, 3, block, 0);
    assertThat(block).containsExactly(5, 6, 1, 2, 5, 6);
  }

  @Test
  void aSelectionDoesNotFollowTheArrayItWasMadeFrom() {
    int[] rows = {1};
    Vectors chosen = six.select(rows);
    rows[0] = 2;
    assertThat(chosen.row(0)).containsExactly(3, 4);
  }

  @Test
  void selectingARowThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> six.select(new int[] {0, 3}))
        .isInstanceOfAny(IllegalArgumentException.class, IndexOutOfBoundsException.class)
        .hasMessageContaining("3");
    assertThatThrownBy(() -> six.select(new int[] {-1}))
        .isInstanceOfAny(IllegalArgumentException.class, IndexOutOfBoundsException.class)
        .hasMessageContaining("-1");
  }

  @Test
  void aConcatenationReadsAcrossItsParts() {
    Vectors joined = Vectors.concat(List.of(six, six.select(new int[] {1}), six));
    assertThat(joined.rows()).isEqualTo(7);
    float[] block = new float[8];
    joined.copyRows(2, 4, block, 0);
    assertThat(block).containsExactly(5, 6, 3, 4, 1, 2, 3, 4);
  }

  @Test
  void joiningDifferentDimensionsNamesBoth() {
    Vectors narrow = Vectors.wrap(new float[] {1}, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Vectors.concat(List.of(six, narrow)))
        .withMessageContaining("1")
        .withMessageContaining("2");
    assertThatIllegalArgumentException().isThrownBy(() -> Vectors.concat(List.of()));
  }

  @Test
  void scalingMultipliesEachColumn() {
    Vectors scaled = six.scaled(new float[] {2, 10});
    assertThat(scaled.row(2)).containsExactly(10, 60);
    float[] block = new float[4];
    scaled.copyRows(0, 2, block, 0);
    assertThat(block).containsExactly(2, 20, 6, 40);
  }

  @Test
  void aScaleOfTheWrongLengthNamesBoth() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> six.scaled(new float[] {1, 2, 3}))
        .withMessageContaining("3")
        .withMessageContaining("2");
  }

  @Test
  void shapesThatAreNoneAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Vectors.wrap(new float[5], 2));
    assertThatIllegalArgumentException().isThrownBy(() -> Vectors.wrap(new float[4], 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Vectors.wrap(new float[4], -2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Vectors.copyOf(new float[][] {{1, 2}, {3}}));
    assertThatNullPointerException().isThrownBy(() -> Vectors.copyOf(new float[][] {{1}, null}));
  }

  @Test
  void viewsOfViewsEqualTheirNaiveTwin() {
    Random random = Seeds.random("views");
    for (int round = 0; round < 50; round++) {
      int dimension = 1 + random.nextInt(9);
      float[][] rows = Blobs.gaussian(random, 1 + random.nextInt(300), dimension);
      int[] chosen = random.ints(1 + random.nextInt(400), 0, rows.length).toArray();
      float[] scale = Blobs.gaussian(random, 1, dimension)[0];
      Vectors view = Vectors.concat(List.of(Vectors.copyOf(rows), Vectors.copyOf(rows)));
      Vectors made = view.select(chosen).scaled(scale);
      for (int i = 0; i < chosen.length; i++) {
        float[] expected = new float[dimension];
        for (int j = 0; j < dimension; j++) {
          expected[j] = rows[chosen[i]][j] * scale[j];
        }
        assertThat(made.row(i)).isEqualTo(expected);
      }
    }
  }

  private static void assertOutOfBounds(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfAny(IllegalArgumentException.class, IndexOutOfBoundsException.class)
        .hasMessageMatching("(?s).*-?[0-9].*");
  }
}
