package dev.orthant.bench.rival;

import dev.orthant.bench.support.Figures;
import dev.orthant.data.BinaryCodes;
import java.util.ArrayList;
import java.util.List;

/** One line of a table: a rival's index, searched with one breadth. */
final class Way {
  private final Rival rival;
  private final int breadth;
  private final RivalIndex index;
  private final double buildSeconds;

  Way(Rival rival, int breadth, RivalIndex index, double buildSeconds) {
    this.rival = rival;
    this.breadth = breadth;
    this.index = index;
    this.buildSeconds = buildSeconds;
  }

  /** The ways to search one index, which takes the time to build it once. */
  static List<Way> of(Rival rival, BinaryCodes base) {
    long start = System.nanoTime();
    RivalIndex index = rival.over(base);
    double seconds = (System.nanoTime() - start) / 1e9;
    List<Way> ways = new ArrayList<>();
    for (int breadth : rival.breadths()) {
      ways.add(new Way(rival, breadth, index, seconds));
    }
    return ways;
  }

  String name(int k) {
    return breadth == 0 ? rival.name() : rival.name() + ", ef " + Math.max(breadth, k);
  }

  double buildSeconds() {
    return buildSeconds;
  }

  RivalIndex index() {
    return index;
  }

  void nearest(long[] query, Hits into) {
    index.nearest(query, breadth, into);
  }

  /** Compares the answers; an exact rival that differs ends the run. */
  Agreement compare(BinaryCodes base, BinaryCodes queries, List<Hits> exact) {
    Agreement agreement = new Agreement(base);
    Hits found = Hits.ofNearest(exact.get(0).k());
    for (int query = 0; query < queries.rows(); query++) {
      nearest(queries.row(query), found);
      agreement.add(queries.select(new int[] {query}), found, exact.get(query));
      if (rival.isExact() && !Agreement.areEqual(found, exact.get(query))) {
        throw new IllegalStateException(rival.name() + " differs at query " + query);
      }
    }
    return agreement;
  }

  /** Times of a query in microseconds, over all queries one after the other. */
  record Micros(double median, double mean) {}

  Micros time(long[][] queries, Hits into) {
    List<Double> times = new ArrayList<>(queries.length);
    for (long[] query : queries) {
      long start = System.nanoTime();
      nearest(query, into);
      times.add((System.nanoTime() - start) / 1e3);
    }
    double sum = times.stream().mapToDouble(Double::doubleValue).sum();
    return new Micros(Figures.median(times), sum / times.size());
  }
}
