package dev.orthant.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.evaluate.Evaluation;
import dev.orthant.evaluate.GroundTruth;
import dev.orthant.testing.Blobs;
import org.junit.jupiter.api.Test;

/** The library's own method from Java: options, roles of bits, the chosen balance. */
final class OrthantTrainerTest {
  private static final int UNSEEN = 7;
  private static final Blobs BLOBS = Blobs.of(1200, 20, 12, 6, 3);
  private static final int[] SEEN_ROWS = BLOBS.rowsOf(c -> c != UNSEEN);
  private static final Vectors FEATURES = BLOBS.vectors().select(SEEN_ROWS);
  private static final Labels LABELS = BLOBS.labels().select(SEEN_ROWS);

  @Test
  void optionsReachTheMethod() {
    assertThat(
            OrthantTrainer.ofBits(48)
                .withAnchors(7)
                .withRounds(6)
                .withRidge(5)
                .withBalance(0.25)
                .withMeaning(2)
                .withNameWeight(3)
                .withVisualBits(9)
                .options())
        .contains(
            entry("bits", 48.0),
            entry("anchors", 7.0),
            entry("rounds", 6.0),
            entry("ridge", 5.0),
            entry("balance", 0.25),
            entry("meaning", 2.0),
            entry("name-weight", 3.0),
            entry("visual-bits", 9.0));
    assertThat(OrthantTrainer.ofBits(8).withBalance(0.5).withChosenBalance().options())
        .isEqualTo(OrthantTrainer.ofBits(8).options());
    refused(() -> OrthantTrainer.ofBits(8).withBalance(-0.5), "-0.5");
    refused(() -> OrthantTrainer.ofBits(8).withBalance(1.5), "1.5");
    refused(() -> OrthantTrainer.ofBits(8).withVisualBits(-1), "-1");
  }

  @Test
  void theChosenBalanceStandsInTheProvenance() {
    try (HashModel model =
        OrthantTrainer.ofBits(32)
            .withAnchors(150)
            .train(FEATURES, LABELS, BLOBS.semantics().without(UNSEEN))) {
      assertThat(Long.bitCount(model.semanticMask()[0])).isEqualTo(16);
      double balance = Double.parseDouble(model.provenance().entries().get("balance"));
      assertThat(balance).isBetween(0.0, 1.0);
      assertThat(model.provenance().entries().get("balance-curve")).contains(":");
    }
  }

  @Test
  void rowsOfAClassToComeAreRankedTogether() {
    assertThat(zeroShot(OrthantTrainer.ofBits(64).withAnchors(150))).isGreaterThan(0.9);
    assertThat(zeroShot(OrthantTrainer.ofBits(64).withAnchors(150).withVisualBits(0)))
        .isGreaterThan(0.5); // by chance 0.08
  }

  @Test
  void rowsWithoutLabelsHelpWithTheVisualBits() {
    Vectors others = BLOBS.vectors().select(BLOBS.rowsOf(c -> c == UNSEEN));
    OrthantTrainer trainer = OrthantTrainer.ofBits(32).withAnchors(150).withBalance(0.4);
    try (HashModel with = trainer.train(FEATURES, LABELS, BLOBS.semantics(), others);
        HashModel byName =
            MethodTrainer.named("orthant", 32)
                .with("anchors", 150)
                .with("balance", 0.4)
                .train(FEATURES, LABELS, BLOBS.semantics(), others);
        HashModel without = trainer.train(FEATURES, LABELS, BLOBS.semantics())) {
      BinaryCodes codes = with.encode(BLOBS.vectors());
      assertThat(byName.encode(BLOBS.vectors())).isEqualTo(codes);
      assertThat(without.encode(BLOBS.vectors())).isNotEqualTo(codes);
      assertThat(with.provenance().entries())
          .containsEntry("unlabelled", Integer.toString(others.rows()));
    }
    for (String method : new String[] {"zsh", "semantic-itq", "sdh", "itq"}) {
      refused(
          () -> MethodTrainer.named(method, 16).train(FEATURES, LABELS, BLOBS.semantics(), others),
          method + "\" takes no rows without labels");
    }
  }

  /** The mean average precision of the unseen class's rows among all. */
  private static double zeroShot(OrthantTrainer trainer) {
    try (HashModel model = trainer.train(FEATURES, LABELS, BLOBS.semantics().without(UNSEEN))) {
      BinaryCodes codes = model.encode(BLOBS.vectors());
      int[] rows = BLOBS.rowsOf(c -> c == UNSEEN);
      return Evaluation.ofRanking(
              codes.select(rows),
              codes,
              GroundTruth.fromLabels(BLOBS.labels().select(rows), BLOBS.labels()))
          .meanAveragePrecision();
    }
  }

  private static void refused(Runnable call, String word) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(word);
  }
}
