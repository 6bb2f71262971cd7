package dev.orthant.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Labels;
import dev.orthant.testing.Codes;
import dev.orthant.testing.LogMessages;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationInputTest {
  private final BinaryCodes base = Codes.random(new Random(1), 10, 70);
  private final BinaryCodes queries = Codes.random(new Random(2), 3, 70);
  private final GroundTruth truth =
      GroundTruth.fromLabels(Labels.of(0, 1, 0), Labels.of(0, 1, 0, 1, 0, 1, 0, 1, 0, 1));
  private final EvaluationOptions defaults = EvaluationOptions.defaults();

  private static void assertRefused(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void setsThatDoNotFitTogetherAreRefused() {
    BinaryCodes longer = Codes.random(new Random(3), 3, 71);
    assertRefused(() -> Evaluation.ofRanking(longer, base, truth), "71", "70");
    assertRefused(() -> Evaluation.ofRanking(base, base, truth), "3", "10");
    assertRefused(() -> Evaluation.ofRanking(queries, queries, truth), "3", "10");
    Overlap overlap = Overlap.ofRows(new int[4], new int[0]);
    assertRefused(
        () -> Evaluation.ofRanking(queries, base, truth, defaults.withOverlap(overlap)), "3", "4");
  }

  @Test
  void masksThatDoNotFitTheCodesAreRefused() {
    for (long[] mask : new long[][] {{-1L}, {-1L, 0, 0}, {0, 1L << 6}, {0, 0}}) {
      EvaluationOptions options = defaults.withMask(mask);
      assertRefused(() -> Evaluation.ofRanking(queries, base, truth, options), "mask");
    }
    long[] lastBit = {0, 1L << 5};
    assertThatCode(() -> Evaluation.ofRanking(queries, base, truth, defaults.withMask(lastBit)))
        .doesNotThrowAnyException();
  }

  @Test
  void theMaskIsCopied() {
    long[] mask = {5, 0};
    EvaluationOptions options = defaults.withMask(mask);
    mask[0] = 0;
    assertThat(options.mask().orElseThrow()).containsExactly(5, 0);
    options.mask().orElseThrow()[0] = 0;
    assertThat(options.mask().orElseThrow()).containsExactly(5, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 257})
  void threadsOutsideTheirBoundsAreRefused(int threads) {
    assertRefused(() -> defaults.withThreads(threads), "threads", "" + threads, "256");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void ranksBelowOneAreRefused(int k) {
    Evaluation evaluation = Evaluation.ofRanking(queries, base, truth);
    List<ThrowingCallable> calls =
        List.of(
            () -> evaluation.precisionAt(k),
            () -> evaluation.recallAt(k),
            () -> evaluation.meanAveragePrecisionAt(k, Denominator.REACHABLE),
            () -> evaluation.meanAveragePrecisionBoundsAt(k, Denominator.REACHABLE),
            () -> evaluation.meanAveragePrecision(MapVariant.ZSH, k));
    for (ThrowingCallable call : calls) {
      assertRefused(call, "k", "" + k);
    }
  }

  @Test
  void negativeRadiiAreRefusedAndLargeOnesFindEverything() {
    Evaluation evaluation = Evaluation.ofRanking(queries, base, truth);
    List<ThrowingCallable> calls =
        List.of(
            () -> evaluation.precisionWithin(-1),
            () -> evaluation.recallWithin(-1),
            () -> evaluation.f1Within(-1),
            () -> evaluation.emptyBalls(-1));
    for (ThrowingCallable call : calls) {
      assertRefused(call, "radius", "-1");
    }
    assertThat(evaluation.recallWithin(Integer.MAX_VALUE)).isEqualTo(1);
    assertThat(evaluation.precisionAt(Integer.MAX_VALUE)).isEqualTo(0.5);
  }

  @Test
  void queriesOutsideAreRefused() {
    Evaluation evaluation = Evaluation.ofRanking(queries, base, truth);
    assertThatThrownBy(() -> evaluation.averagePrecision(3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> evaluation.relevant(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void nullsAreRefusedByName() {
    assertThatThrownBy(() -> Evaluation.ofRanking(null, base, truth))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("queries");
    assertThatThrownBy(() -> Evaluation.ofRanking(queries, null, truth))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("base");
    assertThatThrownBy(() -> Evaluation.ofRanking(queries, base, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("truth");
    assertThatThrownBy(() -> Evaluation.ofRanking(queries, base, truth, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("options");
    assertThatThrownBy(() -> defaults.withMask(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("mask");
    assertThatThrownBy(() -> defaults.withOverlap(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("overlap");
  }

  @Test
  void anOverlapIsKeptAndWarnedOf() {
    List<String> some = warningsFor(Overlap.ofRows(new int[] {4, 5, 6}, new int[] {5}));
    assertThat(some).singleElement().asString().contains("1 of 3 queries");
    assertThat(warningsFor(Overlap.ofRows(new int[] {4, 5, 6}, new int[] {7}))).isEmpty();
    assertThat(Evaluation.ofRanking(queries, base, truth).overlap()).isEmpty();
  }

  private List<String> warningsFor(Overlap overlap) {
    EvaluationOptions options = defaults.withOverlap(overlap);
    return LogMessages.of(
        () ->
            assertThat(Evaluation.ofRanking(queries, base, truth, options).overlap())
                .containsSame(overlap));
  }
}
