package dev.orthant.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orthant.encode.HashModel;
import dev.orthant.learn.GradientTrainer.Loss;
import dev.orthant.learn.NetworkTrainer.Activation;
import dev.orthant.learn.NetworkTrainer.Optimizer;
import dev.orthant.learn.NetworkTrainer.Schedule;
import dev.orthant.testing.Blobs;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class NetworkTrainerTest {
  private static final Blobs BLOBS = Blobs.of(200, 12, 4, 6, 9);

  @Test
  void theTypedSettingsAreTheOptionsOfTheMethod() {
    GradientTrainer trainer =
        GradientTrainer.of(Loss.DPSH, 24)
            .withEpochs(3)
            .withBatch(50)
            .withHiddenLayers(2)
            .withHiddenWidth(30)
            .withActivation(Activation.RELU)
            .withAnchors(40)
            .withClassScores()
            .withOptimizer(Optimizer.SGD)
            .withLearningRate(0.05)
            .withSchedule(Schedule.HALVING)
            .withLastRateShare(0.5)
            .withWeightDecay(1e-4)
            .withMomentum(0.8)
            .withBatchNorm()
            .withValidation(0.1)
            .withPatience(2)
            .with("eta", 0.2);
    assertThat(trainer.options())
        .containsEntry("rounds", 3.0)
        .containsEntry("batch", 50.0)
        .containsEntry("hidden-layers", 2.0)
        .containsEntry("hidden-width", 30.0)
        .containsEntry("activation", 0.0)
        .containsEntry("anchors", 40.0)
        .containsEntry("class-scores", 1.0)
        .containsEntry("optimizer", 0.0)
        .containsEntry("learning-rate", 0.05)
        .containsEntry("schedule", 2.0)
        .containsEntry("rate-end", 0.5)
        .containsEntry("weight-decay", 1e-4)
        .containsEntry("momentum", 0.8)
        .containsEntry("batch-norm", 1.0)
        .containsEntry("validation", 0.1)
        .containsEntry("patience", 2.0)
        .containsEntry("eta", 0.2);
    try (HashModel model = trainer.train(BLOBS.vectors(), BLOBS.labels())) {
      assertThat(model.provenance().entries())
          .containsKeys("best", "validated", "anchors", "ridge");
    }
  }

  @Test
  void everyLossTrainsALinearHeadFromARotatedStart() {
    for (Loss loss : Loss.values()) {
      GradientTrainer trainer =
          GradientTrainer.of(loss, 8).withHiddenLayers(0).withRotatedStart().withEpochs(2);
      try (HashModel model = trainer.train(BLOBS.vectors(), BLOBS.labels())) {
        assertThat(model.provenance().method()).isEqualTo(trainer.method());
      }
    }
  }

  @Test
  void divergenceIsSeenFromJava() {
    GradientTrainer wild =
        GradientTrainer.of(Loss.DPSH, 8)
            .withOptimizer(Optimizer.SGD)
            .withHiddenLayers(3)
            .withActivation(Activation.RELU)
            .withLearningRate(1e6)
            .withBatch(10);
    assertThatThrownBy(() -> wild.train(BLOBS.vectors(), BLOBS.labels()).close())
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("lower learning-rate");
  }

  @Test
  void everyPresetOfDsdhTrainsAndTellsHowActiveItsDiscreteStepWas() {
    DsdhTrainer dsdh = DsdhTrainer.ofBits(16);
    for (DsdhTrainer trainer :
        new DsdhTrainer[] {
          dsdh.asPublished(), dsdh.asInAuthorsCode().withEpochs(5), dsdh.discrete()
        }) {
      try (HashModel model = trainer.train(BLOBS.vectors(), BLOBS.labels())) {
        assertThat(model.provenance().entries()).containsKey("discrete-share");
      }
    }
    assertThat(dsdh.asPublished().options())
        .containsEntry("mu", 1.0)
        .containsEntry("nu", 0.1)
        .containsEntry("eta", 55.0);
    for (DsdhTrainer.Variant variant : DsdhTrainer.Variant.values()) {
      dsdh.withVariant(variant).withEpochs(2).train(BLOBS.vectors(), BLOBS.labels()).close();
    }
  }

  @Test
  void noPresetOfDsdhDependsOnAnother() {
    DsdhTrainer dsdh = DsdhTrainer.ofBits(16);
    assertThat(dsdh.asPublished().discrete().options()).isEqualTo(dsdh.discrete().options());
    assertThat(dsdh.discrete().asPublished().options()).isEqualTo(dsdh.asPublished().options());
    assertThat(dsdh.discrete().asInAuthorsCode().options())
        .isEqualTo(dsdh.asInAuthorsCode().options());
    assertThat(ofLoss(dsdh.asInAuthorsCode().asPublished())).isEqualTo(ofLoss(dsdh.asPublished()));
    assertThat(ofLoss(dsdh.asInAuthorsCode().discrete())).isEqualTo(ofLoss(dsdh.discrete()));
  }

  /** Network and optimiser, which the authors' code alone sets, stay as they were. */
  private static List<Double> ofLoss(DsdhTrainer trainer) {
    return Stream.of("variant mu nu eta sums columns whole-set restart sweeps".split(" "))
        .map(trainer.options()::get)
        .toList();
  }

  /** As the documentation of NetworkTrainer and of docs/learners/losses.md has them. */
  @Test
  void lossesOnPairsAndTripletsHaveDefaultsOfTheirOwn() {
    Map<Loss, Double> decay =
        Map.of(
            Loss.MIHASH, 20.0,
            Loss.HASHNET, 10.0,
            Loss.NINH, 10.0,
            Loss.DSRH, 10.0,
            Loss.DTSH, 0.0,
            Loss.CNNH, 0.0);
    for (Loss loss : Loss.values()) {
      boolean own = decay.containsKey(loss);
      assertThat(GradientTrainer.of(loss, 8).options())
          .as(loss.name())
          .containsEntry("rounds", own ? 40.0 : 20.0)
          .containsEntry("hidden-layers", own ? 0.0 : 1.0)
          .containsEntry("anchors", own ? 1000.0 : 0.0)
          .containsEntry("whiten", own ? 0.3 : 0.0)
          .containsEntry("weight-decay", decay.getOrDefault(loss, 0.0))
          .containsEntry("batch-norm", loss == Loss.ORTHOHASH ? 1.0 : 0.0);
    }
  }
}
