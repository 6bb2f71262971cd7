package dev.orthant.bench.support;

import java.util.Collection;
import java.util.Locale;

/** Figures of a table. */
public final class Figures {
  private Figures() {}

  /** The middle of the values, or the mean of the two middle ones; there is at least one. */
  public static double median(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Three digits that mean something, never an exponent. */
  public static String format(double value) {
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
