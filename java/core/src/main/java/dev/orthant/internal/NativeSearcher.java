package dev.orthant.internal;

import dev.orthant.internal.abi.OrthantC;
import dev.orthant.internal.abi.orthant_index;
import dev.orthant.internal.abi.orthant_searcher;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;

/**
 * A native searcher with the blocks that it lends. For one thread at a time, which it enforces: a
 * call is {@link #enter}, one search, {@link #copyHits}, {@link #leave}. All are allocation-free
 * once there is room for the hits.
 */
public final class NativeSearcher {
  private static final int MAX_HITS = Integer.MAX_VALUE - 8;
  private static final long FIRST_ROOM = 64;

  private final NativeResource<orthant_index> index;
  private final NativeResource<orthant_searcher> resource;
  private final orthant_searcher handle;
  private final int bits;
  private final long rows;
  private final LongPointer lentQuery;
  private final LongPointer lentMask;
  private LongPointer lentIds;
  private IntPointer lentDistances;
  private long room;

  /** The searcher of an open index; the owner must keep the index's owner from being lost. */
  public NativeSearcher(Object owner, NativeResource<orthant_index> index) {
    this.index = index;
    orthant_index parent = index.enter();
    try {
      NativeError error = NativeError.slotForOneCall();
      handle = error.check(OrthantC.orthant_searcher_new(parent, error.slot()));
      resource = NativeResource.exclusive(owner, handle, OrthantC::orthant_searcher_free);
      bits = OrthantC.orthant_index_bits(parent);
      rows = OrthantC.orthant_index_rows(parent);
      lentQuery = OrthantC.orthant_searcher_query(handle);
      lentMask = OrthantC.orthant_searcher_mask(handle);
    } finally {
      index.leave();
    }
  }

  /** The length of the codes, in bits. */
  public int bits() {
    return bits;
  }

  /** Starts a call, in which alone the methods below may be used. */
  public void enter() {
    resource.enter();
    try {
      index.requireOpen();
    } catch (IllegalStateException e) {
      resource.leave();
      throw e;
    }
  }

  /** Ends a call. */
  public void leave() {
    resource.leave();
  }

  /** Finds the k nearest codes, k at least 1; returns their number. mask: null for all bits. */
  public int nearest(long[] code, long[] mask, int k) {
    setQuery(code, mask);
    long wanted = Math.max(1, Math.min(k, rows));
    reserve(wanted);
    return (int)
        (mask == null
            ? OrthantC.orthant_search_nearest(handle, wanted)
            : OrthantC.orthant_search_nearest_masked(handle, wanted));
  }

  /** Finds all codes within a radius; returns their number. mask: null for all bits. */
  public int within(long[] code, long[] mask, int radius) {
    setQuery(code, mask);
    reserve(FIRST_ROOM);
    long hits = within(mask != null, radius);
    if (hits > MAX_HITS) {
      throw new IllegalArgumentException(
          "radius " + radius + " has " + hits + " hits; the limit is " + MAX_HITS);
    }
    if (hits > room) {
      reserve(Math.max(hits, Math.min(2 * room, rows)));
      hits = within(mask != null, radius);
    }
    return (int) hits;
  }

  /** Copies the first hits of the last search, of which there are at least as many. */
  public void copyHits(long[] ids, int[] distances, int count) {
    if (count > ids.length || count > distances.length) {
      throw new IllegalStateException("a buffer for hits is in use by another thread");
    }
    lentIds.get(ids, 0, count);
    lentDistances.get(distances, 0, count);
  }

  /** See {@link NativeResource#close}. */
  public void close() {
    resource.close();
  }

  private void setQuery(long[] code, long[] mask) {
    Checks.code("code", code, bits);
    lentQuery.put(code, 0, code.length);
    if (mask != null) {
      Checks.code("mask", mask, bits);
      lentMask.put(mask, 0, mask.length);
    }
  }

  private long within(boolean masked, int radius) {
    return masked
        ? OrthantC.orthant_search_within_masked(handle, radius)
        : OrthantC.orthant_search_within(handle, radius);
  }

  private void reserve(long hits) {
    if (hits > room) {
      NativeError error = NativeError.slotForOneCall();
      error.check(OrthantC.orthant_searcher_reserve(handle, hits, error.slot()));
      lentIds = OrthantC.orthant_searcher_ids(handle);
      lentDistances = OrthantC.orthant_searcher_distances(handle);
      room = hits;
    }
  }
}
