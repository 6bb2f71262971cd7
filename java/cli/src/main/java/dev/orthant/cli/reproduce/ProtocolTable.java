package dev.orthant.cli.reproduce;

import dev.orthant.cli.console.Machine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of a protocol, from rows alone. A line is a method with a code length, in the order in
 * which they first came; what no row is there for is a gap. A mean over splits takes the seeds that
 * have a row for each of them.
 *
 * @param lines the cells as text, one list per method and code length
 * @param refusals which lines have gaps because the method refused, and why
 * @param machines what the figures were made on
 */
record ProtocolTable(
    String protocol,
    String title,
    List<String> columns,
    List<List<String>> lines,
    List<String> refusals,
    List<String> machines) {

  static ProtocolTable of(Protocol protocol, Collection<Row> all) {
    List<Row> rows = all.stream().filter(r -> r.protocol().equals(protocol.name())).toList();
    Set<String> methods = new LinkedHashSet<>();
    Set<Integer> lengths = new TreeSet<>();
    Set<String> splits = new LinkedHashSet<>();
    for (Row row : rows) {
      methods.add(row.method());
      splits.add(row.split());
      if (row.bits() > 0) {
        lengths.add(row.bits());
      }
    }
    List<List<String>> lines = new ArrayList<>();
    for (String method : methods) {
      boolean reference = rows.stream().anyMatch(r -> r.method().equals(method) && r.bits() == 0);
      for (int bits : reference ? Set.of(0) : lengths) {
        lines.add(line(protocol, method, bits, rows, splits));
      }
    }
    return new ProtocolTable(
        protocol.name(),
        protocol.title(),
        Stream.concat(
                Stream.of("method", "bits"),
                Stream.concat(
                    protocol.columns().stream().map(Protocol.Column::title),
                    Stream.of("seeds", "train s")))
            .toList(),
        lines,
        rows.stream().map(ProtocolTable::refusal).filter(Objects::nonNull).distinct().toList(),
        rows.stream().map(Row::machine).map(Machine::text).distinct().toList());
  }

  private static List<String> line(
      Protocol protocol, String method, int bits, List<Row> all, Set<String> splits) {
    List<Row> rows =
        all.stream().filter(row -> row.method().equals(method) && row.bits() == bits).toList();
    List<String> cells = new ArrayList<>(List.of(method, bits == 0 ? "-" : Integer.toString(bits)));
    int seeds = 0;
    for (Protocol.Column column : protocol.columns()) {
      Set<String> wanted = splits.stream().filter(column.splits()).collect(Collectors.toSet());
      Spread spread = Spread.of(bySeed(rows, column.figure(), wanted));
      seeds = Math.max(seeds, spread.count());
      cells.add(spread.text());
    }
    cells.add(seeds == 0 ? "-" : Integer.toString(seeds));
    cells.add(
        seeds == 0
            ? "-"
            : String.format(
                Locale.ROOT,
                "%.2f",
                rows.stream()
                    .filter(row -> row.refused() == null)
                    .mapToDouble(row -> row.seconds().getOrDefault("train", 0.0))
                    .average()
                    .orElse(0)));
    return cells;
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

  /** The table in markdown. */
  String text() {
    StringBuilder text = new StringBuilder("**").append(title).append("** (`");
    text.append(protocol).append("`)\n\n").append(line(columns)).append(rule(columns.size()));
    lines.forEach(cells -> text.append(line(cells)));
    text.append('\n');
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
