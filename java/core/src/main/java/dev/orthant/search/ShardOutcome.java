package dev.orthant.search;

import java.util.Objects;
import java.util.Optional;

/**
 * What became of one shard in one sharded search. Immutable.
 *
 * @param shard the shard's position in the list that the searcher was made of, from 0
 * @param rows its number of rows when the search began; 0 if it failed to say
 * @param status whether and how it answered
 * @param failure why it did not answer; present if the status is {@code FAILED}
 */
public record ShardOutcome(int shard, long rows, Status status, Optional<Throwable> failure) {

  /** Whether and how a shard answered. */
  public enum Status {
    /** With all that the query asks for. */
    EXACT,
    /** With what it found within the limit of the query. Those hits are in the merged answer. */
    BOUNDED,
    /** Not: it threw an exception, gave hits that cannot be, or the executor refused it. */
    FAILED,
    /** Not before the deadline. If it answers later, nobody hears it. */
    TIMED_OUT
  }

  /** Checks that nothing is null. */
  public ShardOutcome {
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(failure, "failure");
  }

  /** Whether the shard answered exactly. */
  public boolean isExact() {
    return status == Status.EXACT;
  }

  /** Whether the shard's hits are in the merged answer. */
  public boolean hasAnswered() {
    return status == Status.EXACT || status == Status.BOUNDED;
  }

  @Override
  public String toString() {
    return "shard "
        + shard
        + " of "
        + rows
        + " rows: "
        + status
        + failure.map(reason -> ", " + reason).orElse("");
  }
}
