package dev.orthant.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Labels;
import dev.orthant.testing.Codes;
import dev.orthant.testing.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTest {
  private static final int CLASSES = 5;

  private final Random random = Seeds.random("evaluation");

  private Labels labels(int rows) {
    return Labels.of(IntStream.range(0, rows).map(i -> random.nextInt(CLASSES)).toArray());
  }

  private static List<Object> everyMeasure(Evaluation evaluation) {
    List<Object> all = new ArrayList<>();
    all.add(evaluation.meanAveragePrecision());
    all.add(evaluation.meanAveragePrecisionBounds());
    for (Denominator denominator : Denominator.values()) {
      all.add(evaluation.meanAveragePrecisionAt(37, denominator));
      all.add(evaluation.meanAveragePrecisionBoundsAt(37, denominator));
    }
    for (MapVariant variant : MapVariant.values()) {
      all.add(evaluation.meanAveragePrecision(variant));
    }
    for (int radius = 0; radius < 40; radius += 3) {
      all.add(evaluation.precisionWithin(radius));
      all.add(evaluation.precisionWithin(radius, EmptyBalls.LEFT_OUT));
      all.add(evaluation.recallWithin(radius));
      all.add(evaluation.f1Within(radius));
      all.add(evaluation.emptyBalls(radius));
    }
    all.add(evaluation.precisionAt(10));
    all.add(evaluation.recallAt(10));
    all.add(evaluation.precisionRecallByRadius(Averaging.PER_QUERY));
    all.add(evaluation.precisionRecallByRadius(Averaging.POOLED));
    return all;
  }

  @Test
  void randomCodesScoreTheShareOfTheClass() {
    BinaryCodes base = Codes.random(random, 4_000, 64);
    BinaryCodes queries = Codes.random(random, 60, 64);
    Evaluation evaluation =
        Evaluation.ofRanking(queries, base, GroundTruth.fromLabels(labels(60), labels(4_000)));
    assertThat(evaluation.meanAveragePrecision()).isCloseTo(1.0 / CLASSES, within(0.01));
    assertThat(evaluation.precisionAt(1_000)).isCloseTo(1.0 / CLASSES, within(0.01));
    assertThat(evaluation.recallAt(1_000)).isCloseTo(0.25, within(0.01));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 33, 64, 65, 130})
  void permutingBitsChangesNothing(int bits) {
    BinaryCodes base = Codes.random(random, 300, bits);
    BinaryCodes queries = Codes.random(random, 20, bits);
    GroundTruth truth = GroundTruth.fromLabels(labels(20), labels(300));
    int[] order = permutation(bits);
    assertThat(
            everyMeasure(
                Evaluation.ofRanking(permuted(queries, order), permuted(base, order), truth)))
        .isEqualTo(everyMeasure(Evaluation.ofRanking(queries, base, truth)));
  }

  private int[] permutation(int bits) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, bits).boxed().toList());
    Collections.shuffle(order, random);
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  private static BinaryCodes permuted(BinaryCodes codes, int[] order) {
    int words = codes.wordsPerCode();
    long[] all = new long[codes.rows() * words];
    for (int row = 0; row < codes.rows(); row++) {
      long[] code = codes.row(row);
      for (int bit = 0; bit < order.length; bit++) {
        long value = code[order[bit] / 64] >>> (order[bit] % 64) & 1;
        all[row * words + bit / 64] |= value << (bit % 64);
      }
    }
    return BinaryCodes.wrap(all, codes.bits());
  }

  @Test
  void flippingABitInAllCodesChangesNothing() {
    BinaryCodes base = Codes.random(random, 300, 70);
    BinaryCodes queries = Codes.random(random, 20, 70);
    GroundTruth truth = GroundTruth.fromLabels(labels(20), labels(300));
    assertThat(everyMeasure(Evaluation.ofRanking(flipped(queries, 67), flipped(base, 67), truth)))
        .isEqualTo(everyMeasure(Evaluation.ofRanking(queries, base, truth)));
  }

  private static BinaryCodes flipped(BinaryCodes codes, int bit) {
    long[] words = codes.toWords();
    for (int row = 0; row < codes.rows(); row++) {
      words[row * codes.wordsPerCode() + bit / 64] ^= 1L << (bit % 64);
    }
    return BinaryCodes.wrap(words, codes.bits());
  }

  @Test
  void resultsAreTheSameAtAnyNumberOfThreads() {
    BinaryCodes base = Codes.random(random, 500, 64);
    BinaryCodes queries = Codes.random(random, 50, 64);
    GroundTruth truth = GroundTruth.fromLabels(labels(50), labels(500));
    List<Object> alone = everyMeasure(Evaluation.ofRanking(queries, base, truth));
    for (int threads : new int[] {2, 3, 256}) {
      EvaluationOptions options = EvaluationOptions.defaults().withThreads(threads);
      assertThat(everyMeasure(Evaluation.ofRanking(queries, base, truth, options)))
          .isEqualTo(alone);
    }
  }

  @Test
  void aMaskEqualsCodesWithTheOtherBitsCleared() {
    int bits = 100;
    BinaryCodes base = Codes.random(random, 300, bits);
    BinaryCodes queries = Codes.random(random, 20, bits);
    GroundTruth truth = GroundTruth.fromLabels(labels(20), labels(300));
    long[] mask = Codes.random(random, bits);
    Evaluation masked =
        Evaluation.ofRanking(queries, base, truth, EvaluationOptions.defaults().withMask(mask));
    Evaluation cleared =
        Evaluation.ofRanking(
            cleared(queries, mask), cleared(base, mask), truth, EvaluationOptions.defaults());
    assertThat(masked.meanAveragePrecision()).isEqualTo(cleared.meanAveragePrecision());
    assertThat(masked.meanAveragePrecision(MapVariant.SDH))
        .isEqualTo(cleared.meanAveragePrecision(MapVariant.SDH));
    List<RadiusPoint> curve = masked.precisionRecallByRadius(Averaging.POOLED);
    int counted = Arrays.stream(mask).mapToInt(Long::bitCount).sum();
    assertThat(curve.get(curve.size() - 1).radius()).isEqualTo(counted);
    assertThat(curve)
        .isEqualTo(cleared.precisionRecallByRadius(Averaging.POOLED).subList(0, curve.size()));
  }

  private static BinaryCodes cleared(BinaryCodes codes, long[] mask) {
    long[] words = codes.toWords();
    for (int i = 0; i < words.length; i++) {
      words[i] &= mask[i % mask.length];
    }
    return BinaryCodes.wrap(words, codes.bits());
  }

  @Test
  void queriesWithoutRelevantRowsAreCountedApart() {
    BinaryCodes base = Codes.random(random, 100, 64);
    BinaryCodes queries = Codes.random(random, 3, 64);
    int[][] relevant = {{1, 2, 3}, {}, {99}};
    Evaluation all = Evaluation.ofRanking(queries, base, GroundTruth.fromRows(relevant, 100));
    Evaluation judged =
        Evaluation.ofRanking(
            queries.select(new int[] {0, 2}),
            base,
            GroundTruth.fromRows(new int[][] {relevant[0], relevant[2]}, 100));
    assertThat(all.queries()).isEqualTo(3);
    assertThat(all.queriesWithoutRelevant()).isEqualTo(1);
    assertThat(all.relevant(0)).isEqualTo(3);
    assertThat(all.averagePrecision(1)).isNaN();
    assertThat(all.meanAveragePrecision()).isEqualTo(judged.meanAveragePrecision());
    assertThat(all.precisionAt(7)).isEqualTo(judged.precisionAt(7));
    assertThat(all.precisionWithin(30)).isEqualTo(judged.precisionWithin(30));
    assertThat(all.meanAveragePrecision())
        .isCloseTo((all.averagePrecision(0) + all.averagePrecision(2)) / 2, within(1e-15));
  }

  @Test
  void withoutAnyRelevantRowMeansAreNotNumbers() {
    BinaryCodes codes = Codes.random(random, 3, 64);
    Evaluation evaluation =
        Evaluation.ofRanking(codes, codes, GroundTruth.fromRows(new int[3][0], 3));
    assertThat(evaluation.queriesWithoutRelevant()).isEqualTo(3);
    assertThat(evaluation.meanAveragePrecision()).isNaN();
    assertThat(evaluation.precisionWithin(2)).isNaN();
    assertThat(evaluation.meanAveragePrecision(MapVariant.RADIUS_AREA)).isNaN();
    assertThat(evaluation.precisionRecallByRadius(Averaging.PER_QUERY)).isEmpty();
  }

  @Test
  void emptyBallsCountAsZeroOrNotAtAll() {
    BinaryCodes base = BinaryCodes.wrap(new long[] {0b0000, 0b0001}, 4);
    BinaryCodes queries = BinaryCodes.wrap(new long[] {0b0000, 0b1110}, 4);
    Evaluation evaluation =
        Evaluation.ofRanking(
            queries, base, GroundTruth.fromLabels(Labels.of(0, 0), Labels.of(0, 1)));
    assertThat(evaluation.emptyBalls(1)).isEqualTo(0.5);
    assertThat(evaluation.precisionWithin(1)).isEqualTo(0.25);
    assertThat(evaluation.precisionWithin(1, EmptyBalls.LEFT_OUT)).isEqualTo(0.5);
    assertThat(evaluation.recallWithin(1)).isEqualTo(0.5);
    assertThat(evaluation.f1Within(1)).isCloseTo((2.0 / 3 + 0) / 2, within(1e-15));
  }

  @Test
  void bothCurvesEndWithEverythingFound() {
    BinaryCodes base = Codes.random(random, 200, 64);
    BinaryCodes queries = Codes.random(random, 5, 64);
    Evaluation evaluation =
        Evaluation.ofRanking(queries, base, GroundTruth.fromLabels(labels(5), labels(200)));
    for (Averaging averaging : Averaging.values()) {
      List<RadiusPoint> curve = evaluation.precisionRecallByRadius(averaging);
      assertThat(curve).extracting(RadiusPoint::radius).isSorted().endsWith(64);
      assertThat(curve).extracting(RadiusPoint::recall).isSorted().endsWith(1.0);
      assertThat(curve.get(0).radius()).isPositive();
    }
  }
}
