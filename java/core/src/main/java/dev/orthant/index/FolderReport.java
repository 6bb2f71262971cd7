package dev.orthant.index;

import dev.orthant.internal.NativeText;
import java.util.Map;

/**
 * What the folder of a {@link MutableHammingIndex} holds.
 *
 * @param bits the length of the codes
 * @param rows that are live
 * @param segments files of rows that no longer change
 * @param segmentRows rows in them, removed ones too, until a merge drops these
 * @param logs files of changes since
 * @param logBytes of whole changes in them
 * @param droppedBytes of an unfinished end of the log, which opening will leave out
 * @param generation of the manifest: it grows by one with each merge
 */
public record FolderReport(
    int bits,
    long rows,
    long segments,
    long segmentRows,
    long logs,
    long logBytes,
    long droppedBytes,
    long generation) {

  /** Reads the lines of "key=value" of the C interface. */
  static FolderReport parse(String lines) {
    Map<String, String> entries = NativeText.entries(lines);
    return new FolderReport(
        (int) number(entries, "bits"),
        number(entries, "rows"),
        number(entries, "segments"),
        number(entries, "segment_rows"),
        number(entries, "logs"),
        number(entries, "log_bytes"),
        number(entries, "dropped_bytes"),
        number(entries, "generation"));
  }

  private static long number(Map<String, String> entries, String key) {
    return Long.parseLong(entries.get(key));
  }
}
