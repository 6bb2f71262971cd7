package dev.orthant.cli.reproduce;

import dev.orthant.data.ClassSemantics;
import java.util.Map;

/** A way to learn to rank, with all its options. */
interface Learner {
  /** Learns from some rows of the corpus. {@code known}: what is known of the classes. */
  Ranker learn(Corpus corpus, int[] rows, ClassSemantics known, Stopwatch watch);

  /** Whether class vectors go into what it learns, as they must for a search by name. */
  boolean usesNames();

  /** The values of all options that figures may depend on. */
  Map<String, Double> options();
}
