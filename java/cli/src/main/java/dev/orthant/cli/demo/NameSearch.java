package dev.orthant.cli.demo;

import java.util.List;

/**
 * Searches by the name of an unseen class, by models that differ in their seed only. How well a
 * name is found depends much on the seed, so one search alone would say little.
 *
 * @param className the name searched for
 * @param knownAtTraining whether training was given the name's vector (never a picture)
 * @param precisionAt20 share of the class among the 20 nearest, ties at the end in random order;
 *     mean over the seeds
 * @param precisionBySeed the same for each seed
 * @param outside share of the name's vector that lies outside what the first model knows of names
 * @param hits the nearest pictures by the first model, in the order of distance, then row
 */
record NameSearch(
    String className,
    boolean knownAtTraining,
    double precisionAt20,
    List<Double> precisionBySeed,
    double outside,
    List<Hit> hits) {

  /** One search by one model. */
  NameSearch(
      String className, boolean knownAtTraining, double precision, double outside, List<Hit> hits) {
    this(className, knownAtTraining, precision, List.of(precision), outside, hits);
  }

  /** The same search by several models; shows the hits of the first. */
  static NameSearch overSeeds(List<NameSearch> searches) {
    NameSearch first = searches.get(0);
    List<Double> bySeed = searches.stream().map(NameSearch::precisionAt20).toList();
    double mean = bySeed.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    return new NameSearch(
        first.className, first.knownAtTraining, mean, bySeed, first.outside, first.hits);
  }
}
