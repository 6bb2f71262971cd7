package dev.orthant.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Where a model comes from: method, options, seed, a fingerprint of the training data, versions,
 * and the objective after each round. It is kept in the model's file.
 *
 * <p>Entries are text by key. The keys {@code method}, {@code option.NAME} and {@code objective}
 * have accessors of their own here. Immutable; safe for any number of threads.
 */
public final class Provenance {
  private static final String OPTION = "option.";

  private final Map<String, String> entries;
  private final Map<String, Double> options;
  private final List<Double> objective;

  private Provenance(Map<String, String> entries) {
    this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    Map<String, Double> numbers = new LinkedHashMap<>();
    entries.forEach(
        (key, value) -> {
          if (key.startsWith(OPTION)) {
            numbers.put(key.substring(OPTION.length()), number(value));
          }
        });
    this.options = Collections.unmodifiableMap(numbers);
    List<Double> trace = new ArrayList<>();
    for (String value : entries.getOrDefault("objective", "").split(",")) {
      if (!value.isEmpty()) {
        trace.add(number(value));
      }
    }
    this.objective = Collections.unmodifiableList(trace);
  }

  /** Provenance with the given entries, in their order; copied. */
  public static Provenance of(Map<String, String> entries) {
    Objects.requireNonNull(entries, "entries");
    entries.forEach(
        (key, value) -> {
          Objects.requireNonNull(key, "a key of entries");
          Objects.requireNonNull(value, () -> "entries[" + key + "]");
        });
    return new Provenance(entries);
  }

  /** Returns the method's name, such as {@code "itq"}; empty if it is not known. */
  public String method() {
    return entries.getOrDefault("method", "");
  }

  /** Returns all options by name, {@code bits} and {@code seed} among them. */
  public Map<String, Double> options() {
    return options;
  }

  /** Returns the seed of the training; 0 if it is not known. */
  public long seed() {
    return options.getOrDefault("seed", 0.0).longValue();
  }

  /** Returns the objective after each round, in the method's own unit; empty if it has none. */
  public List<Double> objective() {
    return objective;
  }

  /** Returns everything that is known, by key. */
  public Map<String, String> entries() {
    return entries;
  }

  /** Whether the other object has the same entries. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Provenance && entries.equals(((Provenance) other).entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  @Override
  public String toString() {
    return "Provenance" + entries;
  }

  /** Entries come from files: what is no number is not known. */
  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
