package dev.orthant.search;

import java.util.Objects;

/**
 * The hits of many searches, each by (distance, id). A hit's position is its rank, from 0. All
 * answers are exact: a batch takes no query with a limit of work.
 *
 * <p>Immutable; safe for any number of threads. Owns no native memory; 12 bytes per hit.
 */
public final class BatchResult {
  private final long[][] ids;
  private final int[][] distances;

  BatchResult(long[][] ids, int[][] distances) {
    this.ids = ids;
    this.distances = distances;
  }

  /** Returns the number of searches. */
  public int queries() {
    return ids.length;
  }

  /**
   * Returns the number of hits of a search.
   *
   * @param query the row of the code that was searched for
   * @throws IndexOutOfBoundsException unless {@code 0 <= query < queries()}
   */
  public int size(int query) {
    return ids[Objects.checkIndex(query, ids.length)].length;
  }

  /** Returns the number of hits of all searches. */
  public long totalSize() {
    long total = 0;
    for (long[] hits : ids) {
      total += hits.length;
    }
    return total;
  }

  /**
   * Returns a copy of the ids of a search's hits, by rank.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= query < queries()}
   */
  public long[] ids(int query) {
    return ids[Objects.checkIndex(query, ids.length)].clone();
  }

  /**
   * Returns a copy of the distances of a search's hits, in bits, by rank.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= query < queries()}
   */
  public int[] distances(int query) {
    return distances[Objects.checkIndex(query, distances.length)].clone();
  }

  /**
   * Hands the hits of a search to a consumer, nearest first.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= query < queries()}
   */
  public void forEach(int query, HitConsumer consumer) {
    Objects.checkIndex(query, ids.length);
    Objects.requireNonNull(consumer, "consumer");
    for (int rank = 0; rank < ids[query].length; rank++) {
      consumer.accept(ids[query][rank], distances[query][rank]);
    }
  }

  /** Hands all hits to a consumer, in the order of queries, and each one's nearest first. */
  public void forEach(PairConsumer consumer) {
    Objects.requireNonNull(consumer, "consumer");
    for (int query = 0; query < ids.length; query++) {
      for (int rank = 0; rank < ids[query].length; rank++) {
        consumer.accept(query, ids[query][rank], distances[query][rank]);
      }
    }
  }

  @Override
  public String toString() {
    return "BatchResult[" + totalSize() + " hits of " + queries() + " queries]";
  }
}
