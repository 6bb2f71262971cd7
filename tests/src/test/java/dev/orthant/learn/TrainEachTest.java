package dev.orthant.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.testing.Blobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several lengths at once are the models that each gives alone, to the last byte. */
class TrainEachTest {
  private static final Blobs BLOBS = Blobs.of(300, 12, 5, 6, 3);
  private static final Vectors X = BLOBS.vectors();
  private static final Labels Y = BLOBS.labels();
  private static final int[] LENGTHS = {16, 8, 24};

  @TempDir Path folder;

  private static ClassSemantics names() {
    return BLOBS.semantics();
  }

  private byte[] bytes(HashModel model) {
    try {
      Path file = folder.resolve("m");
      model.save(file);
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void expectAlone(List<HashModel> models, IntFunction<HashModel> alone) {
    assertThat(models).extracting(HashModel::bits).containsExactly(16, 8, 24);
    for (HashModel model : models) {
      try (model;
          HashModel single = alone.apply(model.bits())) {
        assertThat(bytes(model)).isEqualTo(bytes(single));
      }
    }
  }

  @Test
  void ofEveryKindOfTrainer() {
    expectAlone(
        ItqTrainer.ofBits(1).trainEach(X, LENGTHS), bits -> ItqTrainer.ofBits(bits).train(X));
    expectAlone(
        SdhTrainer.ofBits(1).withAnchors(40).trainEach(X, Y, LENGTHS),
        bits -> SdhTrainer.ofBits(bits).withAnchors(40).train(X, Y));
    expectAlone(
        OrthantTrainer.ofBits(8).trainEach(X, Y, names(), LENGTHS),
        bits -> OrthantTrainer.ofBits(bits).train(X, Y, names()));
  }

  @Test
  void ofMethodsByName() {
    Vectors others = X.select(new int[] {3, 4, 5, 6, 7, 8});
    expectAlone(
        MethodTrainer.named("orthant", 8).trainEach(X, Y, names(), others, LENGTHS),
        bits -> MethodTrainer.named("orthant", bits).train(X, Y, names(), others));
    expectAlone(
        MethodTrainer.named("itq", 8).trainEach(X, Y, LENGTHS),
        bits -> MethodTrainer.named("itq", bits).train(X));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MethodTrainer.named("sdh", 8).trainEach(X, 8))
        .withMessageContaining("labels");
  }

  @Test
  void checkpointsAndNoLengthsAreRefused() {
    SdhTrainer trainer = SdhTrainer.ofBits(8).withAnchors(20);
    assertThatIllegalArgumentException().isThrownBy(() -> trainer.trainEach(X, Y));
    assertThatIllegalArgumentException().isThrownBy(() -> trainer.trainEach(X, Y, 8, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withCheckpoints(folder.resolve("c"), 1).trainEach(X, Y, 8))
        .withMessageContaining("checkpoints");
  }

  @Test
  void aCancelledTrainingGivesNoModels() {
    List<Integer> rounds = new ArrayList<>();
    Function<Integer, SdhTrainer> cancelledIn =
        report ->
            SdhTrainer.ofBits(8)
                .withAnchors(20)
                .withRounds(3)
                .withListener(
                    round -> {
                      rounds.add(round.done());
                      if (rounds.size() == report) {
                        round.cancel();
                      }
                    });
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> cancelledIn.apply(6).trainEach(X, Y, LENGTHS));
    assertThat(rounds).hasSizeLessThan(9);
  }
}
