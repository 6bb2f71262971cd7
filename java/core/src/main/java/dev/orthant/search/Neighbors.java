package dev.orthant.search;

import dev.orthant.internal.Checks;
import dev.orthant.internal.NativeSearcher;
import java.util.Objects;

/**
 * A buffer for the hits of one search after the other, by (distance, id). A hit's position is its
 * rank, from 0.
 *
 * <p>Its capacity is the k of {@link Searcher#nearest(long[], Neighbors)} and never changes. A
 * search within a radius may find more; the buffer then grows to hold them, and keeps that room.
 *
 * <p>Not thread-safe: for one thread at a time. Owns no native memory.
 */
public final class Neighbors {
  private final int capacity;
  private long[] ids;
  private int[] distances;
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

  /** Hands the hits to a consumer, nearest first. */
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
    ids = newIds;
    distances = newDistances;
    size = count;
  }
}
