package dev.orthant.search;

import dev.orthant.internal.Checks;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Merges lists of hits, each by (distance, id), into one by (distance, id). If each list holds the
 * first k of its part, the merged one holds the first k of all. Takes O(hits * log(lists)).
 */
final class ShardMerge {
  private ShardMerge() {}

  /** The hits of all answers, at most as many as asked for. */
  static SearchResult of(List<SearchResult> answers, Query query, boolean allAnswered) {
    PriorityQueue<Cursor> heads = new PriorityQueue<>(Math.max(1, answers.size()));
    long size = 0;
    for (SearchResult answer : answers) {
      size += answer.size();
      if (answer.size() > 0) {
        heads.add(new Cursor(answer));
      }
    }
    int wanted = fitting(query.k == 0 ? size : Math.min(size, query.k));
    long[] ids = new long[wanted];
    int[] distances = new int[wanted];
    for (int rank = 0; rank < wanted; rank++) {
      Cursor first = heads.remove();
      ids[rank] = first.id;
      distances[rank] = first.distance;
      if (first.advance()) {
        heads.add(first);
      }
    }
    return new SearchResult(ids, distances, certificate(answers, allAnswered));
  }

  /** What all answers together are worth: no more than the least, and nothing if one is missing. */
  private static Certificate certificate(List<SearchResult> answers, boolean allAnswered) {
    boolean exact = allAnswered;
    int proved = allAnswered ? Integer.MAX_VALUE : -1;
    long compared = 0;
    long probes = 0;
    long duplicates = 0;
    int scanned = 0;
    int probed = 0;
    for (SearchResult answer : answers) {
      Certificate one = answer.certificate();
      exact &= one.exact();
      proved = Math.min(proved, one.provedRadius());
      compared += one.stats().compared();
      probes += one.stats().probes();
      duplicates += one.stats().duplicates();
      scanned += one.stats().scanned();
      probed += one.stats().probed();
    }
    return new Certificate(
        exact, proved, new SearchStats(compared, probes, duplicates, scanned, probed));
  }

  private static int fitting(long size) {
    if (size > Checks.MAX_ARRAY) {
      throw new IllegalArgumentException(
          size + " hits of all shards are more than the " + Checks.MAX_ARRAY + " of one array");
    }
    return (int) size;
  }

  /** The next hit of one list. */
  private static final class Cursor implements Comparable<Cursor> {
    private final SearchResult hits;
    private int rank;
    private int distance;
    private long id;

    Cursor(SearchResult hits) {
      this.hits = hits;
      this.distance = hits.distance(0);
      this.id = hits.id(0);
    }

    boolean advance() {
      if (++rank == hits.size()) {
        return false;
      }
      distance = hits.distance(rank);
      id = hits.id(rank);
      return true;
    }

    @Override
    public int compareTo(Cursor other) {
      int order = Integer.compare(distance, other.distance);
      return order == 0 ? Long.compare(id, other.id) : order;
    }
  }
}
