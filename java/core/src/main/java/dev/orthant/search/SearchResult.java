package dev.orthant.search;

import dev.orthant.internal.Checks;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.LongUnaryOperator;

/**
 * The hits of one search, by (distance, id), and what they are worth. A hit's position is its rank,
 * from 0.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class SearchResult {
  private final long[] ids;
  private final int[] distances;
  private final Certificate certificate;

  SearchResult(long[] ids, int[] distances, Certificate certificate) {
    this.ids = ids;
    this.distances = distances;
    this.certificate = certificate;
  }

  /**
   * Hits that were found elsewhere, say by another process's {@link Shard}.
   *
   * @param ids by rank; copied
   * @param distances by rank, as many as ids, at least 0; copied
   * @param certificate what the hits are worth
   * @throws IllegalArgumentException unless they are by (distance, id), without one twice
   */
  public static SearchResult of(long[] ids, int[] distances, Certificate certificate) {
    Objects.requireNonNull(ids, "ids");
    Objects.requireNonNull(distances, "distances");
    Objects.requireNonNull(certificate, "certificate");
    Checks.length("distances", distances.length, ids.length);
    SearchResult result = new SearchResult(ids.clone(), distances.clone(), certificate);
    for (int rank = 0; rank < result.size(); rank++) {
      if (!result.isInOrderAt(rank)) {
        throw new IllegalArgumentException(
            "hit "
                + rank
                + ", id "
                + result.id(rank)
                + " at distance "
                + result.distance(rank)
                + ", is not in the order of (distance, id)");
      }
    }
    return result;
  }

  /** Returns what the answer is worth, and what it took. */
  public Certificate certificate() {
    return certificate;
  }

  /** Returns the number of hits. */
  public int size() {
    return ids.length;
  }

  /**
   * Returns the id of a hit: its row in the index.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= rank < size()}
   */
  public long id(int rank) {
    return ids[Objects.checkIndex(rank, ids.length)];
  }

  /**
   * Returns the distance of a hit, in bits.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= rank < size()}
   */
  public int distance(int rank) {
    return distances[Objects.checkIndex(rank, ids.length)];
  }

  /** Hands the hits to a consumer, nearest first. */
  public void forEach(HitConsumer consumer) {
    Objects.requireNonNull(consumer, "consumer");
    for (int rank = 0; rank < ids.length; rank++) {
      consumer.accept(ids[rank], distances[rank]);
    }
  }

  /** Returns a copy of all ids, by rank. */
  public long[] ids() {
    return ids.clone();
  }

  /** Returns a copy of all distances, by rank. */
  public int[] distances() {
    return distances.clone();
  }

  /** The same hits with other ids. */
  SearchResult withIds(LongUnaryOperator other) {
    return new SearchResult(Arrays.stream(ids).map(other).toArray(), distances, certificate);
  }

  /**
   * Whether a hit is later by (distance, id) than the one before it; the first: than distance 0.
   */
  boolean isInOrderAt(int rank) {
    if (rank == 0) {
      return distances[0] >= 0;
    }
    return distances[rank - 1] < distances[rank]
        || distances[rank - 1] == distances[rank] && ids[rank - 1] < ids[rank];
  }

  /** Whether the other object has the same hits; what it took to find them does not count. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SearchResult
        && Arrays.equals(ids, ((SearchResult) other).ids)
        && Arrays.equals(distances, ((SearchResult) other).distances);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(ids) + Arrays.hashCode(distances);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("SearchResult[" + size() + " hits");
    for (int rank = 0; rank < Math.min(size(), 10); rank++) {
      text.append(rank == 0 ? ": " : ", ").append(ids[rank]).append(" at ").append(distances[rank]);
    }
    return text.append(size() > 10 ? ", ...]" : "]").toString();
  }
}
