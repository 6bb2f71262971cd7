package dev.orthant.cli.demo;

import dev.orthant.cli.console.Count;
import dev.orthant.cli.console.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The demo's report as text for a terminal. */
public final class DemoText {
  private DemoText() {}

  public static String of(DemoReport report) {
    return String.join(
        System.lineSeparator(),
        heading(report),
        "",
        SummaryTable.text(report),
        "Search by class name (Orthant), precision@20, mean of "
            + Demo.NAME_SEEDS
            + " seeds; chance "
            + Page.fixed(report.chance(), 2)
            + ":",
        "",
        byName(report),
        "Pictures: " + report.page(),
        report.machine().text()
            + ", "
            + Count.of(report.threads(), "thread")
            + "; "
            + Page.fixed(report.seconds(), 1)
            + " s in all");
  }

  private static String heading(DemoReport report) {
    return String.format(
        Locale.ROOT,
        "%s: %d-bit codes learned from %d pictures of %d classes; unseen: %s.%n"
            + "%d queries of unseen classes and %d of seen ones, each against all %d pictures.",
        report.sample(),
        report.bits(),
        report.trainingRows(),
        report.seen().size(),
        String.join(", ", report.unseen()),
        report.unseenQueries(),
        report.seenQueries(),
        report.databaseRows());
  }

  private static String byName(DemoReport report) {
    List<String> titles = new ArrayList<>(List.of("name of the class"));
    titles.addAll(report.unseen());
    TextTable table = new TextTable(titles);
    table.row(row("known at training", true, report));
    table.row(row("given only afterwards", false, report));
    return table.toString();
  }

  private static List<String> row(String title, boolean known, DemoReport report) {
    List<String> cells = new ArrayList<>(List.of(title));
    for (NameSearch search : report.byName()) {
      if (search.knownAtTraining() == known) {
        cells.add(Page.fixed(search.precisionAt20(), 2));
      }
    }
    return cells;
  }
}
