package dev.orthant.index;

import dev.orthant.internal.NativeText;
import java.util.Map;
import java.util.Objects;

/**
 * What opening a folder found and did.
 *
 * @param logBytes of changes that were read and made again
 * @param droppedBytes of an unfinished end of the log, as a killed process or a failure of power
 *     leaves it; nothing that a sync had acknowledged
 * @param damage of a manifest that the other one stood in for; empty: none
 */
public record IndexRecovery(long logBytes, long droppedBytes, String damage) {
  /** A recovery as it is given. */
  public IndexRecovery {
    Objects.requireNonNull(damage, "damage");
  }

  /** Reads the lines of "key=value" of the C interface. */
  static IndexRecovery parse(String lines) {
    Map<String, String> entries = NativeText.entries(lines);
    return new IndexRecovery(
        Long.parseLong(entries.get("log_bytes")),
        Long.parseLong(entries.get("dropped_bytes")),
        entries.get("damage"));
  }
}
