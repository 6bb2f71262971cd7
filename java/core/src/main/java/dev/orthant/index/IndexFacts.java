package dev.orthant.index;

import dev.orthant.internal.NativeText;
import java.util.Map;
import java.util.Objects;

/**
 * What an index holds. Learned codes repeat: an index of few distinct codes takes less memory and
 * time than its rows would.
 *
 * @param kind {@code "linear-scan"}, {@code "multi-index"} or {@code "auto"}
 * @param rows the number of rows
 * @param bits the length of the codes, in bits
 * @param distinctCodes how many different codes the rows have; only these are compared
 * @param largestGroup how many rows have the code that most rows have
 * @param bytes native memory of codes, ids and tables
 * @param bytesOfTables of these, what the tables take
 * @param bytesUngrouped what one code per row, without anything beside it, would take
 * @param chunks into how many chunks the tables cut a code; 0: there are no tables
 */
public record IndexFacts(
    String kind,
    long rows,
    int bits,
    long distinctCodes,
    long largestGroup,
    long bytes,
    long bytesOfTables,
    long bytesUngrouped,
    int chunks) {
  /** Facts as they are given. */
  public IndexFacts {
    Objects.requireNonNull(kind, "kind");
  }

  /** Reads the lines of "key=value" of the C interface. */
  static IndexFacts parse(String lines) {
    Map<String, String> entries = NativeText.entries(lines);
    return new IndexFacts(
        entries.get("kind"),
        number(entries, "rows"),
        (int) number(entries, "bits"),
        number(entries, "distinct"),
        number(entries, "largest_group"),
        number(entries, "bytes"),
        number(entries, "bytes_tables"),
        number(entries, "bytes_ungrouped"),
        (int) number(entries, "chunks"));
  }

  private static long number(Map<String, String> entries, String key) {
    return Long.parseLong(entries.getOrDefault(key, "0"));
  }
}
