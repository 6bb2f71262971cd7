package dev.orthant.cli.reproduce;

import dev.orthant.cli.console.Count;
import dev.orthant.cli.console.Machine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The table of a protocol and a file of class vectors, from rows alone. A line is a method with a
 * code length, in the order in which they first came; what no row is there for is a gap. A mean
 * over splits takes the seeds that have a row for each of them.
 *
 * @param semantics the file of class vectors
 * @param lines the cells as text, one list per method and code length that has a run
 * @param missing the methods without any run, by code length, as text
 * @param refusals which lines have gaps because the method refused, and why
 * @param machines what the figures were made on
 */
record ProtocolTable(
    String protocol,
    String title,
    String semantics,
    List<String> columns,
    List<List<String>> lines,
    List<String> missing,
    List<String> refusals,
    List<String> machines) {

  /**
   * Which lines a table has.
   *
   * @param methods as {@link Entrant} writes them, in this order; empty: those of the rows
   * @param bits the code lengths; empty: those of the rows
   */
  record Lines(List<String> methods, List<Integer> bits) {
    static Lines ofAll() {
      return new Lines(List.of(), List.of());
    }
  }

  /** The tables of a protocol, one for each file of class vectors that its rows have. */
  static List<ProtocolTable> of(Protocol protocol, Collection<Row> all, Lines wanted) {
    List<Row> rows = all.stream().filter(r -> r.protocol().equals(protocol.name())).toList();
    return rows.stream()
        .map(Row::semantics)
        .distinct()
        .map(
            semantics ->
                of(
                    protocol,
                    semantics,
                    rows.stream().filter(r -> r.semantics().equals(semantics)).toList(),
                    wanted))
        .toList();
  }

  private static ProtocolTable of(
      Protocol protocol, String semantics, List<Row> rows, Lines wanted) {
    Set<String> splits = rows.stream().map(Row::split).collect(Collectors.toSet());
    List<Row> shown = new ArrayList<>();
    List<List<String>> lines = new ArrayList<>();
    Map<Integer, List<String>> missing = new TreeMap<>();
    for (String method : methods(rows, wanted)) {
      for (int bits : lengths(method, rows, wanted)) {
        List<Row> ofLine =
            rows.stream().filter(r -> r.method().equals(method) && r.bits() == bits).toList();
        if (ofLine.isEmpty()) {
          missing.computeIfAbsent(bits, b -> new ArrayList<>()).add(method);
        } else {
          lines.add(line(protocol, method, bits, ofLine, splits));
          shown.addAll(ofLine);
        }
      }
    }
    return new ProtocolTable(
        protocol.name(),
        protocol.title(),
        semantics,
        titles(protocol),
        lines,
        missing.entrySet().stream()
            .map(entry -> missing(entry.getKey(), entry.getValue()))
            .toList(),
        shown.stream().map(ProtocolTable::refusal).filter(Objects::nonNull).distinct().toList(),
        shown.stream().map(Row::machine).map(Machine::text).distinct().toList());
  }

  private static List<String> titles(Protocol protocol) {
    List<String> titles = new ArrayList<>(List.of("method", "bits"));
    protocol.columns().forEach(column -> titles.add(column.title()));
    titles.addAll(List.of("seeds", "train s"));
    return titles;
  }

  private static List<String> methods(List<Row> rows, Lines wanted) {
    return wanted.methods().isEmpty()
        ? rows.stream().map(Row::method).distinct().toList()
        : wanted.methods();
  }

  /** A method with options of its own, as in an ablation, need not have all code lengths. */
  private static Collection<Integer> lengths(String method, List<Row> rows, Lines wanted) {
    if (References.has(method)) {
      return List.of(0);
    }
    Set<Integer> own = new TreeSet<>();
    Set<Integer> all = new TreeSet<>();
    for (Row row : rows) {
      if (row.method().equals(method)) {
        own.add(row.bits());
      }
      if (row.bits() > 0) {
        all.add(row.bits());
      }
    }
    if (!wanted.bits().isEmpty()) {
      return wanted.bits();
    }
    return method.contains(":") && !own.isEmpty() ? own : all;
  }

  private static List<String> line(
      Protocol protocol, String method, int bits, List<Row> rows, Set<String> splits) {
    List<String> cells = new ArrayList<>(List.of(method, bits == 0 ? "-" : Integer.toString(bits)));
    int seeds = 0;
    for (Protocol.Column column : protocol.columns()) {
      Set<String> wanted = splits.stream().filter(column.splits()).collect(Collectors.toSet());
      Spread spread = Spread.of(bySeed(rows, column.figure(), wanted));
      seeds = Math.max(seeds, spread.count());
      cells.add(spread.text());
    }
    cells.add(seeds == 0 ? "-" : Integer.toString(seeds));
    cells.add(trainingSeconds(rows));
    return cells;
  }

  private static String trainingSeconds(List<Row> rows) {
    OptionalDouble mean =
        rows.stream()
            .filter(row -> row.refused() == null)
            .mapToDouble(row -> row.seconds().getOrDefault("train", 0.0))
            .average();
    return mean.isPresent() ? String.format(Locale.ROOT, "%.2f", mean.getAsDouble()) : "-";
  }

  /** One value per seed that has the figure for all of the splits: their mean. */
  private static List<Double> bySeed(List<Row> rows, String figure, Set<String> splits) {
    Map<Long, List<Double>> values = new TreeMap<>();
    for (Row row : rows) {
      Double value = row.figures().get(figure);
      if (value != null && splits.contains(row.split())) {
        values.computeIfAbsent(row.seed(), seed -> new ArrayList<>()).add(value);
      }
    }
    return values.values().stream()
        .filter(ofSeed -> ofSeed.size() == splits.size())
        .map(ofSeed -> Spread.of(ofSeed).mean())
        .toList();
  }

  private static String refusal(Row row) {
    return row.refused() == null
        ? null
        : row.method() + ", " + row.bits() + " bits: " + row.refused();
  }

  /** References, which have no bits, are looked up with 0. */
  private static String missing(int bits, List<String> methods) {
    String names = String.join(", ", methods);
    return bits == 0 ? names : names + " (" + Count.of(bits, "bit") + ")";
  }

  /** The table in markdown. */
  String text() {
    StringBuilder text = new StringBuilder("**").append(title).append("** (`");
    text.append(protocol).append("`, class vectors `").append(semantics).append("`)\n\n");
    if (!lines.isEmpty()) {
      text.append(line(columns)).append(rule(columns.size()));
      lines.forEach(cells -> text.append(line(cells)));
      text.append('\n');
    }
    if (!missing.isEmpty()) {
      text.append("No runs: ").append(String.join("; ", missing)).append(".\n");
    }
    refusals.forEach(reason -> text.append("Refused: ").append(reason).append(".\n"));
    machines.forEach(machine -> text.append(machine).append(".\n"));
    return text.toString();
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String rule(int columns) {
    return "|" + "---|".repeat(columns) + "\n";
  }
}
