package dev.orthant.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.orthant.encode.HashModel;
import dev.orthant.learn.HcSdhTrainer.Codebook;
import dev.orthant.testing.Blobs;
import org.junit.jupiter.api.Test;

/** The options of FSDH, HC-SDH, SCDH and VSB2-style hashing, and the data that they refuse. */
final class ClosedFormTrainersTest {
  private static final Blobs BLOBS = Blobs.of(60, 12, 4, 8, 3);

  @Test
  void everyTypedMethodSetsItsOption() {
    assertThat(
            FsdhTrainer.ofBits(8)
                .withAnchors(7)
                .withRounds(6)
                .withLambda(5)
                .withNu(4)
                .withRidge(3)
                .options())
        .contains(
            entry("anchors", 7.0),
            entry("rounds", 6.0),
            entry("lambda", 5.0),
            entry("nu", 4.0),
            entry("ridge", 3.0));
    assertThat(
            ScdhTrainer.ofBits(8)
                .withAnchors(7)
                .withRounds(6)
                .withLambda(5)
                .withAlpha(4)
                .withBeta(3)
                .options())
        .contains(
            entry("anchors", 7.0),
            entry("rounds", 6.0),
            entry("lambda", 5.0),
            entry("alpha", 4.0),
            entry("beta", 3.0));
    assertThat(HcSdhTrainer.ofBits(8).withCodebook(Codebook.DISTANT).options())
        .contains(entry("codebook", 2.0));
    assertThat(HcSdhTrainer.ofBits(8).withAnchors(7).withRidge(3).options())
        .contains(entry("anchors", 7.0), entry("ridge", 3.0), entry("codebook", 0.0));
  }

  @Test
  void lessMemoryGivesTheSameCodes() {
    Blobs many = Blobs.of(6000, 12, 4, 8, 3); // 6,000 x 51 floats take more than 1 MiB
    ScdhTrainer trainer = ScdhTrainer.ofBits(16).withAnchors(50).withRounds(2);
    try (HashModel stored = trainer.train(many.vectors(), many.labels());
        HashModel computed = trainer.withMemory(1).train(many.vectors(), many.labels())) {
      assertThat(computed.encode(many.vectors())).isEqualTo(stored.encode(many.vectors()));
    }
    assertThat(FsdhTrainer.ofBits(8).withMemory(3).options()).contains(entry("memory", 3.0));
    assertThat(HcSdhTrainer.ofBits(8).withMemory(3).options()).contains(entry("memory", 3.0));
  }

  @Test
  void everyTypedMethodOfVsb2SetsItsOption() {
    assertThat(
            Vsb2Trainer.ofBits(8)
                .withAnchors(1)
                .withRounds(2)
                .withSweeps(4)
                .withClasses(5)
                .withRelations(6)
                .withNames(7)
                .withVisual(8)
                .withRebuild(9)
                .withNameRidge(10)
                .withRidge(11)
                .withRebuildRidge(12)
                .withNeighbours(13)
                .withKappa(0.5)
                .withoutCentring()
                .withUnseenNames()
                .options())
        .contains(
            entry("anchors", 1.0),
            entry("rounds", 2.0),
            entry("sweeps", 4.0),
            entry("classes", 5.0),
            entry("relations", 6.0),
            entry("names", 7.0),
            entry("visual", 8.0),
            entry("rebuild", 9.0),
            entry("name-ridge", 10.0),
            entry("ridge", 11.0),
            entry("rebuild-ridge", 12.0),
            entry("neighbours", 13.0),
            entry("kappa", 0.5),
            entry("centre", 0.0),
            entry("unseen-names", 1.0));
  }

  @Test
  void lengthsThatAMethodCannotHaveAreRefusedWithWhatToUse() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HcSdhTrainer.ofBits(30).train(BLOBS.vectors(), BLOBS.labels()).close())
        .withMessageContaining("30")
        .withMessageContaining("24 or 32 bits")
        .withMessageContaining("Bernoulli");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScdhTrainer.ofBits(60).train(BLOBS.vectors(), BLOBS.labels()).close())
        .withMessageContaining("60 bits")
        .withMessageContaining("60 rows")
        .withMessageContaining("sdh");
    try (HashModel longest = ScdhTrainer.ofBits(59).train(BLOBS.vectors(), BLOBS.labels())) {
      assertThat(longest.bits()).isEqualTo(59);
    }
  }

  @Test
  void aCodebookIsNeeded() {
    assertThatThrownBy(() -> HcSdhTrainer.ofBits(8).withCodebook(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("codebook");
  }
}
