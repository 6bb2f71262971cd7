package dev.orthant.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.learn.ItqTrainer;
import dev.orthant.learn.LshTrainer;
import dev.orthant.learn.MethodTrainer;
import dev.orthant.learn.SdhTrainer;
import dev.orthant.learn.Trainer;
import dev.orthant.learn.Trainer.Needs;
import dev.orthant.learn.ZshTrainer;
import org.junit.jupiter.api.Test;

/** A method that is known by its name only at run time keeps all promises of its own trainer. */
final class MethodTrainerContractTest extends SupervisedContract {
  @Override
  String method() {
    return "sdh";
  }

  @Override
  HashModel train(Setup setup, Vectors features, Labels labels) {
    return MethodTrainer.named("sdh", setup.bits())
        .with("anchors", 60)
        .withSeed(setup.seed())
        .withThreads(setup.threads())
        .withListener(setup.listener())
        .train(features, labels);
  }

  @Test
  void itTrainsWhatTheMethodsOwnTrainerDoes() {
    try (HashModel own =
            SdhTrainer.ofBits(24).withAnchors(60).train(BLOBS.vectors(), BLOBS.labels());
        HashModel named =
            MethodTrainer.named("sdh", 24)
                .with("anchors", 60)
                .train(BLOBS.vectors(), BLOBS.labels(), BLOBS.semantics())) {
      BinaryCodes codes = own.encode(BLOBS.vectors());
      assertThat(named.encode(BLOBS.vectors())).isEqualTo(codes);
      assertThat(named.provenance().options()).isEqualTo(own.provenance().options());
    }
  }

  @Test
  void everyMethodIsThereAndTrains() {
    assertThat(MethodTrainer.methods())
        .contains("lsh", "itq", "sdh", "zsh", "semantic-itq")
        .doesNotHaveDuplicates();
    Vectors features = BLOBS.vectors();
    for (String method : MethodTrainer.methods()) {
      MethodTrainer trainer = MethodTrainer.named(method, 16);
      assertThat(trainer.method()).isEqualTo(method);
      try (HashModel model = trainer.train(features, BLOBS.labels(), BLOBS.semantics())) {
        assertThat(model.encode(features).rows()).isEqualTo(ROWS);
      }
      if (trainer.needs() != Needs.FEATURES) {
        assertRefused(() -> trainer.train(features).close(), method, "needs");
      }
      if (trainer.needs() == Needs.SEMANTICS) {
        assertRefused(() -> trainer.train(features, BLOBS.labels()).close(), method, "semantics");
      }
    }
  }

  @Test
  void whatAMethodNeedsIsKnownOfEveryTrainer() {
    for (Trainer<?> trainer :
        new Trainer<?>[] {LshTrainer.ofBits(8), ItqTrainer.ofBits(8).withRounds(3)}) {
      assertThat(trainer.needs()).isEqualTo(Needs.FEATURES);
    }
    assertThat(SdhTrainer.ofBits(8).needs()).isEqualTo(Needs.LABELS);
    assertThat(ZshTrainer.ofBits(8).needs()).isEqualTo(Needs.SEMANTICS);
    assertThat(MethodTrainer.named("zsh", 8).needs()).isEqualTo(Needs.SEMANTICS);
  }

  @Test
  void anUnknownMethodIsRefusedWithTheKnownOnes() {
    assertRefused(() -> MethodTrainer.named("deep", 8), "deep", "semantic-itq");
  }
}
