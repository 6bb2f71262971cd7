package dev.orthant.cli.reproduce;

import java.util.List;
import java.util.Locale;

/**
 * Mean and sample standard deviation over seeds.
 *
 * @param deviation NaN for fewer than two values
 */
record Spread(int count, double mean, double deviation) {
  static Spread of(List<Double> values) {
    double mean = values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    int count = values.size();
    return new Spread(count, mean, count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1)));
  }

  /** A gap is "-". */
  String text() {
    if (count == 0) {
      return "-";
    }
    String text = String.format(Locale.ROOT, "%.3f", mean);
    return count == 1 ? text : text + String.format(Locale.ROOT, " (%.3f)", deviation);
  }
}
