package dev.orthant.search;

import java.util.concurrent.Callable;

/** A shard that does what a test wants. */
final class FakeShard implements Shard {
  private final long rows;
  private final Callable<SearchResult> answer;

  private FakeShard(long rows, Callable<SearchResult> answer) {
    this.rows = rows;
    this.answer = answer;
  }

  static FakeShard of(long rows, Callable<SearchResult> answer) {
    return new FakeShard(rows, answer);
  }

  /** One that answers exactly: id, distance, id, distance and so on. */
  static FakeShard withHits(long rows, long... idsAndDistances) {
    return of(rows, () -> hits(true, idsAndDistances));
  }

  static SearchResult hits(boolean exact, long... idsAndDistances) {
    long[] ids = new long[idsAndDistances.length / 2];
    int[] distances = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = idsAndDistances[2 * i];
      distances[i] = (int) idsAndDistances[2 * i + 1];
    }
    int proved = exact ? 64 : 3;
    SearchStats stats = new SearchStats(100, 10, 1, exact ? 1 : 0, exact ? 0 : 1);
    return new SearchResult(ids, distances, new Certificate(exact, proved, stats));
  }

  @Override
  public long rows() {
    if (rows == -2) {
      throw new IllegalStateException("no connection");
    }
    return rows;
  }

  @Override
  public SearchResult search(long[] code, Query query) throws Exception {
    return answer.call();
  }

  @Override
  public String toString() {
    return "FakeShard";
  }
}
