package dev.orthant.search;

import dev.orthant.internal.Backstage;
import dev.orthant.internal.Checks;
import dev.orthant.internal.NativeError;
import dev.orthant.internal.NativeResource;
import dev.orthant.internal.abi.OrthantC;
import dev.orthant.internal.abi.orthant_index;
import dev.orthant.internal.abi.orthant_searcher;
import java.lang.ref.Reference;
import java.util.Objects;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;

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
 * for more hits than ever before reserves native memory for them, 12 bytes each; later ones reuse
 * it.
 *
 * <p>It owns native memory: close it. After its index is closed it can only be closed.
 */
public final class Searcher implements AutoCloseable {
  static {
    Backstage.makeSearchers(Searcher::new);
  }

  private static final int MAX_HITS = Integer.MAX_VALUE - 8;
  private static final long FIRST_ROOM = 64;

  private final Object index; // keeps the index from being lost
  private final NativeResource<orthant_index> indexResource;
  private final NativeResource<orthant_searcher> resource;
  private final int bits;
  private final int words;
  private final long rows;
  private final LongPointer lentQuery;
  private final LongPointer lentMask;
  private LongPointer lentIds;
  private IntPointer lentDistances;
  private long room;

  private Searcher(Object index, NativeResource<orthant_index> indexResource) {
    this.index = index;
    this.indexResource = indexResource;
    orthant_index parent = indexResource.enter();
    try {
      NativeError error = NativeError.slotForOneCall();
      orthant_searcher handle =
          error.check(OrthantC.orthant_searcher_new(parent, error.slot()));
      this.resource = NativeResource.exclusive(this, handle, OrthantC::orthant_searcher_free);
      this.bits = OrthantC.orthant_index_bits(parent);
      this.words = Checks.words(bits);
      this.rows = OrthantC.orthant_index_rows(parent);
      this.lentQuery = OrthantC.orthant_searcher_query(handle);
      this.lentMask = OrthantC.orthant_searcher_mask(handle);
    } finally {
      indexResource.leave();
    }
  }

  /**
   * The k nearest codes.
   *
   * @param code the query
   * @param k at least 1; above the number of rows it gives all rows
   */
  public SearchResult nearest(long[] code, int k) {
    Checks.atLeast("k", k, 1);
    Checks.code("code", code, bits);
    orthant_searcher searcher = enter();
    try {
      return result(nearest(searcher, code, null, k));
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
    Checks.code("code", code, bits);
    Checks.code("mask", mask, bits);
    orthant_searcher searcher = enter();
    try {
      return result(nearest(searcher, code, mask, k));
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
    Checks.code("code", code, bits);
    orthant_searcher searcher = enter();
    try {
      int hits = nearest(searcher, code, null, into.capacity()); // may move what is lent
      into.fill(lentIds, lentDistances, hits);
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
    Checks.code("code", code, bits);
    Checks.code("mask", mask, bits);
    orthant_searcher searcher = enter();
    try {
      int hits = nearest(searcher, code, mask, into.capacity()); // may move what is lent
      into.fill(lentIds, lentDistances, hits);
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
    Checks.code("code", code, bits);
    orthant_searcher searcher = enter();
    try {
      return result(within(searcher, code, null, radius));
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
    Checks.code("code", code, bits);
    Checks.code("mask", mask, bits);
    orthant_searcher searcher = enter();
    try {
      return result(within(searcher, code, mask, radius));
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
    Checks.code("code", code, bits);
    orthant_searcher searcher = enter();
    try {
      int hits = within(searcher, code, null, radius); // may move what is lent
      into.fill(lentIds, lentDistances, hits);
    } finally {
      leave();
    }
  }

  /** Closes the searcher, now or when the running call has left. Closing again does nothing. */
  @Override
  public void close() {
    resource.close();
  }

  @Override
  public String toString() {
    return "Searcher of " + index;
  }

  private orthant_searcher enter() {
    orthant_searcher searcher = resource.enter();
    try {
      indexResource.requireOpen();
    } catch (IllegalStateException e) {
      resource.leave();
      throw e;
    }
    return searcher;
  }

  private void leave() {
    resource.leave();
    Reference.reachabilityFence(this);
  }

  private int nearest(orthant_searcher searcher, long[] code, long[] mask, int k) {
    long wanted = Math.max(1, Math.min(k, rows));
    if (wanted > room) {
      reserve(searcher, wanted);
    }
    lentQuery.put(code, 0, words);
    if (mask == null) {
      return (int) OrthantC.orthant_search_nearest(searcher, wanted);
    }
    lentMask.put(mask, 0, words);
    return (int) OrthantC.orthant_search_nearest_masked(searcher, wanted);
  }

  private int within(orthant_searcher searcher, long[] code, long[] mask, int radius) {
    if (room == 0) {
      reserve(searcher, FIRST_ROOM);
    }
    lentQuery.put(code, 0, words);
    if (mask != null) {
      lentMask.put(mask, 0, words);
    }
    long hits = within(searcher, mask != null, radius);
    if (hits > MAX_HITS) {
      throw new IllegalArgumentException(
          "radius " + radius + " has " + hits + " hits; the limit is " + MAX_HITS);
    }
    if (hits > room) {
      reserve(searcher, Math.max(hits, Math.min(2 * room, rows)));
      hits = within(searcher, mask != null, radius);
    }
    return (int) hits;
  }

  private static long within(orthant_searcher searcher, boolean masked, int radius) {
    return masked
        ? OrthantC.orthant_search_within_masked(searcher, radius)
        : OrthantC.orthant_search_within(searcher, radius);
  }

  private void reserve(orthant_searcher searcher, long hits) {
    NativeError error = NativeError.slotForOneCall();
    error.check(OrthantC.orthant_searcher_reserve(searcher, hits, error.slot()));
    lentIds = OrthantC.orthant_searcher_ids(searcher);
    lentDistances = OrthantC.orthant_searcher_distances(searcher);
    room = hits;
  }

  private SearchResult result(int hits) {
    long[] ids = new long[hits];
    int[] distances = new int[hits];
    lentIds.get(ids, 0, hits);
    lentDistances.get(distances, 0, hits);
    return new SearchResult(ids, distances);
  }
}
