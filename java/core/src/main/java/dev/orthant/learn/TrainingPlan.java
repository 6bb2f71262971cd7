package dev.orthant.learn;

import dev.orthant.internal.NativeError;
import dev.orthant.internal.NativeText;
import dev.orthant.internal.abi.OrthantC;
import dev.orthant.internal.abi.orthant_training;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What all trainers are beneath: a method, the options that were set, a listener, checkpoints.
 * Names, defaults and bounds of options live in the native core, which is asked about each value as
 * it is set.
 */
record TrainingPlan(
    String method, Map<String, Double> set, TrainingListener listener, Checkpoints checkpoints) {
  private static final TrainingListener SILENT = round -> {};

  static TrainingPlan of(String method, int bits) {
    return new TrainingPlan(method, Map.of(), SILENT, Checkpoints.NONE).with("bits", bits);
  }

  TrainingPlan with(String option, double value) {
    Map<String, Double> more = new LinkedHashMap<>(set);
    more.put(option, value);
    TrainingPlan plan =
        new TrainingPlan(method, Collections.unmodifiableMap(more), listener, checkpoints);
    OrthantC.orthant_training_free(plan.newTraining());
    return plan;
  }

  TrainingPlan with(String option, long value) {
    return with(option, exact(option, value));
  }

  TrainingPlan with(TrainingListener newListener) {
    return new TrainingPlan(
        method, set, Objects.requireNonNull(newListener, "listener"), checkpoints);
  }

  TrainingPlan with(Checkpoints newCheckpoints) {
    return new TrainingPlan(method, set, listener, newCheckpoints);
  }

  /** All options in force. */
  Map<String, Double> options() {
    orthant_training training = newTraining();
    try {
      Map<String, Double> all = new LinkedHashMap<>();
      for (int i = 0; i < OrthantC.orthant_training_option_count(training); i++) {
        String name = NativeText.of(OrthantC.orthant_training_option_name(training, i));
        all.put(name, OrthantC.orthant_training_option_value(training, i));
      }
      return Collections.unmodifiableMap(all);
    } finally {
      OrthantC.orthant_training_free(training);
    }
  }

  /** What the method learns from, as the native core numbers it. */
  int needs() {
    orthant_training training = newTraining();
    try {
      return OrthantC.orthant_training_needs(training);
    } finally {
      OrthantC.orthant_training_free(training);
    }
  }

  /** A native training with these options, which the caller frees. */
  orthant_training newTraining() {
    NativeError error = NativeError.slotForOneCall();
    orthant_training training = error.check(OrthantC.orthant_training_new(method, error.slot()));
    try {
      set.forEach(
          (option, value) ->
              error.check(OrthantC.orthant_training_set(training, option, value, error.slot())));
    } catch (RuntimeException | Error e) {
      OrthantC.orthant_training_free(training);
      throw e;
    }
    return training;
  }

  /** The trainer that has this plan, as text: SdhTrainer[bits=64.0, seed=7.0]. */
  String describe(Trainer<?> trainer) {
    StringBuilder text = new StringBuilder(trainer.getClass().getSimpleName()).append('[');
    set.forEach(
        (option, value) -> {
          text.append(text.charAt(text.length() - 1) == '[' ? "" : ", ").append(option).append('=');
          if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            text.append(value.longValue());
          } else {
            text.append(value);
          }
        });
    return text.append(']').toString();
  }

  private static double exact(String option, long value) {
    if ((long) (double) value != value || value == Long.MAX_VALUE) {
      throw new IllegalArgumentException(option + " = " + value + " is not in [0, 2^53]");
    }
    return value;
  }
}
