package dev.orthant.cli.reproduce;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Adds up the seconds of each kind of work. For one thread. */
final class Stopwatch {
  private final Map<String, Double> seconds = new LinkedHashMap<>();

  /** Does the work and adds its time to that of its kind. */
  <T> T time(String kind, Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      seconds.merge(kind, (System.nanoTime() - start) / 1e9, Double::sum);
    }
  }

  /** The seconds so far, in thousandths. */
  Map<String, Double> seconds() {
    Map<String, Double> rounded = new LinkedHashMap<>();
    seconds.forEach((kind, value) -> rounded.put(kind, Math.round(value * 1000) / 1000.0));
    return rounded;
  }
}
