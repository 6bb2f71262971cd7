package dev.orthant.learn;

/** How far a training is. Safe for any number of threads. */
public final class TrainingRound {
  private final int done;
  private final int atMost;
  private final double objective;
  private final Runnable cancel;

  TrainingRound(int done, int atMost, double objective, Runnable cancel) {
    this.done = done;
    this.atMost = atMost;
    this.objective = objective;
    this.cancel = cancel;
  }

  /** Returns the number of rounds done: 0 before the first. */
  public int done() {
    return done;
  }

  /** Returns the number of rounds that will not be exceeded; training may converge earlier. */
  public int atMost() {
    return atMost;
  }

  /** Returns the objective after the rounds done; NaN before the first or without an objective. */
  public double objective() {
    return objective;
  }

  /**
   * Makes the training throw {@link java.util.concurrent.CancellationException}, within about 100
   * ms, unless it has ended. Any thread may call this, also while a round runs.
   */
  public void cancel() {
    cancel.run();
  }

  @Override
  public String toString() {
    return "TrainingRound[" + done + " of at most " + atMost + ", objective " + objective + "]";
  }
}
