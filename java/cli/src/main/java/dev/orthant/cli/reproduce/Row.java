package dev.orthant.cli.reproduce;

import dev.orthant.cli.console.Machine;
import java.util.Map;

/**
 * One run, as the file of results keeps it.
 *
 * @param method as {@link Entrant} writes it
 * @param bits 0: a reference, which has none
 * @param seed 0: a reference, which has none
 * @param semantics the file of class vectors
 * @param options all options in force, defaults included
 * @param figures what was measured; empty if the method refused
 * @param seconds by kind of work: train, encode, evaluate
 * @param refused why there is no figure; null if there are
 * @param machine the machine, the tier and the release, which figures may depend on
 */
record Row(
    String protocol,
    String split,
    String method,
    int bits,
    long seed,
    String semantics,
    Map<String, Double> options,
    Map<String, Double> figures,
    Map<String, Double> seconds,
    int threads,
    String refused,
    Machine machine) {

  /** Which cell of the tables a run is for; there is a table for each file of class vectors. */
  record Place(
      String protocol, String split, String method, int bits, long seed, String semantics) {}

  Place place() {
    return new Place(protocol, split, method, bits, seed, semantics);
  }

  /** Whether a run at this place with these settings would give these figures again. */
  boolean repeats(Map<String, Double> otherOptions, Machine other) {
    return options.equals(otherOptions)
        && machine.version().equals(other.version())
        && machine.tier().equals(other.tier());
  }

  /** Whether all that every row has is there: a file may hold other lines. */
  boolean isWhole() {
    return protocol != null
        && split != null
        && method != null
        && semantics != null
        && options != null
        && figures != null
        && seconds != null
        && machine != null;
  }
}
