package dev.orthant.cli.demo;

import dev.orthant.evaluate.RadiusPoint;
import java.util.List;
import java.util.Locale;

/**
 * Precision against recall as inline SVG, one line per method. Methods differ by colour, by the
 * dashes of the line and by the shape of its marks; the page's style sheet sets the colours.
 */
final class CurvePlot {
  private static final int LEFT = 56;
  private static final int TOP = 14;
  private static final int WIDTH = 560;
  private static final int HEIGHT = 330;
  private static final int LEGEND = 210;
  private static final int TICKS = 5;
  private static final double MARK_EVERY = 0.12;

  private final StringBuilder svg = new StringBuilder();

  private CurvePlot() {}

  /** The plot; {@code chance} is drawn as a line of constant precision. */
  static String of(List<MethodResult> methods, double chance) {
    CurvePlot plot = new CurvePlot();
    plot.open(methods);
    plot.axes();
    plot.chance(chance);
    for (int i = 0; i < methods.size(); i++) {
      plot.curve(methods.get(i), i);
      plot.legend(methods.get(i).title(), i);
    }
    plot.add("</svg>");
    return plot.svg.toString();
  }

  private void open(List<MethodResult> methods) {
    add(
        "<svg class=\"plot\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
        LEFT + WIDTH + LEGEND,
        TOP + HEIGHT + 52,
        "Precision against recall of " + methods.size() + " methods; the table has the figures");
  }

  private void axes() {
    for (int tick = 0; tick <= TICKS; tick++) {
      double value = (double) tick / TICKS;
      add("<path class=\"grid\" d=\"M%.1f %dV%d\"/>", x(value), TOP, TOP + HEIGHT);
      add("<path class=\"grid\" d=\"M%d %.1fH%d\"/>", LEFT, y(value), LEFT + WIDTH);
      add(
          "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.1f</text>",
          x(value), TOP + HEIGHT + 20, value);
      add(
          "<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.1f</text>",
          LEFT - 8, y(value) + 4, value);
    }
    add("<path class=\"axis\" d=\"M%d %dV%dH%d\"/>", LEFT, TOP, TOP + HEIGHT, LEFT + WIDTH);
    add(
        "<text class=\"label\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">recall</text>",
        LEFT + WIDTH / 2, TOP + HEIGHT + 44);
    add(
        "<text class=\"label\" transform=\"translate(16 %d) rotate(-90)\" "
            + "text-anchor=\"middle\">precision</text>",
        TOP + HEIGHT / 2);
  }

  private void chance(double chance) {
    add("<path class=\"chance\" d=\"M%d %.1fH%d\"/>", LEFT, y(chance), LEFT + WIDTH);
    add(
        "<text class=\"tick\" x=\"%d\" y=\"%.1f\">chance %.2f</text>",
        LEFT + WIDTH + 8, y(chance) + 4, chance);
  }

  private void curve(MethodResult method, int series) {
    StringBuilder line = new StringBuilder();
    StringBuilder marks = new StringBuilder();
    double lastMark = -1;
    for (RadiusPoint point : method.curve()) {
      if (!Double.isFinite(point.precision()) || !Double.isFinite(point.recall())) {
        continue; // no query found anything within this radius
      }
      double x = x(point.recall());
      double y = y(point.precision());
      line.append(String.format(Locale.ROOT, "%s%.1f %.1f", line.isEmpty() ? "M" : "L", x, y));
      if (point.recall() - lastMark >= MARK_EVERY) {
        marks.append(mark(series, x, y));
        lastMark = point.recall();
      }
    }
    add("<g class=\"series s%d\"><path class=\"line\" d=\"%s\"/>%s</g>", series, line, marks);
  }

  private void legend(String title, int series) {
    int x = LEFT + WIDTH + 24;
    int y = TOP + 12 + 26 * series;
    add(
        "<g class=\"series s%d\"><path class=\"line\" d=\"M%d %dh36\"/>%s</g>",
        series, x, y, mark(series, x + 18, y));
    add("<text class=\"name\" x=\"%d\" y=\"%d\">%s</text>", x + 46, y + 5, Html.escape(title));
  }

  /** Circle, square, diamond, triangle, cross, star of four points. */
  private static String mark(int series, double x, double y) {
    String shape =
        switch (series % 6) {
          case 0 -> "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z";
          case 1 -> "m-3.5-3.5h7v7h-7z";
          case 2 -> "m0-5l5 5l-5 5l-5-5z";
          case 3 -> "m0-5l4.5 8h-9z";
          case 4 -> "m-4-4l8 8m0-8l-8 8";
          default -> "m0-6l2 4l4 2l-4 2l-2 4l-2-4l-4-2l4-2z";
        };
    return String.format(Locale.ROOT, "<path class=\"mark\" d=\"M%.1f %.1f%s\"/>", x, y, shape);
  }

  private static double x(double recall) {
    return LEFT + recall * WIDTH;
  }

  private static double y(double precision) {
    return TOP + (1 - precision) * HEIGHT;
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
