package dev.orthant.jna;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.orthant.testing.Blobs;
import dev.orthant.testing.Codes;
import dev.orthant.testing.Hit;
import dev.orthant.testing.NativeFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** A client of the C interface through JNA: what its tests share. */
abstract class JnaClient {
  private static final int ERROR_BYTES = 512;
  static final OrthantLibrary C =
      Native.load(
          NativeFiles.core().toString(),
          OrthantLibrary.class,
          Map.of(Library.OPTION_STRING_ENCODING, StandardCharsets.UTF_8.name()));
  static final Blobs BLOBS = Blobs.of(240, 9, 4, 5, 6);

  final Memory error = new Memory(ERROR_BYTES);
  final List<Runnable> frees = new ArrayList<>();

  @AfterEach
  final void freeAll() {
    for (int i = frees.size() - 1; i >= 0; i--) {
      frees.get(i).run();
    }
  }

  Pointer start(String method, Map<String, Double> options) {
    Pointer features = matrixOfBlobs();
    Pointer training = made(C.orthant_training_new(method, error));
    frees.add(() -> C.orthant_training_free(training));
    options.forEach((name, value) -> ok(C.orthant_training_set(training, name, value, error)));
    ok(C.orthant_training_features(training, features, error));
    if (!method.equals("itq")) {
      ok(C.orthant_training_labels(training, BLOBS.classes(), null, 240, 4, error));
    }
    if (method.equals("semantic-itq") || method.equals("orthant")) {
      float[] vectors = flat(BLOBS.classVectors());
      ok(C.orthant_training_semantics(training, vectors, 4, 5, error));
    }
    return training;
  }

  Pointer matrixOfBlobs() {
    Pointer features = made(C.orthant_matrix_new(240, 9, error));
    C.orthant_matrix_row(features, 0).write(0, flat(BLOBS.features()), 0, 240 * 9);
    frees.add(() -> C.orthant_matrix_free(features));
    return features;
  }

  Pointer train(String method, Map<String, Double> options) {
    return trained(start(method, options));
  }

  Pointer trained(Pointer training) {
    int more;
    do {
      more = C.orthant_training_step(training, error);
      assertThat(more).as(message()).isNotEqualTo(-1);
    } while (more == 1);
    int rounds = C.orthant_training_rounds_done(training);
    assertThat(rounds).isBetween(1, C.orthant_training_rounds_at_most(training));
    assertThat(C.orthant_training_objective(training, rounds - 1)).isFinite();
    Pointer model = made(C.orthant_training_finish(training, error));
    frees.add(() -> C.orthant_model_free(model));
    return model;
  }

  long[] encode(Pointer model, int bits) {
    long[] codes = new long[240 * Codes.words(bits)];
    ok(C.orthant_model_encode(model, flat(BLOBS.features()), 240, 2, codes, error));
    return codes;
  }

  long[] encodeOneByOne(Pointer model) {
    Pointer encoder = made(C.orthant_encoder_new(model, error));
    frees.add(() -> C.orthant_encoder_free(encoder));
    long[] codes = new long[240];
    for (int row = 0; row < 240; row++) {
      C.orthant_encoder_vector(encoder).write(0, BLOBS.features()[row], 0, 9);
      assertThat(C.orthant_encode(encoder)).isEqualTo(1);
      codes[row] = C.orthant_encoder_code(encoder).getLong(0);
      float first = C.orthant_encoder_projections(encoder).getFloat(0);
      assertThat(first > 0).isEqualTo((codes[row] & 1) != 0);
    }
    C.orthant_encoder_vector(encoder).setFloat(0, Float.NaN);
    assertThat(C.orthant_encode(encoder)).isZero();
    assertThat(C.orthant_encoder_code(encoder).getLong(0)).isEqualTo(codes[239]);
    return codes;
  }

  static List<Hit> hits(Pointer searcher, long count) {
    List<Hit> hits = new ArrayList<>();
    for (int rank = 0; rank < count; rank++) {
      hits.add(
          new Hit(
              C.orthant_searcher_ids(searcher).getLong(8L * rank),
              C.orthant_searcher_distances(searcher).getInt(4L * rank)));
    }
    return hits;
  }

  static float[] flat(float[][] rows) {
    float[] all = new float[rows.length * rows[0].length];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, all, row * rows[0].length, rows[0].length);
    }
    return all;
  }

  void ok(int status) {
    assertThat(status).as(status == 0 ? "" : message()).isZero();
  }

  /** An index, freed in the end. */
  Pointer freed(Pointer index) {
    frees.add(() -> C.orthant_index_free(index));
    return made(index);
  }

  Pointer made(Pointer handle) {
    assertThat(handle).as(handle == null ? message() : "").isNotNull();
    return handle;
  }

  String message() {
    return error.getString(4, StandardCharsets.UTF_8.name());
  }
}
