package dev.orthant.internal;

import dev.orthant.internal.abi.OrthantC;
import dev.orthant.internal.abi.orthant_filter;
import dev.orthant.internal.abi.orthant_index;
import dev.orthant.internal.abi.orthant_searcher;
import java.nio.LongBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;

/**
 * A native searcher with the blocks that it lends. For one thread at a time, which it enforces: a
 * call is {@link #enter}, the question, {@link #search}, {@link #copyHits}, {@link #leave}. All are
 * allocation-free once there is room for the hits.
 */
public final class NativeSearcher {
  private static final int MAX_HITS = Checks.MAX_ARRAY;
  private static final long FIRST_ROOM = 64;
  private static final long NONE_SEEN = -1;

  private final NativeResource<?> index;
  private final NativeMutableIndex followed; // null: the index never changes
  private final NativeResource<orthant_searcher> resource;
  private final orthant_searcher handle;
  private final int bits;
  private long rows;
  private final LongPointer lentQuery;
  private final LongPointer lentMask;
  private final FloatPointer lentProjections;

  /** Read and written without a crossing; valid as long as the handle, so within a call. */
  private final LongBuffer lentBudget;

  private final LongBuffer lentStats;
  private LongPointer lentIds;
  private IntPointer lentDistances;
  private FloatPointer lentScores;
  private long room;
  private NativeResource<orthant_filter> filter;
  private long changesSeen = NONE_SEEN;

  /** The searcher of an open index; the owner must keep the index's owner from being lost. */
  public NativeSearcher(Object owner, NativeResource<orthant_index> index) {
    this(owner, index, null, bitsOf(index), rowsOf(index), handleOf(index));
  }

  /** One that {@link #follow}s an open index; the owner must keep the index's from being lost. */
  public NativeSearcher(Object owner, NativeMutableIndex index) {
    this(owner, index.resource(), index, index.bits(), index.rows(), index.newSearcher());
  }

  private NativeSearcher(
      Object owner,
      NativeResource<?> index,
      NativeMutableIndex followed,
      int bits,
      long rows,
      orthant_searcher handle) {
    this.index = index;
    this.followed = followed;
    this.bits = bits;
    this.rows = rows;
    this.handle = handle;
    resource = NativeResource.exclusive(owner, handle, OrthantC::orthant_searcher_free);
    lentQuery = OrthantC.orthant_searcher_query(handle);
    lentMask = OrthantC.orthant_searcher_mask(handle);
    lentProjections = OrthantC.orthant_searcher_projections(handle);
    lentBudget = buffer(OrthantC.orthant_searcher_budget(handle), 2);
    lentStats = buffer(OrthantC.orthant_searcher_stats(handle), OrthantC.ORTHANT_STATS);
  }

  private static int bitsOf(NativeResource<orthant_index> index) {
    orthant_index parent = index.enter();
    try {
      return OrthantC.orthant_index_bits(parent);
    } finally {
      index.leave();
    }
  }

  private static long rowsOf(NativeResource<orthant_index> index) {
    orthant_index parent = index.enter();
    try {
      return OrthantC.orthant_index_rows(parent);
    } finally {
      index.leave();
    }
  }

  private static orthant_searcher handleOf(NativeResource<orthant_index> index) {
    orthant_index parent = index.enter();
    try {
      return handleOf(parent);
    } finally {
      index.leave();
    }
  }

  static orthant_searcher handleOf(orthant_index index) {
    NativeError error = NativeError.slotForOneCall();
    return error.check(OrthantC.orthant_searcher_new(index, error.slot()));
  }

  /** The length of the codes, in bits. */
  public int bits() {
    return bits;
  }

  /** The number of rows; of an index that changes, about as many as when this looked last. */
  public long rows() {
    return rows;
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

  /**
   * Moves to the newest rows of an index that changes; the last answer is then gone. Costs one read
   * of memory where nothing changed, or can.
   */
  public void follow() {
    if (followed == null || followed.changes() == changesSeen) {
      return;
    }
    long changes = followed.changes(); // before the rows, so that none is missed
    followed.follow(handle);
    borrowHits(room);
    changesSeen = changes;
    rows = followed.rows();
  }

  /** The code to search for. */
  public void setQuery(long[] code) {
    lentQuery.put(code, 0, code.length);
  }

  /** The bits that count in searches with ORTHANT_MASKED. */
  public void setMask(long[] mask) {
    lentMask.put(mask, 0, mask.length);
  }

  /** The limits of searches with ORTHANT_BUDGETED; Long.MAX_VALUE: none. */
  public void setBudget(long codes, long nanoseconds) {
    lentBudget.put(0, codes).put(1, nanoseconds);
  }

  /** The open filter of searches with ORTHANT_FILTERED. Costs nothing if it is the last one. */
  public void setFilter(NativeResource<orthant_filter> wanted) {
    if (wanted == filter) {
      wanted.requireOpen();
      return;
    }
    orthant_filter open = wanted.enter();
    try {
      filter = null;
      NativeError error = NativeError.slotForOneCall();
      error.check(OrthantC.orthant_searcher_set_filter(handle, open, error.slot()));
      filter = wanted;
    } finally {
      wanted.leave();
    }
  }

  /** Finds the k nearest codes within the radius, or all if k is 0; returns their number. */
  public int search(int k, int radius, int flags) {
    if (k > 0) {
      reserve(k); // the native searcher knows how many rows there are
      return (int) OrthantC.orthant_search(handle, k, radius, flags);
    }
    reserve(FIRST_ROOM);
    long hits = OrthantC.orthant_search(handle, 0, radius, flags);
    while (hits > room) { // more than once only under a limit of time
      if (hits > MAX_HITS) {
        throw new IllegalArgumentException(
            "radius " + radius + " has " + hits + " hits; the limit is " + MAX_HITS);
      }
      reserve(Math.max(hits, 2 * room));
      hits = OrthantC.orthant_search(handle, 0, radius, flags);
    }
    return (int) hits;
  }

  /** Counts the codes within the radius. */
  public long count(int radius, int flags) {
    return OrthantC.orthant_search(handle, 0, radius, flags | OrthantC.ORTHANT_COUNT_ONLY);
  }

  /** Orders the last hits anew, by projections of the query; returns how many are kept. */
  public int rerank(float[] projections, int keep) {
    lentProjections.put(projections, 0, projections.length);
    return (int) OrthantC.orthant_searcher_rerank(handle, keep);
  }

  /** Copies the first hits of the last search, of which there are at least as many. */
  public void copyHits(long[] ids, int[] distances, int count) {
    if (count > ids.length || count > distances.length) {
      throw new IllegalStateException("a buffer for hits is in use by another thread");
    }
    if (count > 0) {
      lentIds.get(ids, 0, count);
      lentDistances.get(distances, 0, count);
    }
  }

  /** Copies the first scores of the last reranking, of which there are at least as many. */
  public void copyScores(float[] scores, int count) {
    if (count > scores.length) {
      throw new IllegalStateException("a buffer for hits is in use by another thread");
    }
    if (count > 0) {
      lentScores.get(scores, 0, count);
    }
  }

  /** Copies the ORTHANT_STATS numbers about the last search. */
  public void copyStats(long[] stats) {
    lentStats.get(0, stats);
  }

  /** Whether a plain scan gives the last answer. */
  public boolean verify() {
    NativeError error = NativeError.slotForOneCall();
    int right = OrthantC.orthant_searcher_verify(handle, error.slot());
    if (right < 0) {
      throw error.exception();
    }
    return right == 1;
  }

  /** How the last search was planned: lines of "key=value". */
  public String explain() {
    NativeError error = NativeError.slotForOneCall();
    return NativeText.of(error.check(OrthantC.orthant_searcher_explain(handle, error.slot())));
  }

  /** See {@link NativeResource#close}. */
  public void close() {
    resource.close();
  }

  private void reserve(long hits) {
    if (hits > room) {
      NativeError error = NativeError.slotForOneCall();
      error.check(OrthantC.orthant_searcher_reserve(handle, hits, error.slot()));
      borrowHits(hits);
    }
  }

  /** What was lent before is gone. If this fails there is no room, and the next search asks. */
  private void borrowHits(long hits) {
    room = 0;
    lentIds = OrthantC.orthant_searcher_ids(handle);
    lentDistances = OrthantC.orthant_searcher_distances(handle);
    lentScores = OrthantC.orthant_searcher_scores(handle);
    room = hits;
  }

  private static LongBuffer buffer(LongPointer lent, int length) {
    return lent.capacity(length).asByteBuffer().asLongBuffer();
  }
}
