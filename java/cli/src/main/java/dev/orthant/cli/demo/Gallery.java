package dev.orthant.cli.demo;

import java.util.List;
import java.util.Locale;

/** Pictures as HTML. Right and wrong differ by a mark, by the border and by colour. */
final class Gallery {
  private final Sample sample;
  private final PictureSheet sheet = new PictureSheet();

  Gallery(Sample sample) {
    this.sample = sample;
  }

  PictureSheet sheet() {
    return sheet;
  }

  /** The query picture {@code row}. */
  String query(int row, String className) {
    return picture(sheet.place(sample.queryPictures(), row), "Query: picture of " + className);
  }

  /** Retrieved pictures in their order, each with its class and its mark. */
  String hits(List<Hit> hits) {
    StringBuilder html = new StringBuilder("<ol class=\"hits\">");
    for (Hit hit : hits) {
      String name = sample.semantics().names().get(sample.classOf(hit.row()));
      String verdict = hit.right() ? "right" : "wrong";
      html.append(
          String.format(
              Locale.ROOT,
              "<li class=\"%s\" title=\"%s, distance %d\">%s<span class=\"caption\">"
                  + "<b aria-hidden=\"true\">%s</b> %s</span></li>",
              verdict,
              Html.escape(name),
              hit.distance(),
              picture(
                  sheet.place(sample.databasePictures(), hit.row()),
                  verdict + ": picture of " + name + " at distance " + hit.distance()),
              hit.right() ? "&#10003;" : "&#10007;",
              Html.escape(name)));
    }
    return html.append("</ol>").toString();
  }

  private static String picture(int place, String description) {
    return String.format(
        Locale.ROOT,
        "<span class=\"picture\" role=\"img\" aria-label=\"%s\" style=\"--x:%d;--y:%d\"></span>",
        Html.escape(description),
        place % PictureSheet.COLUMNS,
        place / PictureSheet.COLUMNS);
  }
}
