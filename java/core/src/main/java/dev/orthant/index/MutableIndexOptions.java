package dev.orthant.index;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * How a {@link MutableHammingIndex} works. An immutable value; safe for any number of threads, as
 * far as its executor is.
 */
public final class MutableIndexOptions {
  private static final MutableIndexOptions DEFAULTS = new MutableIndexOptions(null);

  private final Executor merging; // null: none

  private MutableIndexOptions(Executor merging) {
    this.merging = merging;
  }

  /** No thread of its own: rows are merged when the user says so. */
  public static MutableIndexOptions defaults() {
    return DEFAULTS;
  }

  /**
   * The same with merges that an executor runs. After a change that makes a merge due, a task is
   * handed to it, unless one is there already. If it rejects the task, the next change that finds a
   * merge due tries again. An index hands over at most one task at a time, which ends soon after
   * the index is closed. The executor stays the caller's to shut down.
   *
   * @param executor runs the task, at once or later, on any thread
   */
  public MutableIndexOptions withMergingOn(Executor executor) {
    return new MutableIndexOptions(Objects.requireNonNull(executor, "executor"));
  }

  /** Returns what merges are run by; empty: only by those who call {@code merge}. */
  public Optional<Executor> merging() {
    return Optional.ofNullable(merging);
  }

  @Override
  public String toString() {
    return "MutableIndexOptions[" + (merging == null ? "" : "merging on " + merging) + "]";
  }
}
