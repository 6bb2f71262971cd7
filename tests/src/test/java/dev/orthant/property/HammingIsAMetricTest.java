package dev.orthant.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.data.BinaryCodes;
import dev.orthant.testing.Codes;
import dev.orthant.testing.NaiveSearch;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class HammingIsAMetricTest {

  @Property
  void itIsSymmetricAndZeroOnlyForEqualCodes(
      @ForAll @IntRange(min = 1, max = 1024) int bits, @ForAll long seed) {
    BinaryCodes codes = Codes.repeated(new Random(seed), 6, 3, bits);
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        int distance = codes.distance(i, codes, j);
        assertThat(distance).isBetween(0, bits).isEqualTo(codes.distance(j, codes, i));
        assertThat(distance == 0).isEqualTo(Arrays.equals(codes.row(i), codes.row(j)));
        assertThat(distance)
            .isEqualTo(NaiveSearch.distance(codes.row(i), codes.row(j), null, bits));
      }
    }
  }

  @Property
  void noDetourIsShorter(@ForAll @IntRange(min = 1, max = 1024) int bits, @ForAll long seed) {
    BinaryCodes codes = Codes.random(new Random(seed), 5, bits);
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 5; j++) {
        for (int k = 0; k < 5; k++) {
          assertThat(codes.distance(i, codes, k))
              .isLessThanOrEqualTo(codes.distance(i, codes, j) + codes.distance(j, codes, k));
        }
      }
    }
  }
}
