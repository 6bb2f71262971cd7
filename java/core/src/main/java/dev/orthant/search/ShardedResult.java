package dev.orthant.search;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a {@link ShardedSearcher} found: the merged hits, and what became of each shard. The hits
 * are the answer for all rows only if {@link #isComplete()}.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class ShardedResult {
  private final SearchResult hits;
  private final List<ShardOutcome> outcomes;

  private ShardedResult(SearchResult hits, List<ShardOutcome> outcomes) {
    this.hits = hits;
    this.outcomes = List.copyOf(outcomes);
  }

  static ShardedResult of(List<ShardCall> calls, Query query) throws InterruptedException {
    List<ShardOutcome> outcomes = new ArrayList<>(calls.size());
    List<SearchResult> answers = new ArrayList<>(calls.size());
    for (ShardCall call : calls) {
      ShardCall.Ending ending = call.ending();
      outcomes.add(ending.outcome());
      ending.answer().ifPresent(answers::add);
    }
    boolean allAnswered = answers.size() == calls.size();
    return new ShardedResult(ShardMerge.of(answers, query, allAnswered), outcomes);
  }

  /**
   * Returns the hits of all shards that answered, by (distance, id), and what they are worth: exact
   * if this is complete. The proved radius is the least of the shards', and -1 if one is missing.
   * What the search took is the sum over the shards that answered.
   */
  public SearchResult hits() {
    return hits;
  }

  /**
   * Returns the hits if they are the answer for all rows.
   *
   * @throws IllegalStateException otherwise; it says which shards are missing, and has as
   *     suppressed exceptions those that they failed with
   */
  public SearchResult completeHits() {
    if (!isComplete()) {
      IllegalStateException partial = new IllegalStateException(toString());
      missing().forEach(outcome -> outcome.failure().ifPresent(partial::addSuppressed));
      throw partial;
    }
    return hits;
  }

  /** Whether every shard answered exactly. */
  public boolean isComplete() {
    return outcomes.stream().allMatch(ShardOutcome::isExact);
  }

  /**
   * Returns the share of all rows, 0 to 1, that belong to shards that answered exactly. Rows of a
   * shard that failed to say how many it has are not counted. 1 if no shard has rows and this is
   * complete, 0 if it is not.
   */
  public double coverage() {
    double all = 0;
    double covered = 0;
    for (ShardOutcome outcome : outcomes) {
      all += outcome.rows();
      covered += outcome.isExact() ? outcome.rows() : 0;
    }
    return all > 0 ? covered / all : isComplete() ? 1 : 0;
  }

  /** Returns what became of each shard, in the order of the shards; immutable. */
  public List<ShardOutcome> outcomes() {
    return outcomes;
  }

  /** Returns what became of the shards that did not answer exactly, in their order; immutable. */
  public List<ShardOutcome> missing() {
    return outcomes.stream().filter(outcome -> !outcome.isExact()).toList();
  }

  @Override
  public String toString() {
    String what = hits.size() + " hits of " + outcomes.size() + " shards";
    if (isComplete()) {
      return "ShardedResult[" + what + ", complete]";
    }
    return missing().stream()
        .map(ShardOutcome::toString)
        .collect(Collectors.joining("; ", "ShardedResult[" + what + ", partial: ", "]"));
  }
}
