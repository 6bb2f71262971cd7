package dev.orthant.learn;

import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.internal.Backstage;
import dev.orthant.internal.Checks;
import dev.orthant.internal.NativeError;
import dev.orthant.internal.NativeMatrix;
import dev.orthant.internal.NativeResource;
import dev.orthant.internal.NativeText;
import dev.orthant.internal.abi.OrthantC;
import dev.orthant.internal.abi.orthant_error;
import dev.orthant.internal.abi.orthant_matrix;
import dev.orthant.internal.abi.orthant_model;
import dev.orthant.internal.abi.orthant_sums;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What the ridge regression beneath a model's semantic bits remembers of its training rows. Rows
 * are added to these sums or taken away, and the model is refitted without training again. For the
 * models of {@link OrthantTrainer} and {@link SemanticItqTrainer}.
 *
 * <pre>{@code
 * try (TrainingSums sums = TrainingSums.of(model, features, labels, semantics)) {
 *   sums.add(newRows, newLabels);
 *   sums.save(Path.of("model.sums"));
 *   try (HashModel refitted = sums.refit(model)) { ... }
 * }
 * }</pre>
 *
 * <p>The regression of the refitted model is that of the rows that are left, as if it had been
 * solved for them. All else stays as training left it: anchors, means and scales, directions and
 * rotation, the balance, visual bits, the codes of names. Removing rows does not erase them from
 * those, and a row that was drawn as an anchor stands in the model as it is: where data must be
 * forgotten, train again. Codes made before do not change; encode rows anew to have those of the
 * refitted model.
 *
 * <p>For m anchors and S classes: native memory of 8 m (m + S) bytes. Adding or removing n rows of
 * d values costs n m (m + d) and n m floats more while it runs; refitting costs m^3 / 3.
 *
 * <p>For one thread at a time: a second one is refused. It owns native memory: close it.
 */
public final class TrainingSums implements AutoCloseable {
  private final NativeResource<orthant_sums> resource;

  private TrainingSums(orthant_sums handle) {
    resource = NativeResource.exclusive(this, handle, OrthantC::orthant_sums_free);
  }

  /**
   * The sums, computed on the calling thread, as {@link #of(HashModel, Vectors, Labels,
   * ClassSemantics, int)}.
   */
  public static TrainingSums of(
      HashModel model, Vectors features, Labels labels, ClassSemantics semantics) {
    return of(model, features, labels, semantics, 1);
  }

  /**
   * The sums of the rows that a model was trained on.
   *
   * @param model a model of {@link OrthantTrainer} or {@link SemanticItqTrainer}
   * @param features, labels, semantics what it was trained on
   * @param threads how many threads may work on it, 1 to 256
   * @throws IllegalArgumentException if the model is of another method, or was trained on other
   *     data
   */
  public static TrainingSums of(
      HashModel model, Vectors features, Labels labels, ClassSemantics semantics, int threads) {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(semantics, "semantics");
    check(features, labels, threads);
    if (semantics.classes() < labels.classes()) {
      throw new IllegalArgumentException(
          "semantics of " + semantics.classes() + " classes, but labels of " + labels.classes());
    }
    FlatLabels flat = FlatLabels.of(labels);
    float[] vectors = FlatSemantics.of(semantics);
    NativeError error = NativeError.slotForOneCall();
    NativeResource<orthant_model> models = Backstage.resource(model);
    orthant_model handle = models.enter();
    try (NativeMatrix matrix = NativeMatrix.copyOf(features)) {
      return new TrainingSums(
          error.check(
              OrthantC.orthant_sums_new(
                  handle,
                  matrix.handle(),
                  flat.values(),
                  flat.offsets(),
                  semantics.classes(),
                  vectors,
                  semantics.dimension(),
                  threads,
                  error.slot())));
    } finally {
      models.leave();
    }
  }

  /**
   * Reads sums from a file that {@link #save} wrote. Every byte is checked before use.
   *
   * @throws dev.orthant.data.CorruptFileException if the file is damaged or holds no sums
   * @throws dev.orthant.data.NewerFileException if a newer version wrote it
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws IOException if the operating system refuses
   */
  public static TrainingSums load(Path path) throws IOException {
    Objects.requireNonNull(path, "path");
    NativeError error = NativeError.slotForOneCall();
    return new TrainingSums(
        error.check(OrthantC.orthant_sums_load(NativeText.of(path), error.slot()), path));
  }

  /** Adds rows on the calling thread, as {@link #add(Vectors, Labels, int)}. */
  public void add(Vectors features, Labels labels) {
    add(features, labels, 1);
  }

  /**
   * Adds rows. The sums do not depend on the number of threads.
   *
   * @param features at least one row of finite values, as many as the model takes
   * @param labels the classes of each row; for {@link OrthantTrainer} classes that had rows at
   *     training, for {@link SemanticItqTrainer} classes that had vectors
   * @param threads how many threads may work on it, 1 to 256
   * @throws IllegalArgumentException if a row or a label does not fit; nothing is added then
   */
  public void add(Vectors features, Labels labels, int threads) {
    change(OrthantC::orthant_sums_add, features, labels, threads);
  }

  /** Removes rows on the calling thread, as {@link #remove(Vectors, Labels, int)}. */
  public void remove(Vectors features, Labels labels) {
    remove(features, labels, 1);
  }

  /**
   * Removes rows that were trained on or added, with the values and labels they had. Sums do not
   * know single rows: that these are such is not checked, but for their number in each class.
   *
   * @param features at least one row
   * @param labels the classes of each row
   * @param threads how many threads may work on it, 1 to 256
   * @throws IllegalArgumentException if a row or a label does not fit, or a class has fewer rows;
   *     nothing is removed then
   */
  public void remove(Vectors features, Labels labels, int threads) {
    change(OrthantC::orthant_sums_remove, features, labels, threads);
  }

  /** Returns how many rows these are the sums of. */
  public long rows() {
    orthant_sums sums = resource.enter();
    try {
      return OrthantC.orthant_sums_rows(sums);
    } finally {
      resource.leave();
    }
  }

  /**
   * Returns how many of the rows have a label.
   *
   * @throws IllegalArgumentException if the model has no regression for that class
   */
  public long rowsOf(int label) {
    orthant_sums sums = resource.enter();
    try {
      long rows = OrthantC.orthant_sums_rows_of(sums, label);
      if (rows < 0) {
        throw new IllegalArgumentException("the model has no regression for class " + label);
      }
      return rows;
    } finally {
      resource.leave();
    }
  }

  /**
   * Makes the model of these rows: a model of its own, to be closed like the one given, in the same
   * precision. A class without rows left has scores of zero. The provenance has the number of rows
   * as "refit-rows".
   *
   * @param model the model that the sums were made for, or one refitted from it
   * @throws IllegalArgumentException if it is another one, or fewer than two classes have rows
   */
  public HashModel refit(HashModel model) {
    Objects.requireNonNull(model, "model");
    NativeResource<orthant_model> models = Backstage.resource(model);
    orthant_sums sums = resource.enter();
    try {
      orthant_model handle = models.enter();
      try {
        NativeError error = NativeError.slotForOneCall();
        return Backstage.model(
            error.check(OrthantC.orthant_sums_refit(sums, handle, error.slot())));
      } finally {
        models.leave();
      }
    } finally {
      resource.leave();
    }
  }

  /**
   * Writes the sums to a file: to a temporary file beside it, synced, then renamed, so that readers
   * see the old file or the new one.
   *
   * @throws java.nio.file.NoSuchFileException if the folder does not exist
   * @throws IOException if the operating system refuses
   */
  public void save(Path path) throws IOException {
    Objects.requireNonNull(path, "path");
    orthant_sums sums = resource.enter();
    try {
      NativeError error = NativeError.slotForOneCall();
      error.checkWritten(OrthantC.orthant_sums_save(sums, NativeText.of(path), error.slot()), path);
    } finally {
      resource.leave();
    }
  }

  /** Closes the sums, now or when the running call has left. Closing again does nothing. */
  @Override
  public void close() {
    resource.close();
  }

  private interface Change {
    int apply(
        orthant_sums sums,
        orthant_matrix features,
        int[] labels,
        long[] offsets,
        int classes,
        int threads,
        orthant_error error);
  }

  private void change(Change how, Vectors features, Labels labels, int threads) {
    check(features, labels, threads);
    FlatLabels flat = FlatLabels.of(labels);
    orthant_sums sums = resource.enter();
    try (NativeMatrix matrix = NativeMatrix.copyOf(features)) {
      NativeError error = NativeError.slotForOneCall();
      error.check(
          how.apply(
              sums,
              matrix.handle(),
              flat.values(),
              flat.offsets(),
              labels.classes(),
              threads,
              error.slot()));
    } finally {
      resource.leave();
    }
  }

  private static void check(Vectors features, Labels labels, int threads) {
    Objects.requireNonNull(features, "features");
    Objects.requireNonNull(labels, "labels");
    Checks.threads(threads);
    Checks.atLeast("number of rows of features", features.rows(), 1);
    if (labels.rows() != features.rows()) {
      throw new IllegalArgumentException(
          "labels for " + labels.rows() + " rows, but features of " + features.rows());
    }
  }
}
