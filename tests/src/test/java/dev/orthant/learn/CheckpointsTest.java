package dev.orthant.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.CorruptFileException;
import dev.orthant.encode.HashModel;
import dev.orthant.testing.Blobs;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that was interrupted comes to the model of one that was not. */
final class CheckpointsTest {
  private static final Blobs BLOBS = Blobs.of(200, 12, 4, 6, 9);

  @TempDir Path folder;

  /** Every method by name, stopped in its second round where it has one, and run again. */
  @Test
  void everyMethodContinuesToTheSameModel() {
    for (String method : MethodTrainer.methods()) {
      MethodTrainer trainer = MethodTrainer.named(method, 16).withSeed(3);
      Path file = folder.resolve(method);
      TrainingListener interrupt =
          round -> {
            if (round.done() == 1) {
              round.cancel();
            }
          };
      assertThatThrownBy(
              () -> train(trainer.withCheckpoints(file, 1).withListener(interrupt)).close())
          .as(method)
          .isInstanceOf(CancellationException.class);
      List<Integer> heard = new ArrayList<>();
      try (HashModel whole = train(trainer);
          HashModel continued =
              train(
                  trainer
                      .withThreads(2)
                      .withCheckpoints(file, 1)
                      .withListener(round -> heard.add(round.done())))) {
        assertThat(heard).as(method).first().isEqualTo(1);
        assertThat(codes(continued)).as(method).isEqualTo(codes(whole));
        assertThat(continued.provenance().objective()).isEqualTo(whole.provenance().objective());
      }
    }
  }

  @Test
  void aTrainingThatHadEndedGivesItsModelAtOnce() {
    Path file = folder.resolve("ended");
    ItqTrainer trainer = ItqTrainer.ofBits(8).withRounds(7).withCheckpoints(file, 100);
    List<Integer> heard = new ArrayList<>();
    try (HashModel first = trainer.train(BLOBS.vectors());
        HashModel again =
            trainer.withListener(round -> heard.add(round.done())).train(BLOBS.vectors())) {
      assertThat(codes(again)).isEqualTo(codes(first));
      assertThat(heard).containsExactly(first.provenance().objective().size());
    }
  }

  @Test
  void theFileIsWrittenEverySoManyRounds() {
    Path file = folder.resolve("rounds");
    List<Boolean> there = new ArrayList<>();
    try (HashModel model =
        ItqTrainer.ofBits(8)
            .withRounds(5)
            .withCheckpoints(file, 2)
            .withListener(round -> there.add(Files.exists(file)))
            .train(BLOBS.vectors())) {
      assertThat(model.bits()).isEqualTo(8);
      assertThat(there).startsWith(false, false, true);
    }
  }

  @Test
  void aCheckpointThatDoesNotFitIsRefusedWithWhatDiffers() {
    Path file = folder.resolve("itq");
    ItqTrainer trainer = ItqTrainer.ofBits(8).withRounds(3).withCheckpoints(file, 1);
    trainer.train(BLOBS.vectors()).close();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withSeed(2).train(BLOBS.vectors()).close())
        .withMessageContaining("\"seed\" at 1, this training at 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.train(Blobs.of(200, 12, 4, 6, 10).vectors()).close())
        .withMessageContaining("other data");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LshTrainer.ofBits(8).withCheckpoints(file, 1).train(BLOBS.vectors()))
        .withMessageContaining("\"itq\", not of \"lsh\"");
  }

  @Test
  void damageAndMissingFoldersAreFailuresOfTheFile() throws Exception {
    Path file = folder.resolve("damaged");
    ItqTrainer trainer = ItqTrainer.ofBits(8).withRounds(3);
    trainer.withCheckpoints(file, 1).train(BLOBS.vectors()).close();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 4;
    Files.write(file, bytes);
    assertThatThrownBy(() -> trainer.withCheckpoints(file, 1).train(BLOBS.vectors()).close())
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(CorruptFileException.class);
    Path nowhere = folder.resolve("absent").resolve("file");
    assertThatThrownBy(() -> trainer.withCheckpoints(nowhere, 1).train(BLOBS.vectors()).close())
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(NoSuchFileException.class);
  }

  @Test
  void argumentsAreChecked() {
    ItqTrainer trainer = ItqTrainer.ofBits(8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withCheckpoints(folder.resolve("c"), 0))
        .withMessageContaining("0");
    assertThatThrownBy(() -> trainer.withCheckpoints(null, 1))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("file");
  }

  private static HashModel train(MethodTrainer trainer) {
    return trainer.train(BLOBS.vectors(), BLOBS.labels(), BLOBS.semantics());
  }

  private static BinaryCodes codes(HashModel model) {
    return model.encode(BLOBS.vectors());
  }
}
