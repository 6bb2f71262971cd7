package dev.orthant.cli.demo;

import dev.orthant.cli.console.Count;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The page of pictures: one HTML file that needs no network and no script. */
final class Page {
  private final Sample sample;
  private final DemoReport report;
  private final Gallery gallery;

  Page(Sample sample, DemoReport report) {
    this.sample = sample;
    this.report = report;
    this.gallery = new Gallery(sample);
  }

  /** The page's HTML; {@code examples} are the query pictures to show. */
  String html(List<Example> examples) throws IOException {
    Map<String, List<NameSearch>> searches =
        report.byName().stream()
            .collect(
                Collectors.groupingBy(
                    NameSearch::className, LinkedHashMap::new, Collectors.toList()));
    StringBuilder byName = new StringBuilder();
    searches.forEach((name, ofName) -> byName.append(nameSearches(name, ofName)));
    String byPicture = examples.stream().map(this::example).collect(Collectors.joining());
    return Html.fill(
        "page.html",
        Map.ofEntries(
            Map.entry("sample", Html.escape(report.sample())),
            Map.entry("unseen", Html.escape(String.join(" and ", report.unseen()))),
            Map.entry("seen", Html.escape(String.join(", ", report.seen()))),
            Map.entry("bits", Integer.toString(report.bits())),
            Map.entry("trainingRows", number(report.trainingRows())),
            Map.entry("databaseRows", number(report.databaseRows())),
            Map.entry("unseenQueries", number(report.unseenQueries())),
            Map.entry("seenQueries", number(report.seenQueries())),
            Map.entry("chance", fixed(report.chance(), 2)),
            Map.entry("table", SummaryTable.html(report)),
            Map.entry("plot", CurvePlot.of(report.methods(), report.chance())),
            Map.entry("byName", byName.toString()),
            Map.entry("byPicture", byPicture),
            Map.entry("machine", Html.escape(report.machine().text())),
            Map.entry("threads", Count.of(report.threads(), "thread")),
            Map.entry("seed", Long.toString(report.seed())),
            Map.entry("columns", Integer.toString(PictureSheet.COLUMNS)),
            Map.entry("sheetRows", Integer.toString(gallery.sheet().rows())),
            Map.entry("sheet", gallery.sheet().dataUri())));
  }

  /** All searches by one name. */
  private String nameSearches(String name, List<NameSearch> searches) {
    StringBuilder rows = new StringBuilder();
    for (NameSearch search : searches) {
      rows.append(
          row(
              search.knownAtTraining() ? "known at training" : "given afterwards",
              "precision@20 "
                  + fixed(search.precisionBySeed().get(0), 2)
                  + ", mean of "
                  + search.precisionBySeed().size()
                  + " seeds "
                  + fixed(search.precisionAt20(), 2),
              gallery.hits(search.hits())));
    }
    return card("<p class=\"word\">&ldquo;" + Html.escape(name) + "&rdquo;</p>", rows);
  }

  private String example(Example example) {
    String name = sample.semantics().names().get(sample.queryLabels().row(example.query())[0]);
    StringBuilder rows = new StringBuilder();
    for (Example.Found found : example.found()) {
      long right = found.hits().stream().filter(Hit::right).count();
      String score = right + " of " + found.hits().size() + " right";
      rows.append(row(found.method(), score, gallery.hits(found.hits())));
    }
    return card(
        gallery.query(example.query(), name)
            + "<h3>"
            + Html.escape(name)
            + " <small>never seen in training</small></h3>",
        rows);
  }

  private static String card(String asked, CharSequence rows) {
    return "<article class=\"card query\"><div class=\"asked\">"
        + asked
        + "</div><div class=\"answers\">"
        + rows
        + "</div></article>";
  }

  private static String row(String title, String score, String hits) {
    return "<div class=\"row\"><div class=\"who\">"
        + Html.escape(title)
        + "<small>"
        + Html.escape(score)
        + "</small></div>"
        + hits
        + "</div>";
  }

  private static String number(int value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  static String fixed(double value, int digits) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + digits + "f", value) : "-";
  }
}
