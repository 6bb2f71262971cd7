package dev.orthant.search;

import dev.orthant.internal.Checks;
import dev.orthant.internal.NativeSearcher;
import java.util.Objects;

/**
 * A buffer for the hits of one search after the other, by (distance, id), with what the answer is
 * worth. A hit's position is its rank, from 0.
 *
 * <p>Its capacity is the k of {@link Searcher#nearest(long[], Neighbors)} and never changes. Other
 * searches may find more; the buffer then grows to hold them, and keeps that room.
 *
 * <p>Not thread-safe: for one thread at a time. Owns no native memory.
 */
public final class Neighbors {
  private final int capacity;
  private final LastStats stats = new LastStats();
  private long[] ids;
  private int[] distances;
  private float[] scores = new float[0];
  private boolean reranked;
  private int size;

  private Neighbors(int capacity) {
    this.capacity = capacity;
    this.ids = new long[capacity];
    this.distances = new int[capacity];
  }

  /**
   * An empty buffer.
   *
   * @param capacity how many neighbours to search for, at least 1
   */
  public static Neighbors withCapacity(int capacity) {
    return new Neighbors(Checks.atLeast("capacity", capacity, 1));
  }

  /** Returns the number of hits of the last search; 0 before the first. */
  public int size() {
    return size;
  }

  /** Returns the number of neighbours that are searched for. */
  public int capacity() {
    return capacity;
  }

  /**
   * Returns the id of a hit: its row in the index. Allocation-free.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= rank < size()}
   */
  public long id(int rank) {
    return ids[Objects.checkIndex(rank, size)];
  }

  /**
   * Returns the distance of a hit, in bits. Allocation-free.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= rank < size()}
   */
  public int distance(int rank) {
    return distances[Objects.checkIndex(rank, size)];
  }

  /**
   * Returns the score of a reranked hit: {@link Searcher#rerank}. Allocation-free.
   *
   * @throws IllegalStateException unless the hits were reranked
   * @throws IndexOutOfBoundsException unless {@code 0 <= rank < size()}
   */
  public float score(int rank) {
    if (!reranked) {
      throw new IllegalStateException("the hits have no scores: they were not reranked");
    }
    return scores[Objects.checkIndex(rank, size)];
  }

  /** Whether the hits are ordered by score, not by distance. Allocation-free. */
  public boolean isReranked() {
    return reranked;
  }

  /** As {@link Certificate#exact()}, of the last search; false before it. Allocation-free. */
  public boolean isExact() {
    return stats.exact();
  }

  /** As {@link Certificate#provedRadius()}, of the last search; -1 before it. Allocation-free. */
  public int provedRadius() {
    return stats.provedRadius();
  }

  /** As {@link SearchStats#compared()}, of the last search; 0 before it. Allocation-free. */
  public long compared() {
    return stats.compared();
  }

  /** As {@link SearchStats#probes()}, of the last search; 0 before it. Allocation-free. */
  public long probes() {
    return stats.probes();
  }

  /** Returns what the last answer is worth, and what it took. */
  public Certificate certificate() {
    return stats.certificate();
  }

  /** Hands the hits to a consumer, in the order of their ranks. */
  public void forEach(HitConsumer consumer) {
    Objects.requireNonNull(consumer, "consumer");
    for (int rank = 0; rank < size; rank++) {
      consumer.accept(ids[rank], distances[rank]);
    }
  }

  @Override
  public String toString() {
    return "Neighbors[" + size + " hits, capacity " + capacity + "]";
  }

  /**
   * Takes over the hits of the last search. What is copied into is what was measured, so that even
   * a buffer misused by two threads is not overrun.
   */
  void fill(NativeSearcher searcher, int count) {
    long[] newIds = count <= ids.length ? ids : new long[count];
    int[] newDistances = count <= distances.length ? distances : new int[count];
    searcher.copyHits(newIds, newDistances, count);
    stats.copyFrom(searcher);
    ids = newIds;
    distances = newDistances;
    reranked = false;
    size = count;
  }

  /** Takes over the hits and scores of the last reranking. */
  void fillReranked(NativeSearcher searcher, int count) {
    float[] newScores = count <= scores.length ? scores : new float[Math.max(count, capacity)];
    searcher.copyScores(newScores, count);
    fill(searcher, count);
    scores = newScores;
    reranked = true;
  }
}
