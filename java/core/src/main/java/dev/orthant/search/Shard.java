package dev.orthant.search;

import java.util.Objects;
import java.util.function.LongUnaryOperator;

/**
 * A part of the base that a {@link ShardedSearcher} searches together with others: an index of this
 * process ({@code IndexShard}), or one elsewhere, over whatever transport its implementation has.
 *
 * <p>Implementations must be safe for as many threads as search at the same time.
 */
public interface Shard {
  /**
   * Returns the number of rows: the shard's weight when an answer says how much it covers. Asked by
   * the calling thread at the start of each search, so it must return at once.
   */
  long rows();

  /**
   * Answers a query as an index does: the hits of this shard by (distance, id), and whether they
   * are exact. The thread is interrupted when nobody waits for the answer any more.
   *
   * @param code the query's code; not to be changed
   * @param query what is searched for
   * @throws Exception if it cannot answer; the merged answer then lacks this shard and says why
   */
  SearchResult search(long[] code, Query query) throws Exception;

  /**
   * This shard, with its ids counted on from a first one: hit {@code id} becomes {@code first +
   * id}.
   *
   * @param first the id of row 0 among all shards, at least 0
   */
  default Shard withIdsFrom(long first) {
    if (first < 0) {
      throw new IllegalArgumentException("first = " + first + " is less than 0");
    }
    return ShardView.withIds(this, id -> Math.addExact(first, id));
  }

  /**
   * This shard, with other ids. They must keep the order of its own: of two tied rows a shard
   * returns the one that is first by its ids, and only the same order makes that the right one
   * among all shards. Hits that show another order make the shard a failed one.
   *
   * @param ids from the shard's ids to those among all shards; strictly increasing, and safe for
   *     any thread
   */
  default Shard withIds(LongUnaryOperator ids) {
    return ShardView.withIds(this, Objects.requireNonNull(ids, "ids"));
  }

  /**
   * This shard, where only the rows that a filter passes are found. Queries must then have no
   * filter of their own.
   *
   * @param filter of this shard's ids, as they were before {@link #withIdsFrom} or {@link #withIds}
   */
  default Shard withFilter(RowFilter filter) {
    return ShardView.withFilter(this, Objects.requireNonNull(filter, "filter"));
  }
}
