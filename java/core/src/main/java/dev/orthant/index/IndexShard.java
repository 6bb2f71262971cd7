package dev.orthant.index;

import dev.orthant.search.Query;
import dev.orthant.search.SearchResult;
import dev.orthant.search.Searcher;
import dev.orthant.search.Shard;
import java.util.Objects;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;

/**
 * An index of this process as a shard. It makes as many searchers as search at the same time, and
 * keeps those that are idle, at most one per processor, for later searches.
 *
 * <p>Safe for any number of threads. It owns its searchers, and so native memory: close it. The
 * index stays with whoever made it; after it is closed, every search fails.
 */
public final class IndexShard implements Shard, AutoCloseable {
  private final HammingIndex index;
  private final long rows;
  private final BlockingDeque<Searcher> idle =
      new LinkedBlockingDeque<>(Runtime.getRuntime().availableProcessors());
  private volatile boolean closed;

  private IndexShard(HammingIndex index) {
    this.index = index;
    this.rows = index.rows();
  }

  /** A shard of an open index. */
  public static IndexShard over(HammingIndex index) {
    return new IndexShard(Objects.requireNonNull(index, "index"));
  }

  @Override
  public long rows() {
    return rows;
  }

  /**
   * Searches the index on the calling thread.
   *
   * @throws IllegalArgumentException if code or mask have another length than the index's codes
   * @throws IllegalStateException if the index, this shard or the query's filter is closed
   */
  @Override
  public SearchResult search(long[] code, Query query) {
    if (closed) {
      throw new IllegalStateException("IndexShard is closed");
    }
    Searcher last = idle.pollFirst();
    Searcher searcher = last == null ? index.newSearcher() : last;
    try {
      return searcher.search(code, query);
    } finally {
      keep(searcher);
    }
  }

  /** Closes its searchers; those in use when their search has ended. Again does nothing. */
  @Override
  public void close() {
    closed = true;
    for (Searcher next = idle.poll(); next != null; next = idle.poll()) {
      next.close();
    }
  }

  @Override
  public String toString() {
    return "IndexShard of " + index;
  }

  private void keep(Searcher searcher) {
    if (!idle.offerFirst(searcher)) {
      searcher.close();
    } else if (closed) { // and close() has not seen this one
      close();
    }
  }
}
