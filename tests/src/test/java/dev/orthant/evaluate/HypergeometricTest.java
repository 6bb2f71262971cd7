package dev.orthant.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HypergeometricTest {
  @Test
  void equalsCountingTheSubsets() {
    for (int items = 1; items <= 9; items++) {
      for (int marked = 0; marked <= items; marked++) {
        for (int drawn = 1; drawn <= items; drawn++) {
          assertThat(Hypergeometric.chances(items, marked, drawn))
              .as("%d of %d marked, %d drawn", marked, items, drawn)
              .containsExactly(bySubsets(items, marked, drawn), within(1e-14));
        }
      }
    }
  }

  private static double[] bySubsets(int items, int marked, int drawn) {
    double[] counts = new double[Math.min(marked, drawn) + 1];
    double subsets = 0;
    for (int subset = 0; subset < 1 << items; subset++) {
      if (Integer.bitCount(subset) == drawn) {
        counts[Integer.bitCount(subset & ((1 << marked) - 1))]++;
        subsets++;
      }
    }
    for (int i = 0; i < counts.length; i++) {
      counts[i] /= subsets;
    }
    return counts;
  }

  @Test
  void largeNumbersNeitherOverflowNorVanish() {
    double[] chances = Hypergeometric.chances(2_000_000_000, 40_000, 1_000_000_000);
    double mean = 0;
    for (int i = 0; i < chances.length; i++) {
      mean += i * chances[i];
    }
    assertThat(Arrays.stream(chances).sum()).isCloseTo(1, within(1e-9));
    assertThat(mean).isCloseTo(20_000, within(1e-4));
  }
}
