package dev.orthant.cli;

import dev.orthant.search.Query;
import dev.orthant.search.RowFilter;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options that say what is asked about each code. */
final class QueryOptions {
  private static final double NANOS_PER_MILLI = 1e6;

  @Option(names = "--k", description = "How many neighbours, at least 1.")
  private Integer k;

  @Option(
      names = "--radius",
      description = "Only hits within this distance, inclusive; without --k all of them.")
  private Integer radius;

  @Option(
      names = "--allow",
      paramLabel = "IDS.npy",
      description = "Only these rows: ids, integers in one dimension, none twice.")
  private String allow;

  @Option(
      names = "--deny",
      paramLabel = "IDS.npy",
      description = "All rows but these: ids, integers in one dimension, none twice.")
  private String deny;

  @Option(
      names = "--max-codes",
      paramLabel = "N",
      description = "Compare at most so many codes per query; what is not proved then says so.")
  private Long maxCodes;

  @Option(
      names = "--max-time",
      paramLabel = "MS",
      description = "Take at most so many milliseconds per query; what is not proved then says so.")
  private Double maxTime;

  /** Refuses what makes no query, before any file is read. */
  void check() {
    if (k == null && radius == null) {
      throw new IllegalArgumentException("give --k, --radius or both");
    }
    if (allow != null && deny != null) {
      throw new IllegalArgumentException("give either --allow or --deny");
    }
    query(null, null);
  }

  Integer k() {
    return k;
  }

  Integer radius() {
    return radius;
  }

  /** The rows that may be found; null: all. */
  RowFilter filter(DataOptions data) throws IOException {
    if (allow != null) {
      return RowFilter.allow(Npy.ids(data, allow));
    }
    return deny == null ? null : RowFilter.deny(Npy.ids(data, deny));
  }

  /** What is asked, on the bits of a mask (null: all) and of the rows of a filter (null: all). */
  Query query(long[] mask, RowFilter filter) {
    Query query = k == null ? Query.within(radius) : Query.nearest(k);
    query = k == null || radius == null ? query : query.inRadius(radius);
    query = mask == null ? query : query.masked(mask);
    query = filter == null ? query : query.filtered(filter);
    query = maxCodes == null ? query : query.comparingAtMost(maxCodes);
    return maxTime == null ? query : query.takingAtMost(duration(maxTime));
  }

  private static Duration duration(double milliseconds) {
    if (!(milliseconds > 0)) {
      throw new IllegalArgumentException("--max-time " + milliseconds + " is not above 0");
    }
    return Duration.ofNanos(Math.max(1, (long) (milliseconds * NANOS_PER_MILLI)));
  }
}
