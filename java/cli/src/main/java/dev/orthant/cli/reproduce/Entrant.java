package dev.orthant.cli.reproduce;

import dev.orthant.cli.learn.Methods;
import dev.orthant.learn.Trainer;
import dev.orthant.learn.TrainingListener;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A method as a user writes it: a name, a name with a preset, or one of the references; then, after
 * a colon, options: {@code zsh:alpha=0.01,beta=0.01}.
 */
public record Entrant(String word, Map<String, Double> options) {
  /** Reads the text; whether there is such a method is found out by {@link #learner}. */
  public static Entrant parse(String text) {
    int colon = text.indexOf(':');
    Map<String, Double> options = new TreeMap<>();
    if (colon >= 0) {
      for (String option : text.substring(colon + 1).split(",")) {
        int equals = option.indexOf('=');
        if (equals < 1) {
          throw new IllegalArgumentException(
              "\"" + option + "\" of \"" + text + "\" is not NAME=NUMBER");
        }
        options.put(
            option.substring(0, equals).strip(), number(option.substring(equals + 1), text));
      }
    }
    return new Entrant((colon < 0 ? text : text.substring(0, colon)).strip(), options);
  }

  private static double number(String value, String text) {
    try {
      double number = Double.parseDouble(value);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw new IllegalArgumentException("\"" + value + "\" of \"" + text + "\" is no number");
  }

  /** References rank by float vectors: they have neither bits nor a seed, which then are 0. */
  boolean isReference() {
    return References.has(word);
  }

  /** The learner with these bits and this seed. */
  Learner learner(int bits, long seed, int threads, TrainingListener listener) {
    if (isReference()) {
      if (!options.isEmpty()) {
        throw new IllegalArgumentException(word + " has no options: " + this);
      }
      return References.named(word, threads);
    }
    Trainer<?> trainer = Methods.trainer(word, bits);
    for (Map.Entry<String, Double> option : options.entrySet()) {
      trainer = trainer.with(option.getKey(), option.getValue());
    }
    return new CodeLearner(
        trainer.withSeed(seed).withThreads(threads).withListener(listener), threads);
  }

  /** Always the same text for the same method and options. */
  @Override
  public String toString() {
    return options.isEmpty()
        ? word
        : options.entrySet().stream()
            .map(option -> option.getKey() + "=" + text(option.getValue()))
            .collect(Collectors.joining(",", word + ":", ""));
  }

  private static String text(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
