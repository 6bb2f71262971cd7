package dev.orthant.learn;

import java.util.Map;

/**
 * A way to learn a hash model, with its options. What it learns from is in its type: an {@link
 * UnsupervisedTrainer} takes vectors, a {@link SupervisedTrainer} also their labels, a {@link
 * SemanticTrainer} also what the classes mean.
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
 */
public sealed interface Trainer permits UnsupervisedTrainer, SupervisedTrainer, SemanticTrainer {
  /** Returns the method's name: {@code lsh}, {@code itq}, {@code sdh}, {@code zsh}, ... */
  String method();

  /** Returns the values of all options in force, by name, defaults included. */
  Map<String, Double> options();

  /** The same with another seed of all random draws: 0 to 2^53; 1 unless set. */
  Trainer withSeed(long seed);

  /** The same with another number of threads that training may use: 1 to 256; 1 unless set. */
  Trainer withThreads(int threads);

  /** The same with a listener, which replaces an earlier one. */
  Trainer withListener(TrainingListener listener);

  /** The same, but rows are taken as they are, not scaled to unit length, here and by the model. */
  Trainer withoutUnitRows();
}
