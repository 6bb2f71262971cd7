package dev.orthant.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.orthant.data.Labels;
import dev.orthant.encode.HashModel;
import dev.orthant.learn.LshTrainer;
import dev.orthant.learn.SdhTrainer;
import dev.orthant.testing.Blobs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CodeLengthTest {
  private static final Blobs BLOBS = Blobs.of(600, 16, 6, 8, 11);
  private static final CodeLength.Learner BY_LSH =
      (lengths, x, y) -> LshTrainer.ofBits(1).trainEach(x, lengths);

  private static CodeLength.Choice byLsh(CodeLength search) {
    return search.choose(BLOBS.vectors(), BLOBS.labels(), BY_LSH);
  }

  @Test
  void theShortestWithinTheToleranceOfTheBestIsChosen() {
    CodeLength search = CodeLength.among(64, 2, 8, 24, 8);
    CodeLength.Choice choice = byLsh(search);
    assertThat(choice.trials()).extracting(CodeLength.Trial::bits).containsExactly(2, 8, 24, 64);
    assertThat(choice.trainRows() + choice.queries()).isEqualTo(600);
    assertThat(choice.queries()).isEqualTo(120);
    double best =
        choice.trials().stream()
            .mapToDouble(CodeLength.Trial::meanAveragePrecision)
            .max()
            .orElseThrow();
    for (CodeLength.Trial trial : choice.trials()) {
      if (trial.bits() < choice.bits()) {
        assertThat(trial.meanAveragePrecision()).isLessThan(best - 0.01);
      } else if (trial.bits() == choice.bits()) {
        assertThat(trial.meanAveragePrecision()).isGreaterThanOrEqualTo(best - 0.01);
      }
    }
    assertThat(choice.bits()).isGreaterThan(2); // 4 codes for 6 classes
    assertThat(byLsh(search.withTolerance(1)).bits()).isEqualTo(2);
    double exact = byLsh(search.withTolerance(0)).bits();
    assertThat(choice.trials())
        .filteredOn(trial -> trial.bits() == exact)
        .singleElement()
        .satisfies(t -> assertThat(t.meanAveragePrecision()).isEqualTo(best));
  }

  @Test
  void aTrialIsAnEvaluationOfTheRowsHeldOutAgainstTheOthers() {
    HeldOutRows split = HeldOutRows.of(BLOBS.labels(), 0.2, 5);
    CodeLength.Choice choice = byLsh(CodeLength.among(24).withSeed(5));
    try (HashModel model = LshTrainer.ofBits(24).train(BLOBS.vectors().select(split.train()))) {
      Evaluation evaluation =
          Evaluation.ofRanking(
              model.encode(BLOBS.vectors().select(split.queries())),
              model.encode(BLOBS.vectors().select(split.train())),
              GroundTruth.fromLabels(
                  BLOBS.labels().select(split.queries()), BLOBS.labels().select(split.train())));
      assertThat(choice.trials().get(0).meanAveragePrecision())
          .isCloseTo(evaluation.meanAveragePrecision(), within(1e-15));
    }
  }

  @Test
  void everyClassKeepsRowsToLearnFromAndNoRowIsOnBothSides() {
    int[] classes = IntStream.range(0, 103).map(i -> i < 3 ? 7 : i % 5).toArray();
    HeldOutRows split = HeldOutRows.of(Labels.of(classes), 0.5, 1);
    int[] all =
        IntStream.concat(Arrays.stream(split.train()), Arrays.stream(split.queries()))
            .sorted()
            .toArray();
    assertThat(all).containsExactly(IntStream.range(0, 103).toArray());
    assertThat(Arrays.stream(split.train()).filter(row -> classes[row] == 7)).hasSize(2);
    assertThat(split.queries()).isSorted();
    assertThat(HeldOutRows.of(Labels.of(classes), 0.5, 2).queries()).isNotEqualTo(split.queries());
    assertThat(HeldOutRows.of(Labels.of(new int[9_000]), 0.5, 1).queries()).hasSize(1_000);
  }

  @Test
  void theLearnerSeesTheRowsKeptWithTheirLabels() {
    List<int[]> asked = new ArrayList<>();
    CodeLength.among(8, 4)
        .withHeldOut(0.5)
        .choose(
            BLOBS.vectors(),
            BLOBS.labels(),
            (lengths, x, y) -> {
              asked.add(lengths);
              assertThat(x.rows()).isEqualTo(300);
              assertThat(y.rows()).isEqualTo(300);
              return SdhTrainer.ofBits(64).withAnchors(30).trainEach(x, y, lengths);
            });
    assertThat(asked).singleElement().isEqualTo(new int[] {4, 8});
  }

  @Test
  void badInputIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> CodeLength.among());
    assertThatIllegalArgumentException().isThrownBy(() -> CodeLength.among(8, 0));
    CodeLength search = CodeLength.among(8);
    assertThatIllegalArgumentException().isThrownBy(() -> search.withTolerance(-0.1));
    assertThatIllegalArgumentException().isThrownBy(() -> search.withTolerance(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> search.withHeldOut(0));
    assertThatIllegalArgumentException().isThrownBy(() -> search.withHeldOut(1));
    assertThatIllegalArgumentException().isThrownBy(() -> search.withThreads(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> search.choose(BLOBS.vectors(), Labels.of(1, 2), BY_LSH))
        .withMessageContaining("600");
    Labels oneEach = Labels.of(IntStream.range(0, 600).toArray());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> search.choose(BLOBS.vectors(), oneEach, BY_LSH))
        .withMessageContaining("holds out no row");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                search.choose(
                    BLOBS.vectors(),
                    BLOBS.labels(),
                    (lengths, x, y) -> LshTrainer.ofBits(1).trainEach(x, 7)))
        .withMessageContaining("[7]")
        .withMessageContaining("[8]");
  }
}
