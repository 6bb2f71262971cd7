package dev.orthant.search;

import dev.orthant.internal.Backstage;
import dev.orthant.internal.Checks;
import dev.orthant.internal.NativeResource;
import dev.orthant.internal.NativeSearcher;
import dev.orthant.internal.abi.orthant_index;
import java.lang.ref.Reference;
import java.util.Objects;

/**
 * Searches an index, exactly. Made by {@code HammingIndex.newSearcher()}, for one thread: a second
 * thread that calls while a call is running gets an {@link IllegalStateException}.
 *
 * <pre>{@code
 * try (Searcher searcher = index.newSearcher()) {
 *   SearchResult result = searcher.nearest(code, 10);
 *   result.forEach((id, distance) -> System.out.println(id + " differs in " + distance + " bits"));
 * }
 * }</pre>
 *
 * <p>Every code and mask has {@code ceil(bits / 64)} words with zeros in the unused bits. Hits are
 * ordered by (distance, id). Each search takes one pass over the index's codes. The first search
 * for more hits than ever before reserves native memory for them, at most 60 bytes each; later ones
 * reuse it.
 *
 * <p>It owns native memory: close it. After its index is closed it can only be closed.
 */
public final class Searcher implements AutoCloseable {
  static {
    Backstage.makeSearchers(Searcher::new);
  }

  private final Object index; // keeps the index from being lost
  private final NativeSearcher searcher;

  private Searcher(Object index, NativeResource<orthant_index> resource) {
    this.index = index;
    this.searcher = new NativeSearcher(this, resource);
  }

  /**
   * The k nearest codes.
   *
   * @param code the query
   * @param k at least 1; above the number of rows it gives all rows
   */
  public SearchResult nearest(long[] code, int k) {
    Checks.atLeast("k", k, 1);
    Objects.requireNonNull(code, "code");
    searcher.enter();
    try {
      return result(searcher.nearest(code, null, k));
    } finally {
      leave();
    }
  }

  /**
   * The k nearest codes, where only some bits count.
   *
   * @param code the query
   * @param mask the bits that count; with none, all codes are at distance 0
   * @param k at least 1; above the number of rows it gives all rows
   */
  public SearchResult nearest(long[] code, long[] mask, int k) {
    Checks.atLeast("k", k, 1);
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(mask, "mask");
    searcher.enter();
    try {
      return result(searcher.nearest(code, mask, k));
    } finally {
      leave();
    }
  }

  /**
   * The nearest codes, as many as the buffer's capacity. Allocation-free once it has run.
   *
   * @param code the query
   * @param into overwritten; unchanged on failure
   */
  public void nearest(long[] code, Neighbors into) {
    Objects.requireNonNull(into, "into");
    Objects.requireNonNull(code, "code");
    searcher.enter();
    try {
      into.fill(searcher, searcher.nearest(code, null, into.capacity()));
    } finally {
      leave();
    }
  }

  /**
   * The nearest codes, as many as the buffer's capacity, where only some bits count.
   * Allocation-free once it has run.
   *
   * @param code the query
   * @param mask the bits that count
   * @param into overwritten; unchanged on failure
   */
  public void nearest(long[] code, long[] mask, Neighbors into) {
    Objects.requireNonNull(into, "into");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(mask, "mask");
    searcher.enter();
    try {
      into.fill(searcher, searcher.nearest(code, mask, into.capacity()));
    } finally {
      leave();
    }
  }

  /**
   * All codes within a radius.
   *
   * @param code the query
   * @param radius the largest distance of a hit, in bits, at least 0
   */
  public SearchResult within(long[] code, int radius) {
    Checks.atLeast("radius", radius, 0);
    Objects.requireNonNull(code, "code");
    searcher.enter();
    try {
      return result(searcher.within(code, null, radius));
    } finally {
      leave();
    }
  }

  /**
   * All codes within a radius, where only some bits count.
   *
   * @param code the query
   * @param mask the bits that count
   * @param radius the largest distance of a hit, in bits of the mask, at least 0
   */
  public SearchResult within(long[] code, long[] mask, int radius) {
    Checks.atLeast("radius", radius, 0);
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(mask, "mask");
    searcher.enter();
    try {
      return result(searcher.within(code, mask, radius));
    } finally {
      leave();
    }
  }

  /**
   * All codes within a radius. Allocation-free once the buffer has room for all hits.
   *
   * @param code the query
   * @param radius the largest distance of a hit, in bits, at least 0
   * @param into overwritten, and grown where needed; unchanged on failure
   */
  public void within(long[] code, int radius, Neighbors into) {
    Objects.requireNonNull(into, "into");
    Checks.atLeast("radius", radius, 0);
    Objects.requireNonNull(code, "code");
    searcher.enter();
    try {
      into.fill(searcher, searcher.within(code, null, radius));
    } finally {
      leave();
    }
  }

  /** Closes the searcher, now or when the running call has left. Closing again does nothing. */
  @Override
  public void close() {
    searcher.close();
  }

  @Override
  public String toString() {
    return "Searcher of " + index;
  }

  private void leave() {
    searcher.leave();
    Reference.reachabilityFence(this);
  }

  private SearchResult result(int hits) {
    long[] ids = new long[hits];
    int[] distances = new int[hits];
    searcher.copyHits(ids, distances, hits);
    return new SearchResult(ids, distances);
  }
}
