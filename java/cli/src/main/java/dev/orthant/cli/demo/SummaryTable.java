package dev.orthant.cli.demo;

import dev.orthant.cli.console.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The table of methods, as text and as HTML. */
final class SummaryTable {
  private enum Best {
    HIGHEST,
    LOWEST
  }

  private record Column(
      String title, String heading, int digits, Best best, ToDoubleFunction<MethodResult> value) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("zero-shot mAP", "zero-shot mAP", 3, Best.HIGHEST, MethodResult::zeroShotMap),
          new Column(
              "precision@r2",
              "precision within radius 2",
              3,
              Best.HIGHEST,
              MethodResult::precisionWithin2),
          new Column("seen mAP", "seen-class mAP", 3, Best.HIGHEST, MethodResult::seenMap),
          new Column("train s", "training, s", 2, Best.LOWEST, MethodResult::trainingSeconds),
          new Column(
              "encode us", "encode a query, &micro;s", 1, Best.LOWEST, MethodResult::encodeMicros),
          new Column(
              "search us",
              "find its 10 nearest, &micro;s",
              1,
              Best.LOWEST,
              MethodResult::searchMicros));

  private SummaryTable() {}

  static String text(DemoReport report) {
    List<String> titles = new ArrayList<>(List.of("method"));
    COLUMNS.forEach(column -> titles.add(column.title()));
    titles.add(2, "[ties worst, best]");
    TextTable table = new TextTable(titles);
    for (MethodResult method : report.methods()) {
      List<String> cells = new ArrayList<>(List.of(method.title()));
      COLUMNS.forEach(column -> cells.add(cell(column, method)));
      cells.add(2, bounds(method));
      table.row(cells);
    }
    return table.toString();
  }

  static String html(DemoReport report) {
    StringBuilder html = new StringBuilder("<table><thead><tr><th scope=\"col\">method</th>");
    COLUMNS.forEach(c -> html.append("<th scope=\"col\">").append(c.heading()).append("</th>"));
    html.append("</tr></thead><tbody>");
    for (MethodResult method : report.methods()) {
      html.append("<tr><th scope=\"row\">").append(Html.escape(method.title())).append("</th>");
      for (Column column : COLUMNS) {
        html.append(cellHtml(column, method, report.methods()));
      }
      html.append("</tr>");
    }
    return html.append("</tbody></table>").toString();
  }

  private static String cellHtml(Column column, MethodResult method, List<MethodResult> all) {
    double value = column.value().applyAsDouble(method);
    var values = all.stream().mapToDouble(column.value());
    double best = (column.best() == Best.HIGHEST ? values.max() : values.min()).orElse(Double.NaN);
    String ties = column == COLUMNS.get(0) ? "<small>" + bounds(method) + "</small>" : "";
    String open = value == best ? "<td class=\"best\">" : "<td>";
    return open + cell(column, method) + ties + "</td>";
  }

  private static String cell(Column column, MethodResult method) {
    return Page.fixed(column.value().applyAsDouble(method), column.digits());
  }

  private static String bounds(MethodResult method) {
    return String.format(
        Locale.ROOT, "[%.3f, %.3f]", method.zeroShotMapLowest(), method.zeroShotMapHighest());
  }
}
