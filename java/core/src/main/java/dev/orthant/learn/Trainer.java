package dev.orthant.learn;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * A way to learn a hash model, with its options. What it learns from is in its type: an {@link
 * UnsupervisedTrainer} takes vectors, a {@link SupervisedTrainer} also their labels, a {@link
 * SemanticTrainer} also what the classes mean; a {@link MethodTrainer}, whose method is chosen by
 * name at run time, says what it needs.
 *
 * <p>Trainers are immutable values: each {@code with...} returns another trainer and throws {@link
 * IllegalArgumentException} if the value is out of its bounds. They are safe for any number of
 * threads. The model depends on the data, the options, the release and the instruction-set tier, to
 * the last bit, and never on the number of threads.
 *
 * <p>Training throws {@link IllegalArgumentException} if the data cannot be learned from (a value
 * that is not finite, a row of zeros where rows are scaled to unit length, numbers of rows that
 * differ, fewer than two classes, a class without a vector), {@link TrainingException} if it breaks
 * down numerically, and {@link java.util.concurrent.CancellationException} if it is cancelled.
 *
 * @param <T> the trainer's own type, which its {@code with...} return
 */
public abstract sealed class Trainer<T extends Trainer<T>>
    permits UnsupervisedTrainer, SupervisedTrainer, SemanticTrainer, MethodTrainer {
  private final TrainingPlan plan;

  /** What a method learns from. Each constant needs also what those before it do. */
  public enum Needs {
    /** Vectors alone. */
    FEATURES,
    /** Also the classes that each vector belongs to. */
    LABELS,
    /** Also what the classes mean. */
    SEMANTICS
  }

  Trainer(TrainingPlan plan) {
    this.plan = plan;
  }

  /** The same trainer with another plan. */
  abstract T with(TrainingPlan plan);

  final TrainingPlan plan() {
    return plan;
  }

  /** Returns the method's name: {@code lsh}, {@code itq}, {@code sdh}, {@code zsh}, ... */
  public final String method() {
    return plan.method();
  }

  /** Returns what the method learns from. */
  public final Needs needs() {
    return Needs.values()[plan.needs()];
  }

  /** Returns the values of all options in force, by name, defaults included. */
  public final Map<String, Double> options() {
    return plan.options();
  }

  /**
   * The same with another value of an option by its name, for settings that come as text; the typed
   * methods say what the options mean.
   *
   * @param option one of the names in {@link #options()}
   * @param value within the option's bounds; a choice among names counts them from 0
   */
  public final T with(String option, double value) {
    return with(plan.with(Objects.requireNonNull(option, "option"), value));
  }

  /** The same with another seed of all random draws: 0 to 2^53; 1 unless set. */
  public final T withSeed(long seed) {
    return with(plan.with("seed", seed));
  }

  /** The same with another number of threads that training may use: 1 to 256; 1 unless set. */
  public final T withThreads(int threads) {
    return with("threads", threads);
  }

  /** The same with a listener, which replaces an earlier one. */
  public final T withListener(TrainingListener listener) {
    return with(plan.with(listener));
  }

  /**
   * The same, but training writes its state to a file every so many rounds and after the last one,
   * and continues from the file if it exists when training begins: to the same model, to the last
   * bit, as if it had not been interrupted. The file stays; with it in place a training that had
   * ended gives its model at once. One file is for one training at a time.
   *
   * <p>Training then throws {@link IllegalArgumentException} if the file is of other data, options
   * (the number of threads may differ), release, tier or BLAS, and {@link
   * java.io.UncheckedIOException} if it is damaged or cannot be read or written. Readers of the
   * file see the old state or the new one.
   *
   * @param file where the state is; its folder exists
   * @param everyRounds 1 or more; each time costs as much as writing the state does, which is up to
   *     a few times the size of the codes of all rows, in doubles
   */
  public final T withCheckpoints(Path file, int everyRounds) {
    return with(plan.with(Checkpoints.at(file, everyRounds)));
  }

  /** The same, but rows are taken as they are, not scaled to unit length, here and by the model. */
  public final T withoutUnitRows() {
    return with("unit-rows", 0);
  }

  @Override
  public final String toString() {
    return plan.describe(this);
  }
}
