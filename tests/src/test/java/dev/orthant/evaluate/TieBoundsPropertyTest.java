package dev.orthant.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TieBoundsPropertyTest {
  private static final double ROUNDING = 1e-12;

  @Property
  void theExpectedValueLiesWithinItsBoundsAndTheBoundsWithinZeroAndOne(
      @ForAll @Size(min = 1, max = 20) int @IntRange(max = 200) [] items,
      @ForAll @IntRange(min = 1, max = 3_000) int k,
      @ForAll Denominator denominator,
      @ForAll long seed) {
    Random random = new Random(seed);
    long[] all = new long[items.length];
    long[] relevant = new long[items.length];
    for (int level = 0; level < items.length; level++) {
      all[level] = items[level];
      relevant[level] = random.nextInt(items[level] + 1);
    }
    Levels levels = Levels.ofCounts(all, relevant);
    Assume.that(levels.totalRelevant() > 0);
    double expected = AveragePrecision.expectedAt(levels, k, denominator);
    TieBounds bounds = AveragePrecisionBounds.at(levels, k, denominator);
    assertThat(bounds.lowest()).isGreaterThanOrEqualTo(-ROUNDING);
    assertThat(bounds.highest()).isLessThanOrEqualTo(1 + ROUNDING);
    assertThat(expected).isBetween(bounds.lowest() - ROUNDING, bounds.highest() + ROUNDING);
  }
}
