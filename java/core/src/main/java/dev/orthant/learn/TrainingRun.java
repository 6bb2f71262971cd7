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
import dev.orthant.internal.abi.OrthantC;
import dev.orthant.internal.abi.orthant_training;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

  /** Trains; labels and semantics are null where the method takes none. */
  static HashModel of(
      TrainingPlan plan, Vectors features, Labels labels, ClassSemantics semantics) {
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
    TrainingRun run = new TrainingRun(plan);
    try {
      HashModel model = run.train(features, labels, semantics);
      CollapseCheck.warn(plan.method(), model, features, labels);
      return model;
    } finally {
      run.resource.close();
      Reference.reachabilityFence(run);
    }
  }

  private HashModel train(Vectors features, Labels labels, ClassSemantics semantics) {
    orthant_training training = resource.enter();
    try (NativeMatrix matrix = NativeMatrix.copyOf(features)) {
      NativeError error = NativeError.slotForOneCall();
      error.check(OrthantC.orthant_training_features(training, matrix.handle(), error.slot()));
      if (labels != null) {
        int classes = semantics == null ? labels.classes() : semantics.classes();
        giveLabels(training, labels, classes);
      }
      if (semantics != null) {
        giveSemantics(training, semantics);
      }
      runRounds(training);
      return finish(training);
    } finally {
      resource.leave();
    }
  }

  private static void giveLabels(orthant_training training, Labels labels, int classes) {
    long[] offsets = new long[labels.rows() + 1];
    int[][] sets = new int[labels.rows()][];
    for (int row = 0; row < labels.rows(); row++) {
      sets[row] = labels.row(row);
      offsets[row + 1] = offsets[row] + sets[row].length;
    }
    int[] flat = new int[Math.toIntExact(offsets[labels.rows()])];
    for (int row = 0; row < labels.rows(); row++) {
      System.arraycopy(sets[row], 0, flat, (int) offsets[row], sets[row].length);
    }
    NativeError error = NativeError.slotForOneCall();
    error.check(
        OrthantC.orthant_training_labels(
            training, flat, offsets, labels.rows(), classes, error.slot()));
  }

  private static void giveSemantics(orthant_training training, ClassSemantics semantics) {
    float[] vectors = new float[semantics.classes() * semantics.dimension()];
    semantics.vectors().copyRows(0, semantics.classes(), vectors, 0);
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
