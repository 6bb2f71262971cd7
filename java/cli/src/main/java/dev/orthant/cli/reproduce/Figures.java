package dev.orthant.cli.reproduce;

import java.util.LinkedHashMap;
import java.util.Map;

/** Figures by name; those without a value are left out. */
final class Figures {
  private final Map<String, Double> values = new LinkedHashMap<>();

  Figures put(String name, double value) {
    if (Double.isFinite(value)) {
      values.put(name, value);
    }
    return this;
  }

  /** Adds the figures of a part of a protocol, named PART.NAME. */
  Figures put(String part, Figures figures) {
    figures.values.forEach((name, value) -> put(part + "." + name, value));
    return this;
  }

  /** Adds to each figure its share of a mean over {@code count}. */
  Figures putMean(Figures figures, int count) {
    figures.values.forEach((name, value) -> values.merge(name, value / count, Double::sum));
    return this;
  }

  Map<String, Double> values() {
    return values;
  }
}
