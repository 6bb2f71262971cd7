package dev.orthant.internal;

import dev.orthant.internal.abi.OrthantC;
import dev.orthant.internal.abi.orthant_batch;
import dev.orthant.internal.abi.orthant_filter;
import dev.orthant.internal.abi.orthant_index;

/**
 * A native batch of searches. Any number of threads may be in {@link #work}; the answers are read
 * by the thread that knows all of them to have left. A thread that comes after {@link #close} finds
 * nothing to do.
 */
public final class NativeBatch implements AutoCloseable {
  private static final int MAX_HITS = Checks.MAX_ARRAY;

  private final NativeResource<orthant_batch> resource;
  private final orthant_batch handle;

  private NativeBatch(orthant_batch handle) {
    this.handle = handle;
    this.resource = NativeResource.shared(this, handle, OrthantC::orthant_batch_free);
  }

  /**
   * A batch over an open index, whose checked codes and mask are copied. k = 0: all within the
   * radius. mask and filter: null if the flags have none.
   */
  public static NativeBatch over(
      NativeResource<orthant_index> index,
      long[] words,
      int rows,
      int k,
      int radius,
      int flags,
      long[] mask,
      NativeResource<orthant_filter> filter) {
    orthant_index open = index.enter();
    try {
      orthant_filter passed = filter == null ? null : filter.enter();
      try {
        NativeError error = NativeError.slotForOneCall();
        return new NativeBatch(
            error.check(
                OrthantC.orthant_batch_new(
                    open, words, rows, k, radius, flags, mask, passed, error.slot())));
      } finally {
        if (filter != null) {
          filter.leave();
        }
      }
    } finally {
      index.leave();
    }
  }

  /** Searches until no query is left to claim. */
  public void work() {
    orthant_batch batch = resource.enterIfOpen();
    if (batch == null) {
      return;
    }
    try {
      NativeError error = NativeError.slotForOneCall();
      error.check(OrthantC.orthant_batch_work(batch, error.slot()));
    } finally {
      resource.leave();
    }
  }

  /** The number of hits of a query of a batch that is done. */
  public long count(int query) {
    return OrthantC.orthant_batch_hits(handle, query);
  }

  /** As {@link #count}, of hits that are to be copied. */
  public int hits(int query) {
    long hits = count(query);
    if (hits > MAX_HITS) {
      throw new IllegalArgumentException(
          "query " + query + " has " + hits + " hits; the limit is " + MAX_HITS);
    }
    return (int) hits;
  }

  /** Copies the hits of a query, for which there must be room. */
  public void copyHits(int query, long[] ids, int[] distances) {
    int count = hits(query);
    if (count > 0) {
      OrthantC.orthant_batch_ids(handle, query).get(ids, 0, count);
      OrthantC.orthant_batch_distances(handle, query).get(distances, 0, count);
    }
  }

  @Override
  public void close() {
    resource.close();
  }
}
