package dev.orthant.bench;

import dev.orthant.bench.support.Figures;
import dev.orthant.bench.support.MachineCard;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks some rounds over and prints the table of docs/performance.md on standard
 * output; JMH's own report goes to standard error.
 *
 * <pre>java -cp bench/target/benchmarks.jar dev.orthant.bench.Report [rounds [pattern]]</pre>
 *
 * <p>Each round runs every benchmark in a fork of its own, so rivals take turns: A B A B. A ratio
 * compares times of the same round only; the table has the median of the rounds and their range.
 * Ends with status 1 if a call that promises to allocate nothing allocates.
 */
public final class Report {
  /** The rivals of the search have a report of their own, which has what they miss, too. */
  private static final String ALL_BUT_RIVALS = "dev\\.orthant\\.bench\\.(?!rival\\.).*";

  private static final List<String> OURS = List.of("orthant", "javaCpp");
  private static final List<String> ALLOCATION_FREE =
      List.of(
          "EncodeOneBenchmark.orthant",
          "SearchOneBenchmark.orthant",
          "SmallSearchBenchmark.javaCpp");

  /** JMH itself allocates about 0.02 MB/s; a call of 300 ns that allocates 24 B, 80 MB/s. */
  private static final double NOISE_MB_PER_SECOND = 0.05;

  private final Map<String, Map<String, Series>> questions = new TreeMap<>();

  private Report() {}

  /** One benchmark method with its parameters, over the rounds. */
  private record Series(String unit, List<Double> times, List<Double> bytes) {}

  public static void main(String[] args) throws RunnerException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
    String pattern = args.length > 1 ? args[1] : ALL_BUT_RIVALS;
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds = " + rounds + " is less than 1");
    }
    MachineCard before = MachineCard.now();
    Report report = new Report();
    PrintStream table = System.out;
    System.setOut(System.err); // JMH prints as it goes
    for (int round = 0; round < rounds; round++) {
      report.add(new Runner(options(pattern)).run());
    }
    table.print(report.table(before, MachineCard.now(), rounds));
    table.flush();
    System.exit(report.allocates() ? 1 : 0);
  }

  private static Options options(String pattern) {
    return new OptionsBuilder()
        .include(pattern)
        .forks(1)
        .shouldFailOnError(true)
        .addProfiler(GCProfiler.class)
        .build();
  }

  private void add(Collection<RunResult> results) {
    for (RunResult result : results) {
      String[] path = result.getParams().getBenchmark().split("\\.");
      String method = path[path.length - 1];
      StringBuilder question = new StringBuilder(path[path.length - 2]);
      for (String key : result.getParams().getParamsKeys()) {
        question.append(' ').append(key).append('=').append(result.getParams().getParam(key));
      }
      String unit = result.getPrimaryResult().getScoreUnit();
      Series series =
          questions
              .computeIfAbsent(question.toString(), key -> new TreeMap<>())
              .computeIfAbsent(
                  method, key -> new Series(unit, new ArrayList<>(), new ArrayList<>()));
      series.times().add(result.getPrimaryResult().getScore());
      series.bytes().add(bytesPerCall(result));
    }
  }

  /** 0 if nothing stands out of JMH's own allocation. */
  private static double bytesPerCall(RunResult result) {
    return secondary(result, "gc.alloc.rate") < NOISE_MB_PER_SECOND
        ? 0
        : secondary(result, "gc.alloc.rate.norm");
  }

  private static double secondary(RunResult result, String key) {
    return result.getSecondaryResults().get(key).getScore();
  }

  private String table(MachineCard before, MachineCard after, int rounds) {
    StringBuilder table = new StringBuilder();
    table
        .append(before)
        .append(" before, ")
        .append(Figures.format(after.load()))
        .append(" after; ");
    table.append(rounds).append(rounds == 1 ? " round.\n\n" : " rounds.\n\n");
    table.append("| question | way | time | B/op | times ours, median (range) |\n");
    table.append("|---|---|---|---|---|\n");
    questions.forEach(
        (question, methods) -> {
          Series ours = ours(methods);
          methods.forEach((method, series) -> appendRow(table, question, method, series, ours));
        });
    return table.toString();
  }

  private static Series ours(Map<String, Series> methods) {
    return OURS.stream()
        .map(methods::get)
        .filter(series -> series != null)
        .findFirst()
        .orElseThrow();
  }

  private static void appendRow(
      StringBuilder table, String question, String method, Series series, Series ours) {
    String ratio = "";
    if (series != ours) {
      List<Double> ratios = new ArrayList<>();
      for (int round = 0; round < series.times().size(); round++) {
        ratios.add(series.times().get(round) / ours.times().get(round));
      }
      ratios.sort(null);
      ratio =
          "%s (%s to %s)"
              .formatted(
                  Figures.format(Figures.median(ratios)),
                  Figures.format(ratios.get(0)),
                  Figures.format(ratios.get(ratios.size() - 1)));
    }
    table.append(
        "| %s | %s | %s %s | %s | %s |\n"
            .formatted(
                question,
                method,
                Figures.format(Figures.median(series.times())),
                series.unit(),
                Math.round(Figures.median(series.bytes())),
                ratio));
  }

  private boolean allocates() {
    boolean allocates = false;
    for (Map.Entry<String, Map<String, Series>> question : questions.entrySet()) {
      String type = question.getKey().split(" ")[0];
      for (Map.Entry<String, Series> method : question.getValue().entrySet()) {
        double bytes = Figures.median(method.getValue().bytes());
        boolean promised = ALLOCATION_FREE.contains(type + "." + method.getKey());
        if (promised && bytes > 0) {
          System.err.println(question.getKey() + " allocates " + bytes + " B per call");
          allocates = true;
        }
      }
    }
    return allocates;
  }
}
