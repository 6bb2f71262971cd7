package dev.orthant.search;

import java.util.Objects;

/**
 * The hits of one search in the order of their asymmetric distances to the query, by (score, id). A
 * hit's position is its rank, from 0. Made by {@link Searcher#rerank(float[], int)}.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class RerankedResult {
  private final long[] ids;
  private final int[] distances;
  private final float[] scores;
  private final Certificate certificate;

  RerankedResult(long[] ids, int[] distances, float[] scores, Certificate certificate) {
    this.ids = ids;
    this.distances = distances;
    this.scores = scores;
    this.certificate = certificate;
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
   * Returns the Hamming distance of a hit, in bits.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= rank < size()}
   */
  public int distance(int rank) {
    return distances[Objects.checkIndex(rank, distances.length)];
  }

  /**
   * Returns the score of a hit: its asymmetric distance, at least 0, in the unit of the query's
   * projections.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= rank < size()}
   */
  public float score(int rank) {
    return scores[Objects.checkIndex(rank, scores.length)];
  }

  /** Hands the hits with their Hamming distances to a consumer, best score first. */
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

  /** Returns a copy of all scores, by rank. */
  public float[] scores() {
    return scores.clone();
  }

  /** Returns what the reranked answer was worth before it was reranked, and what it took. */
  public Certificate certificate() {
    return certificate;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("RerankedResult[" + size() + " hits");
    for (int rank = 0; rank < Math.min(size(), 10); rank++) {
      text.append(rank == 0 ? ": " : ", ").append(ids[rank]).append(" at ").append(scores[rank]);
    }
    return text.append(size() > 10 ? ", ...]" : "]").toString();
  }
}
