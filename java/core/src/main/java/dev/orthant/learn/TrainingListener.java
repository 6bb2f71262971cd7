package dev.orthant.learn;

/** Is told how a training runs, on the thread that trains. What it throws ends the training. */
@FunctionalInterface
public interface TrainingListener {
  /**
   * Called before the first round and after each round.
   *
   * @param round how far the training is; its {@code cancel()} may be called at any time
   */
  void onRound(TrainingRound round);
}
