package dev.orthant.cli;

import dev.orthant.cli.console.Count;
import dev.orthant.encode.Precision;
import dev.orthant.encode.PrecisionReport;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What {@code orthant export} prints.
 *
 * @param agreement share of all bits that agree
 * @param agreementPerBit the same of each bit
 * @param weakestBit the bit that agrees least
 * @param identicalCodes share of rows whose codes are identical
 * @param mapBefore null: not measured, as mapAfter and mapChange
 * @param recommended whether the rule of thumb is for the new precision
 */
record ExportReport(
    Precision from,
    Precision to,
    int rows,
    int bits,
    double agreement,
    double[] agreementPerBit,
    int weakestBit,
    double identicalCodes,
    Double mapBefore,
    Double mapAfter,
    Double mapChange,
    boolean recommended,
    String model) {
  /** Of mAP: a tenth of a point. */
  private static final double MOST_LOSS = 0.001;

  static ExportReport of(
      Precision from,
      Precision to,
      PrecisionReport report,
      Double mapBefore,
      Double mapAfter,
      String model) {
    Double change = mapBefore == null ? null : mapAfter - mapBefore;
    return new ExportReport(
        from,
        to,
        report.rows(),
        report.bits(),
        report.agreement(),
        IntStream.range(0, report.bits()).mapToDouble(report::agreementOf).toArray(),
        report.weakestBit(),
        report.identicalCodes(),
        mapBefore,
        mapAfter,
        change,
        report.agrees() && (change == null || change >= -MOST_LOSS),
        model);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%s to %s: %s, %s",
        name(from),
        name(to),
        Count.of(rows, "row"),
        Count.of(bits, "bit"));
    line(
        text,
        "bits that agree      %.3f %% (least: bit %d, %.2f %%)",
        100 * agreement,
        weakestBit,
        100 * agreementPerBit[weakestBit]);
    line(text, "codes that agree     %.2f %%", 100 * identicalCodes);
    if (mapBefore != null) {
      line(text, "mAP                  %.4f to %.4f (%+.4f)", mapBefore, mapAfter, mapChange);
    }
    line(text, "%s", advice());
    return text + "written to " + model;
  }

  private String advice() {
    String rule = "99.5 % of the bits" + (mapBefore == null ? "" : " and 0.1 points of mAP");
    return recommended
        ? "within the rule of thumb (" + rule + "): " + name(to) + " will do"
        : "outside the rule of thumb (" + rule + "): keep fp32";
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }

  private static String name(Precision precision) {
    return precision.name().toLowerCase(Locale.ROOT);
  }
}
