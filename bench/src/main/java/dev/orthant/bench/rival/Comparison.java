package dev.orthant.bench.rival;

import dev.orthant.bench.support.Figures;
import dev.orthant.bench.support.SearchData;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Builds all indexes over the same codes and lets them take turns; one table for each k. */
final class Comparison {
  /** Above this share of distinct codes grouping changes nothing but the time to build. */
  private static final double FEW_REPEATS = 0.9;

  private static final int WARM_UP_ROUNDS = 3;

  private final SearchData data;
  private final ReportOptions options;
  private final long[][] queries;

  Comparison(SearchData data, ReportOptions options) {
    this.data = data;
    this.options = options;
    queries =
        IntStream.range(0, data.queries().rows())
            .mapToObj(data.queries()::row)
            .toArray(long[][]::new);
  }

  void print(PrintStream out) {
    double distinct = CodeGroups.of(data.base()).distinctShare();
    out.printf(
        Locale.ROOT,
        "## %s; %d bits%n%n%d codes, %.1f %% of them distinct%s; %d queries, %d rounds.%n",
        data.origin(),
        data.base().bits(),
        data.base().rows(),
        100 * distinct,
        distinct > FEW_REPEATS ? ", so grouping is left out" : "",
        queries.length,
        options.rounds());
    List<Way> ways = build(distinct);
    try {
      for (int k : options.ks()) {
        print(out, k, ways);
      }
    } finally {
      ways.stream().map(Way::index).distinct().forEach(RivalIndex::close);
    }
  }

  private List<Way> build(double distinct) {
    List<Rival> rivals = new ArrayList<>(Rivals.ours());
    for (Rival rival : Rivals.others()) {
      boolean useful = !(rival instanceof Grouped) || distinct <= FEW_REPEATS;
      if (useful && options.rivals().matcher(rival.name()).find()) {
        rivals.add(rival);
      }
    }
    List<Way> ways = new ArrayList<>();
    for (Rival rival : rivals) {
      ways.addAll(Way.of(rival, data.base()));
      System.err.printf(
          Locale.ROOT,
          "built %s in %.1f s%n",
          rival.name(),
          ways.get(ways.size() - 1).buildSeconds());
    }
    return ways;
  }

  private void print(PrintStream out, int k, List<Way> ways) {
    List<Hits> exact = Exact.answers(data.base(), data.queries(), k);
    List<Agreement> agreements = new ArrayList<>();
    for (Way way : ways) {
      agreements.add(way.compare(data.base(), data.queries(), exact));
    }
    List<List<Way.Micros>> times = takeTurns(k, ways);
    out.printf(
        Locale.ROOT,
        "%nk = %d; the k-th neighbour is %.0f bits away, in the median%n%n",
        k,
        Figures.median(exact.stream().map(hits -> (double) hits.distance(k - 1)).toList()));
    out.println(
        "| way | build s | recall | identical lists | nearest wrong | mean us | median us | times "
            + Rivals.ours().get(0).name()
            + ", median (range) |");
    out.println("|---|---|---|---|---|---|---|---|");
    for (int i = 0; i < ways.size(); i++) {
      out.println(row(ways.get(i), k, agreements.get(i), times.get(i), times.get(0)));
    }
    out.flush();
  }

  /** Per way, the times of a query in each round. */
  private List<List<Way.Micros>> takeTurns(int k, List<Way> ways) {
    System.gc(); // what building left must not be collected within one way's time
    Hits hits = Hits.ofNearest(k);
    List<List<Way.Micros>> times = new ArrayList<>();
    ways.forEach(way -> times.add(new ArrayList<>()));
    for (int round = -WARM_UP_ROUNDS; round < options.rounds(); round++) {
      for (int way = 0; way < ways.size(); way++) {
        Way.Micros micros = ways.get(way).time(queries, hits);
        if (round >= 0) {
          times.get(way).add(micros);
        }
      }
    }
    return times;
  }

  private static String row(
      Way way, int k, Agreement agreement, List<Way.Micros> times, List<Way.Micros> ours) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < times.size(); round++) {
      ratios.add(times.get(round).median() / ours.get(round).median());
    }
    ratios.sort(null);
    String ratio =
        "%s (%s to %s)"
            .formatted(
                Figures.format(Figures.median(ratios)),
                Figures.format(ratios.get(0)),
                Figures.format(ratios.get(ratios.size() - 1)));
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.3f | %.1f %% | %.1f %% | %s | %s | %s |",
        way.name(k),
        Figures.format(way.buildSeconds()),
        agreement.recall(),
        100 * agreement.identicalShare(),
        100 * agreement.nearestWrongShare(),
        Figures.format(Figures.median(times.stream().map(Way.Micros::mean).toList())),
        Figures.format(Figures.median(times.stream().map(Way.Micros::median).toList())),
        times == ours ? "" : ratio);
  }
}
