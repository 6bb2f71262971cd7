package dev.orthant.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orthant.data.Vectors;
import dev.orthant.testing.Blobs;
import dev.orthant.testing.Seeds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OverlapTest {
  @Test
  void equalVectorsAreFoundOnceEach() {
    float[][] base = Blobs.gaussian(Seeds.random("overlap"), 3_000, 5);
    float[][] queries = Blobs.gaussian(Seeds.random("overlap queries"), 10, 5);
    queries[3] = base[2_999].clone();
    queries[7] = base[0].clone();
    base[1_024] = base[0].clone();
    Overlap overlap = Overlap.between(Vectors.copyOf(queries), Vectors.copyOf(base));
    assertThat(overlap.queryRows()).containsExactly(3, 7);
    assertThat(overlap.count()).isEqualTo(2);
    assertThat(overlap.queries()).isEqualTo(10);
    assertThat(overlap).hasToString("2 of 10 queries also stand in the base");
  }

  @Test
  void rowsMayBeLongerThanABlock() {
    int dimension = 1 << 21;
    float[] values = new float[3 * dimension];
    values[dimension - 1] = 1;
    values[2 * dimension - 1] = 2;
    values[3 * dimension - 1] = 3;
    Vectors base = Vectors.wrap(values, dimension);
    Overlap overlap = Overlap.between(base.select(new int[] {2}), base);
    assertThat(overlap.count()).isEqualTo(1);
    assertThat(Overlap.between(base.select(new int[] {2}), base.select(new int[] {0, 1})).count())
        .isZero();
  }

  @Test
  void equalHashesAreNotEnough() {
    // Arrays.hashCode is linear: adding 1 to the first and taking 31 from the second keeps it
    float x = 1.5f;
    float y = 2.5f;
    float[] query = {x, y};
    float[] twin = {
      Float.intBitsToFloat(Float.floatToIntBits(x) + 1),
      Float.intBitsToFloat(Float.floatToIntBits(y) - 31)
    };
    assertThat(Arrays.hashCode(query)).isEqualTo(Arrays.hashCode(twin));
    assertThat(Overlap.between(Vectors.wrap(query, 2), Vectors.wrap(twin, 2)).count()).isZero();
  }

  @Test
  void rowsOfACommonFileAreComparedByNumber() {
    Overlap overlap = Overlap.ofRows(new int[] {8, 5, 9}, new int[] {9, 1, 8, 2});
    assertThat(overlap.queryRows()).containsExactly(0, 2);
    assertThat(Overlap.ofRows(new int[0], new int[0]).count()).isZero();
  }

  @Test
  void badInputIsRefused() {
    Vectors two = Vectors.wrap(new float[2], 2);
    Vectors three = Vectors.wrap(new float[3], 3);
    assertThatThrownBy(() -> Overlap.between(two, three))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2")
        .hasMessageContaining("3");
    assertThatThrownBy(() -> Overlap.between(null, three))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("queries");
    assertThatThrownBy(() -> Overlap.ofRows(new int[0], null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("baseRows");
  }
}
