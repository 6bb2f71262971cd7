package dev.orthant.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orthant.data.ClassSemantics;
import dev.orthant.data.CorruptFileException;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.encode.Precision;
import dev.orthant.testing.Blobs;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that come and go after training. */
final class TrainingSumsTest {
  private static final int ROWS = 300;
  private static final Blobs BLOBS = Blobs.of(ROWS, 12, 4, 6, 9);
  private static final int[] FIRST = IntStream.range(0, 200).toArray();
  private static final int[] REST = IntStream.range(200, ROWS).toArray();
  private static final ClassSemantics SEMANTICS = BLOBS.semantics();

  @TempDir Path folder;

  @Test
  void rowsThatWereAddedAndRemovedLeaveTheModelAsItWas() {
    try (HashModel model = orthant();
        TrainingSums sums = sums(model)) {
      assertThat(sums.rows()).isEqualTo(200);
      sums.add(rows(REST), labels(REST), 2);
      assertThat(sums.rows()).isEqualTo(ROWS);
      assertThat(IntStream.range(0, 4).mapToLong(sums::rowsOf).sum()).isEqualTo(ROWS);
      sums.remove(rows(REST), labels(REST));
      try (HashModel again = sums.refit(model)) {
        assertThat(again.encode(BLOBS.vectors())).isEqualTo(model.encode(BLOBS.vectors()));
        assertThat(again.provenance().entries()).containsEntry("refit-rows", "200");
      }
    }
  }

  /** The visual bits of before, and what a class learns of rows that it did not have. */
  @Test
  void aRefittedModelKeepsItsVisualBitsAndItsPrecision() {
    try (HashModel trained = orthant();
        HashModel model = trained.withPrecision(Precision.BF16);
        TrainingSums sums = sums(model)) {
      sums.add(rows(REST), labels(REST));
      try (HashModel refitted = sums.refit(model)) {
        assertThat(refitted.precision()).isEqualTo(Precision.BF16);
        assertThat(refitted.encodeSemantics(SEMANTICS.vectors()))
            .isEqualTo(model.encodeSemantics(SEMANTICS.vectors()));
        long visual = ~model.semanticMask()[0];
        for (int row : new int[] {0, 150, 299}) {
          long before = model.encode(BLOBS.vectors().row(row))[0];
          long after = refitted.encode(BLOBS.vectors().row(row))[0];
          assertThat(after & visual).isEqualTo(before & visual);
        }
      }
    }
  }

  @Test
  void sumsAreKeptInAFile() throws Exception {
    Path file = folder.resolve("sums");
    try (HashModel model =
            SemanticItqTrainer.ofBits(16)
                .withAnchors(40)
                .train(rows(FIRST), labels(FIRST), SEMANTICS);
        TrainingSums sums = sums(model)) {
      sums.add(rows(REST), labels(REST));
      sums.save(file);
      try (TrainingSums loaded = TrainingSums.load(file);
          HashModel one = sums.refit(model);
          HashModel other = loaded.refit(model)) {
        assertThat(other.encode(BLOBS.vectors())).isEqualTo(one.encode(BLOBS.vectors()));
      }
      model.save(folder.resolve("model"));
    }
    assertThatThrownBy(() -> TrainingSums.load(folder.resolve("model")))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("not sums of a training");
    assertThatThrownBy(() -> TrainingSums.load(folder.resolve("absent")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    try (HashModel model = orthant();
        HashModel sdh = SdhTrainer.ofBits(16).withAnchors(40).train(rows(FIRST), labels(FIRST));
        TrainingSums sums = sums(model)) {
      refused(() -> sums(sdh), "\"sdh\" cannot be refitted");
      refused(() -> TrainingSums.of(model, rows(REST), labels(REST), SEMANTICS), "not the data");
      refused(() -> sums.refit(sdh), "\"sdh\" cannot be refitted");
      refused(() -> sums.add(rows(REST), labels(FIRST)), "labels for 200 rows");
      refused(() -> sums.add(Vectors.wrap(new float[11], 11), Labels.of(0)), "takes 12");
      refused(() -> sums.add(rows(REST), labels(REST), 0), "threads");
      refused(() -> sums.remove(BLOBS.vectors(), BLOBS.labels()), "the sums hold 200");
      refused(() -> sums.rowsOf(4), "class 4");
      TrainingSums closed = sums(model);
      closed.close();
      assertThatThrownBy(closed::rows).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> closed.refit(model)).isInstanceOf(IllegalStateException.class);
    }
  }

  private static HashModel orthant() {
    return OrthantTrainer.ofBits(32)
        .withAnchors(40)
        .withBalance(0.4)
        .train(rows(FIRST), labels(FIRST), SEMANTICS);
  }

  private static TrainingSums sums(HashModel model) {
    return TrainingSums.of(model, rows(FIRST), labels(FIRST), SEMANTICS);
  }

  private static Vectors rows(int[] chosen) {
    return BLOBS.vectors().select(chosen);
  }

  private static Labels labels(int[] chosen) {
    return BLOBS.labels().select(chosen);
  }

  private static void refused(Runnable call, String part) {
    assertThatIllegalArgumentException().isThrownBy(call::run).withMessageContaining(part);
  }
}
