package dev.orthant.evaluate;

import dev.orthant.data.BinaryCodes;
import dev.orthant.index.AutoIndex;
import dev.orthant.internal.Checks;
import dev.orthant.search.Searcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What a search for the nearest rows is expected to take, by the model that {@link AutoIndex}
 * chooses by: measured on this machine, averaged over rows of the codes as queries.
 *
 * @param k how many neighbours are searched for
 * @param scanNanos expected nanoseconds of a scan; empty: the index builds no tables for so few
 *     codes, and does not weigh
 * @param tablesNanos expected nanoseconds through the tables of multi-index hashing; empty likewise
 */
public record SearchCost(int k, OptionalDouble scanNanos, OptionalDouble tablesNanos) {
  private static final int QUERIES = 64;

  /** Costs as they are given. */
  public SearchCost {
    Objects.requireNonNull(scanNanos, "scanNanos");
    Objects.requireNonNull(tablesNanos, "tablesNanos");
  }

  /**
   * Builds an index over the codes, asks it about 64 searches, and drops it.
   *
   * @param codes at least one row
   * @param k how many neighbours, at least 1
   * @param threads how many build tables, 1 to 256
   */
  public static SearchCost of(BinaryCodes codes, int k, int threads) {
    Objects.requireNonNull(codes, "codes");
    Checks.atLeast("number of rows of codes", codes.rows(), 1);
    Checks.atLeast("k", k, 1);
    try (AutoIndex index = AutoIndex.over(codes, threads)) {
      return of(index, codes, k);
    }
  }

  /** The index is over the codes. */
  static SearchCost of(AutoIndex index, BinaryCodes codes, int k) {
    List<Double> scans = new ArrayList<>();
    List<Double> tables = new ArrayList<>();
    try (Searcher searcher = index.newSearcher()) {
      int queries = Math.min(QUERIES, codes.rows());
      for (int i = 0; i < queries; i++) {
        searcher.nearest(codes.row((int) ((long) i * codes.rows() / queries)), k);
        for (Map<String, String> part : searcher.explain()) {
          add(part, "expected_scan_ns", scans);
          add(part, "expected_tables_ns", tables);
        }
      }
    }
    return new SearchCost(k, mean(scans), mean(tables));
  }

  private static void add(Map<String, String> part, String key, List<Double> values) {
    if (part.containsKey(key)) {
      values.add(Double.valueOf(part.get(key)));
    }
  }

  private static OptionalDouble mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average();
  }

  /** One sentence: which index suits, and why. */
  public String advice() {
    if (scanNanos.isEmpty() || tablesNanos.isEmpty()) {
      return "Few codes: a scan serves (LinearScan).";
    }
    double scan = scanNanos.orElseThrow() / 1000;
    double probing = tablesNanos.orElseThrow() / 1000;
    return String.format(
        Locale.ROOT,
        "The %d nearest: about %.1f us by scan, %.1f us through tables: %s.",
        k,
        scan,
        probing,
        probing < scan ? "tables pay (AutoIndex, MultiIndexHash)" : "a scan serves (LinearScan)");
  }
}
