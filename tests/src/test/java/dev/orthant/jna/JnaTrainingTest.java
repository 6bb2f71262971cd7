package dev.orthant.jna;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Pointer;
import dev.orthant.data.BinaryCodes;
import dev.orthant.encode.HashModel;
import dev.orthant.learn.GradientTrainer;
import dev.orthant.learn.MethodTrainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings through JNA give the models that the Java API gives. */
final class JnaTrainingTest extends JnaClient {
  @TempDir Path folder;

  @Test
  void methodsAreListedWithTheirNeeds() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < C.orthant_method_count(); i++) {
      names.add(C.orthant_method_name(i));
      Pointer training = made(C.orthant_training_new(names.get(i), error));
      frees.add(() -> C.orthant_training_free(training));
      assertThat(C.orthant_training_needs(training))
          .isEqualTo(MethodTrainer.named(names.get(i), 8).needs().ordinal());
    }
    assertThat(names).isEqualTo(MethodTrainer.methods());
  }

  @Test
  void optionsAreListedWithTheirValues() {
    Pointer training = made(C.orthant_training_new("zsh", error));
    frees.add(() -> C.orthant_training_free(training));
    ok(C.orthant_training_set(training, "bits", 17, error));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < C.orthant_training_option_count(training); i++) {
      names.add(C.orthant_training_option_name(training, i));
      if (names.get(i).equals("bits")) {
        assertThat(C.orthant_training_option_value(training, i)).isEqualTo(17);
      }
    }
    assertThat(names).contains("bits", "seed", "threads", "anchors").doesNotHaveDuplicates();
  }

  @Test
  void aCancelledRunFailsWithItsStatus() {
    Pointer training = start("itq", Map.of("bits", 8.0));
    C.orthant_training_cancel(training);
    assertThat(C.orthant_training_step(training, error)).isEqualTo(-1);
    assertThat(error.getInt(0)).isEqualTo(7);
  }

  @Test
  void aTrainingIsContinuedFromItsCheckpoint() throws Exception {
    Map<String, Double> options = Map.of("bits", 16.0, "rounds", 4.0);
    String path = folder.resolve("checkpoint-\u00e4").toString();
    Pointer first = start("csq", options);
    assertThat(C.orthant_training_step(first, error)).isEqualTo(1);
    ok(C.orthant_training_save(first, path, error));
    Pointer second = start("csq", options);
    assertThat(C.orthant_training_resume(second, path, error)).as(message()).isEqualTo(1);
    assertThat(C.orthant_training_rounds_done(second)).isEqualTo(1);
    while (C.orthant_training_step(second, error) == 1) {
      assertThat(C.orthant_training_rounds_done(second)).isLessThan(4);
    }
    Pointer model = made(C.orthant_training_finish(second, error));
    frees.add(() -> C.orthant_model_free(model));
    try (HashModel same =
        GradientTrainer.of(GradientTrainer.Loss.CSQ, 16)
            .withEpochs(4)
            .withCheckpoints(Path.of(path), 1)
            .train(BLOBS.vectors(), BLOBS.labels())) {
      assertThat(BinaryCodes.wrap(encode(model, 16), 16)).isEqualTo(same.encode(BLOBS.vectors()));
    }
  }

  @Test
  void aModelIsRefittedFromSums() throws Exception {
    Pointer features = matrixOfBlobs();
    Pointer model = train("semantic-itq", Map.of("bits", 16.0, "anchors", 30.0));
    float[] vectors = flat(BLOBS.classVectors());
    int[] labels = BLOBS.classes();
    Pointer sums = made(C.orthant_sums_new(model, features, labels, null, 4, vectors, 5, 2, error));
    frees.add(() -> C.orthant_sums_free(sums));
    ok(C.orthant_sums_add(sums, features, labels, null, 4, 1, error));
    assertThat(C.orthant_sums_rows(sums)).isEqualTo(480);
    ok(C.orthant_sums_remove(sums, features, labels, null, 4, 1, error));
    assertThat(C.orthant_sums_rows_of(sums, 2)).isEqualTo(60);
    String path = folder.resolve("sums-\u00e4").toString();
    ok(C.orthant_sums_save(sums, path, error));
    Pointer loaded = made(C.orthant_sums_load(path, error));
    frees.add(() -> C.orthant_sums_free(loaded));
    Pointer refitted = made(C.orthant_sums_refit(loaded, model, error));
    frees.add(() -> C.orthant_model_free(refitted));
    assertThat(C.orthant_model_provenance(refitted)).endsWith("refit-rows=240\n");
  }

  @Test
  void trainingsShareTheirDataBeforeTheFirstStep() {
    Pointer first = start("itq", Map.of("bits", 8.0));
    ok(C.orthant_training_features(first, matrixOfBlobs(), error));
    Pointer second = start("itq", Map.of("bits", 16.0));
    ok(C.orthant_training_share(second, first, error));
    assertThat(C.orthant_training_step(second, error)).isGreaterThanOrEqualTo(0);
    assertThat(C.orthant_training_share(first, second, error)).isEqualTo(1);
    assertThat(message()).contains("before the first step");
  }

  @Test
  void rowsWithoutLabelsAreForOneMethod() {
    Pointer rows = matrixOfBlobs();
    ok(C.orthant_training_unlabelled(start("orthant", Map.of("bits", 16.0)), rows, error));
    Pointer itq = start("itq", Map.of("bits", 8.0));
    assertThat(C.orthant_training_unlabelled(itq, rows, error)).isEqualTo(1);
    assertThat(message()).contains("takes no rows without labels");
  }
}
