package dev.orthant.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
      @ForAll @Size(min = 1, max = 20) List<@IntRange(max = 200) Integer> items,
      @ForAll @IntRange(min = 1, max = 3_000) int k,
      @ForAll Denominator denominator,
      @ForAll long seed) {
    Random random = new Random(seed);
    long[] all = new long[items.size()];
    long[] relevant = new long[items.size()];
    for (int level = 0; level < items.size(); level++) {
      all[level] = items.get(level);
      relevant[level] = random.nextInt(items.get(level) + 1);
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
