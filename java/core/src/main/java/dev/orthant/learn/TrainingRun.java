package dev.orthant.learn;

import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.internal.Backstage;
import dev.orthant.internal.Checks;
import dev.orthant.internal.FileRows;
import dev.orthant.internal.NativeError;
import dev.orthant.internal.NativeMatrix;
import dev.orthant.internal.NativeResource;
import dev.orthant.internal.NativeText;
import dev.orthant.internal.abi.OrthantC;
import dev.orthant.internal.abi.orthant_training;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** One training, from the data to the model, round by round on the calling thread. */
final class TrainingRun {
  private final TrainingPlan plan;
  private final NativeResource<orthant_training> resource;
  private volatile boolean cancelled;

  private TrainingRun(TrainingPlan plan) {
    this.plan = plan;
    this.resource =
        NativeResource.shared(this, plan.newTraining(), OrthantC::orthant_training_free);
  }

  static HashModel of(TrainingPlan plan, Vectors features) {
    return of(plan, features, null, null);
  }

  static HashModel of(TrainingPlan plan, Vectors features, Labels labels) {
    return of(plan, features, Objects.requireNonNull(labels, "labels"), null);
  }

  static HashModel of(
      TrainingPlan plan, Vectors features, Labels labels, ClassSemantics semantics) {
    return of(plan, features, labels, semantics, null);
  }

  /** Trains; labels and what follows them are null where there are none. */
  static HashModel of(
      TrainingPlan plan,
      Vectors features,
      Labels labels,
      ClassSemantics semantics,
      Vectors unlabelled) {
    return ofEach(List.of(plan), features, labels, semantics, unlabelled).get(0);
  }

  /** One model of each length, the caller closes them all. The trainings share their data. */
  static List<HashModel> ofEach(
      TrainingPlan plan,
      int[] bits,
      Vectors features,
      Labels labels,
      ClassSemantics semantics,
      Vectors unlabelled) {
    Objects.requireNonNull(bits, "bits");
    Checks.atLeast("number of lengths", bits.length, 1);
    if (plan.checkpoints() != Checkpoints.NONE) {
      throw new IllegalArgumentException("checkpoints are of one training, not of several lengths");
    }
    List<TrainingPlan> plans =
        Arrays.stream(bits).mapToObj(length -> plan.with("bits", length)).toList();
    return ofEach(plans, features, labels, semantics, unlabelled);
  }

  private static List<HashModel> ofEach(
      List<TrainingPlan> plans,
      Vectors features,
      Labels labels,
      ClassSemantics semantics,
      Vectors unlabelled) {
    check(features, labels, semantics, unlabelled);
    List<TrainingRun> runs = new ArrayList<>();
    List<HashModel> models = new ArrayList<>();
    try {
      for (TrainingPlan plan : plans) {
        TrainingRun run = new TrainingRun(plan);
        runs.add(run);
        if (runs.size() == 1) {
          run.give(features, labels, semantics, unlabelled);
        } else {
          run.share(runs.get(0));
        }
      }
      for (TrainingRun run : runs) {
        models.add(run.train());
        run.resource.close();
        CollapseCheck.warn(run.plan.method(), models.get(models.size() - 1), features, labels);
      }
      return List.copyOf(models);
    } catch (RuntimeException | Error e) {
      models.forEach(HashModel::close);
      throw e;
    } finally {
      runs.forEach(run -> run.resource.close());
      Reference.reachabilityFence(runs);
    }
  }

  private static void check(
      Vectors features, Labels labels, ClassSemantics semantics, Vectors unlabelled) {
    Objects.requireNonNull(features, "features");
    Checks.atLeast("number of rows of features", features.rows(), 1);
    if (labels != null && labels.rows() != features.rows()) {
      throw new IllegalArgumentException(
          "labels for " + labels.rows() + " rows, but features of " + features.rows());
    }
    if (semantics != null && semantics.classes() < labels.classes()) {
      throw new IllegalArgumentException(
          "semantics of " + semantics.classes() + " classes, but labels of " + labels.classes());
    }
    if (unlabelled != null) {
      Checks.atLeast("number of rows without labels", unlabelled.rows(), 1);
    }
  }

  private void give(Vectors features, Labels labels, ClassSemantics semantics, Vectors unlabelled) {
    orthant_training training = resource.enter();
    try {
      giveUnlabelled(training, unlabelled);
      giveFeatures(training, features);
      if (labels != null) {
        int classes = semantics == null ? labels.classes() : semantics.classes();
        giveLabels(training, labels, classes);
      }
      if (semantics != null) {
        giveSemantics(training, semantics);
      }
    } finally {
      resource.leave();
    }
  }

  private void share(TrainingRun other) {
    orthant_training training = resource.enter();
    try {
      orthant_training with = other.resource.enter();
      try {
        NativeError error = NativeError.slotForOneCall();
        error.check(OrthantC.orthant_training_share(training, with, error.slot()));
      } finally {
        other.resource.leave();
      }
    } finally {
      resource.leave();
    }
  }

  private HashModel train() {
    orthant_training training = resource.enter();
    try {
      runRounds(training);
      return finish(training);
    } finally {
      resource.leave();
    }
  }

  private void giveFeatures(orthant_training training, Vectors features) {
    Optional<FileRows> file = readFromFile(training, features);
    if (file.isPresent()) {
      giveFile(training, features, file.get());
      return;
    }
    try (NativeMatrix matrix = NativeMatrix.copyOf(features)) {
      NativeError error = NativeError.slotForOneCall();
      error.check(OrthantC.orthant_training_features(training, matrix.handle(), error.slot()));
    }
  }

  /** The training keeps what it borrows alive, so the handle need not outlive this call. */
  private static void giveUnlabelled(orthant_training training, Vectors unlabelled) {
    if (unlabelled == null) {
      return;
    }
    try (NativeMatrix matrix = NativeMatrix.copyOf(unlabelled)) {
      NativeError error = NativeError.slotForOneCall();
      error.check(OrthantC.orthant_training_unlabelled(training, matrix.handle(), error.slot()));
    }
  }

  /** The file to read the features from, where a copy would take more than the option "memory". */
  private Optional<FileRows> readFromFile(orthant_training training, Vectors features) {
    if (OrthantC.orthant_training_streams(training) == 0) {
      return Optional.empty();
    }
    double bound = plan.options().getOrDefault("memory", Double.POSITIVE_INFINITY) * (1 << 20);
    double bytes = 4.0 * features.rows() * features.dimension();
    return bytes > bound
        ? Backstage.fileRows(features).filter(FileRows::isOnDefaultFileSystem)
        : Optional.empty();
  }

  private static void giveFile(orthant_training training, Vectors features, FileRows file) {
    NativeError error = NativeError.slotForOneCall();
    int status =
        OrthantC.orthant_training_feature_file(
            training,
            NativeText.of(file.path()),
            file.offset(),
            features.rows(),
            features.dimension(),
            file.type(),
            file.scale().orElse(null),
            error.slot());
    try {
      error.check(status, file.path());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void giveLabels(orthant_training training, Labels labels, int classes) {
    FlatLabels flat = FlatLabels.of(labels);
    NativeError error = NativeError.slotForOneCall();
    error.check(
        OrthantC.orthant_training_labels(
            training, flat.values(), flat.offsets(), labels.rows(), classes, error.slot()));
  }

  private static void giveSemantics(orthant_training training, ClassSemantics semantics) {
    float[] vectors = FlatSemantics.of(semantics);
    NativeError error = NativeError.slotForOneCall();
    error.check(
        OrthantC.orthant_training_semantics(
            training, vectors, semantics.classes(), semantics.dimension(), error.slot()));
  }

  private void runRounds(orthant_training training) {
    NativeError error = NativeError.slotForOneCall();
    int more = plan.checkpoints().resume(training, error);
    report(training);
    while (more > 0) {
      error = NativeError.slotForOneCall();
      more = OrthantC.orthant_training_step(training, error.slot());
      if (more >= 0) {
        plan.checkpoints().save(training, more == 0);
        report(training);
      }
    }
    if (more < 0) {
      throw failure(training, error);
    }
  }

  private HashModel finish(orthant_training training) {
    if (cancelled) {
      throw new CancellationException("training was cancelled after its last round");
    }
    NativeError error = NativeError.slotForOneCall();
    var handle = OrthantC.orthant_training_finish(training, error.slot());
    if (handle == null) {
      throw failure(training, error);
    }
    return Backstage.model(handle);
  }

  private void report(orthant_training training) {
    int done = OrthantC.orthant_training_rounds_done(training);
    plan.listener()
        .onRound(
            new TrainingRound(
                done,
                OrthantC.orthant_training_rounds_at_most(training),
                OrthantC.orthant_training_objective(training, done - 1),
                this::cancel));
  }

  /** Any thread may get here, also after the training has ended. */
  private void cancel() {
    cancelled = true;
    orthant_training training;
    try {
      training = resource.enter();
    } catch (IllegalStateException ended) {
      return;
    }
    try {
      OrthantC.orthant_training_cancel(training);
    } finally {
      resource.leave();
    }
  }

  private static RuntimeException failure(orthant_training training, NativeError error) {
    if (error.status() == OrthantC.ORTHANT_IO) { // the file of the features
      return new UncheckedIOException(new IOException(error.message()));
    }
    if (error.status() != OrthantC.ORTHANT_TRAINING_FAILED) {
      return error.exception();
    }
    List<Double> objective = new ArrayList<>();
    for (int round = 0; round < OrthantC.orthant_training_rounds_done(training); round++) {
      objective.add(OrthantC.orthant_training_objective(training, round));
    }
    return new TrainingException(error.message(), objective);
  }
}
