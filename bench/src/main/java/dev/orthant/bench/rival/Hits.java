package dev.orthant.bench.rival;

/** The codes that a search found, nearest first, at most as many as it asked for. Reusable. */
public final class Hits {
  private final long[] ids;
  private final int[] distances;
  private int size;

  private Hits(int k) {
    ids = new long[k];
    distances = new int[k];
  }

  /** Room for the k nearest. */
  static Hits ofNearest(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k = " + k + " is less than 1");
    }
    return new Hits(k);
  }

  int k() {
    return ids.length;
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return size == ids.length;
  }

  long id(int rank) {
    return ids[rank];
  }

  int distance(int rank) {
    return distances[rank];
  }

  void clear() {
    size = 0;
  }

  /** Appends a hit that is as far as the last one or farther. */
  void add(long id, int distance) {
    if (size > 0 && distance < distances[size - 1]) {
      throw new IllegalStateException(
          "distance " + distance + " comes after distance " + distances[size - 1]);
    }
    ids[size] = id;
    distances[size++] = distance;
  }

  /** What a search writes that fills arrays. */
  interface Filler {
    /** Writes ids and distances, nearest first, and returns how many. */
    int fill(long[] ids, int[] distances);
  }

  void fill(Filler filler) {
    size = filler.fill(ids, distances);
  }
}
