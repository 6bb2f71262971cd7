package dev.orthant.cli.reproduce;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** What codes can be held against: rankings by float vectors, by name. */
final class References {
  private static final Map<String, IntFunction<Learner>> BY_NAME =
      new TreeMap<>(
          Map.of("cosine", CosineLearner::ofFeatures, "cosine-scores", CosineLearner::ofScores));

  private References() {}

  static boolean has(String name) {
    return BY_NAME.containsKey(name);
  }

  static Learner named(String name, int threads) {
    return BY_NAME.get(name).apply(threads);
  }

  static Iterable<String> names() {
    return BY_NAME.keySet();
  }
}
