package dev.orthant.cli;

import dev.orthant.cli.console.Count;
import dev.orthant.cli.console.TextTable;
import dev.orthant.evaluate.CodeHealth;
import dev.orthant.evaluate.SearchCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code orthant health} prints; what each figure means is said by {@link CodeHealth} and
 * {@link SearchCost}. A figure that is not known is NaN.
 */
record HealthReport(
    int rows,
    int bits,
    List<Double> balance,
    double imbalance,
    int constantBits,
    double entropyOfBits,
    double entropyOfCodes,
    double entropyBound,
    double correlation,
    int distinctCodes,
    int largestBucket,
    double rowsPerLookup,
    double quantisationError,
    double scanNanos,
    double tablesNanos,
    boolean collapsed,
    List<String> advice) {

  static HealthReport of(CodeHealth health, SearchCost cost, int classes) {
    List<String> advice = new ArrayList<>();
    boolean collapsed = health.collapsed(classes);
    if (collapsed) {
      advice.add(
          "warning: the codes have collapsed to "
              + health.distinctCodes()
              + " for "
              + Count.of(classes, "class", "classes")
              + ".");
    }
    advice.addAll(health.advice());
    advice.add(cost.advice());
    return new HealthReport(
        health.rows(),
        health.bits(),
        health.balance(),
        health.imbalance(),
        health.constantBits(),
        health.entropyOfBits(),
        health.entropyOfCodes(),
        health.entropyBound(),
        health.correlation(),
        health.distinctCodes(),
        health.largestBucket(),
        health.rowsPerLookup(),
        health.quantisationError().orElse(Double.NaN),
        cost.scanNanos().orElse(Double.NaN),
        cost.tablesNanos().orElse(Double.NaN),
        collapsed,
        List.copyOf(advice));
  }

  String text() {
    TextTable table =
        new TextTable(
            List.of("of " + Count.of(rows, "code") + " of " + Count.of(bits, "bit"), "value"));
    row(table, "imbalance of the bits (best 0)", imbalance);
    row(table, "entropy of a bit (best 1)", entropyOfBits);
    row(table, "entropy of the codes", entropyOfCodes);
    row(table, "  best", entropyBound);
    row(table, "mean correlation of bits (best 0)", correlation);
    count(table, "bits that never vary", constantBits);
    count(table, "distinct codes", distinctCodes);
    count(table, "rows of the most frequent code", largestBucket);
    row(table, "rows that share a row's code", rowsPerLookup);
    row(table, "quantisation error (Gaussian 0.36)", quantisationError);
    row(table, "expected scan, us", scanNanos / 1000);
    row(table, "expected search by tables, us", tablesNanos / 1000);
    return table + System.lineSeparator() + String.join(System.lineSeparator(), advice);
  }

  private static void row(TextTable table, String name, double value) {
    table.row(
        List.of(name, Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "-"));
  }

  private static void count(TextTable table, String name, int value) {
    table.row(List.of(name, Integer.toString(value)));
  }
}
