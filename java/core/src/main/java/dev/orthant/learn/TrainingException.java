package dev.orthant.learn;

import java.util.Arrays;
import java.util.List;

/**
 * Training broke down numerically: the data admit no model with these options. The message says
 * where; the trace shows how the objective ran before.
 */
public final class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final double[] objective;

  /**
   * Creates the exception.
   *
   * @param message what broke down
   * @param objective the objective after each round so far
   */
  public TrainingException(String message, List<Double> objective) {
    super(message);
    this.objective = objective.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Returns the objective after each round that was completed. */
  public List<Double> objective() {
    return Arrays.stream(objective).boxed().toList();
  }
}
