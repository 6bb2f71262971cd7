package dev.orthant.internal;

import dev.orthant.internal.abi.OrthantC;
import dev.orthant.internal.abi.orthant_error;
import dev.orthant.internal.abi.orthant_index;
import dev.orthant.internal.abi.orthant_mutable_index;
import dev.orthant.internal.abi.orthant_searcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A native index that changes, in memory or in a folder. All calls may come from any thread. What
 * fails because another thread closes the index meanwhile fails with {@link IllegalStateException}.
 */
public final class NativeMutableIndex {
  private final NativeResource<orthant_mutable_index> resource;
  private final Path folder; // null: in memory
  private final int bits;
  private final AtomicLong changes = new AtomicLong();

  /** Held by the one writer, so that a change can be made without an allocation. */
  private final ReentrantLock writing = new ReentrantLock();

  private final NativeError writerError = NativeError.slotForOneCall();
  private final long[] oneKey = new long[1];

  /** Owns the handle. folder: null if it is in memory. */
  public NativeMutableIndex(Object owner, orthant_mutable_index handle, Path folder) {
    this.resource = NativeResource.shared(owner, handle, OrthantC::orthant_mutable_index_free);
    this.folder = folder;
    this.bits = OrthantC.orthant_mutable_index_bits(handle);
  }

  private interface Change {
    int apply(orthant_mutable_index index, orthant_error error);
  }

  /** Adds one row, whose code has been checked to have the words of a code. */
  public void add(long key, long[] code) throws IOException {
    change(
        (index, error) -> {
          oneKey[0] = key;
          return OrthantC.orthant_mutable_index_add(index, oneKey, code, 1, error);
        });
  }

  /** Adds rows, for each of which there are the words of a code. */
  public void add(long[] keys, long[] words) throws IOException {
    change(
        (index, error) ->
            OrthantC.orthant_mutable_index_add(index, keys, words, keys.length, error));
  }

  /** As {@link #add(long, long[])}, of a row that is there. */
  public void replace(long key, long[] code) throws IOException {
    change(
        (index, error) -> {
          oneKey[0] = key;
          return OrthantC.orthant_mutable_index_replace(index, oneKey, code, 1, error);
        });
  }

  /** As {@link #add(long[], long[])}, of rows that are there. */
  public void replace(long[] keys, long[] words) throws IOException {
    change(
        (index, error) ->
            OrthantC.orthant_mutable_index_replace(index, keys, words, keys.length, error));
  }

  /** Removes rows. */
  public void remove(long[] keys) throws IOException {
    change(
        (index, error) -> OrthantC.orthant_mutable_index_remove(index, keys, keys.length, error));
  }

  private void change(Change change) throws IOException {
    orthant_mutable_index index = resource.enter();
    try {
      writing.lock();
      try {
        check(change.apply(index, writerError.slot()) == OrthantC.ORTHANT_OK, writerError);
        changes.incrementAndGet();
      } finally {
        writing.unlock();
      }
    } finally {
      resource.leave();
    }
  }

  /** Makes all changes so far survive a failure of power. */
  public void sync() throws IOException {
    orthant_mutable_index index = resource.enter();
    try {
      NativeError error = NativeError.slotForOneCall();
      int status = OrthantC.orthant_mutable_index_sync(index, error.slot());
      check(status == OrthantC.ORTHANT_OK, error);
    } finally {
      resource.leave();
    }
  }

  /** Merges what is due, or everything; false: nothing was due. */
  public boolean merge(boolean all) throws IOException {
    orthant_mutable_index index = resource.enter();
    try {
      NativeError error = NativeError.slotForOneCall();
      int merged = OrthantC.orthant_mutable_index_merge(index, all ? 1 : 0, error.slot());
      check(merged >= 0, error);
      if (merged == 1) {
        changes.incrementAndGet();
      }
      return merged == 1;
    } finally {
      resource.leave();
    }
  }

  /** Whether a merge is due; not if this is closed. */
  public boolean mergeDue() {
    orthant_mutable_index index = resource.enterIfOpen();
    if (index == null) {
      return false;
    }
    try {
      return OrthantC.orthant_mutable_index_merge_due(index) == 1;
    } finally {
      resource.leave();
    }
  }

  /** The number of rows. */
  public long rows() {
    orthant_mutable_index index = resource.enter();
    try {
      return OrthantC.orthant_mutable_index_rows(index);
    } finally {
      resource.leave();
    }
  }

  /** The rows as they are now; the caller owns the handle. */
  public orthant_index snapshot() {
    orthant_mutable_index index = resource.enter();
    try {
      NativeError error = NativeError.slotForOneCall();
      orthant_index snapshot = OrthantC.orthant_mutable_index_snapshot(index, error.slot());
      requireOpenAfter(snapshot != null, error);
      return error.check(snapshot);
    } finally {
      resource.leave();
    }
  }

  /** The length of the codes, in bits. */
  public int bits() {
    return bits;
  }

  /** A searcher of the rows as they are now; the caller owns the handle. */
  orthant_searcher newSearcher() {
    orthant_index snapshot = snapshot();
    try {
      return NativeSearcher.handleOf(snapshot);
    } finally {
      OrthantC.orthant_index_free(snapshot);
    }
  }

  /** How many changes and merges there were; grows before the call that made one returns. */
  public long changes() {
    return changes.get();
  }

  /** Moves a searcher, of whose calls this is one, to the rows as they are now. */
  void follow(orthant_searcher searcher) {
    orthant_mutable_index index = resource.enter();
    try {
      NativeError error = NativeError.slotForOneCall();
      int moved = OrthantC.orthant_searcher_follow(searcher, index, error.slot());
      requireOpenAfter(moved >= 0, error);
      error.check(moved >= 0 ? OrthantC.ORTHANT_OK : error.status());
    } finally {
      resource.leave();
    }
  }

  /** Throws if this is closed. */
  public void requireOpen() {
    resource.requireOpen();
  }

  /** Whether calls are let in. */
  public boolean isOpen() {
    boolean open = resource.enterIfOpen() != null;
    if (open) {
      resource.leave();
    }
    return open;
  }

  /** What must be open while a searcher of this searches. */
  NativeResource<orthant_mutable_index> resource() {
    return resource;
  }

  /**
   * Lets no further call in, ends a running merge, waits for the running change, syncs the folder
   * and lets it go. The second call does nothing.
   */
  public void close() throws IOException {
    orthant_mutable_index index = resource.enterIfOpen();
    if (index == null) {
      return;
    }
    try {
      resource.close();
      NativeError error = NativeError.slotForOneCall();
      if (OrthantC.orthant_mutable_index_close(index, error.slot()) != OrthantC.ORTHANT_OK) {
        raise(error);
      }
    } finally {
      resource.leave();
    }
  }

  private void check(boolean done, NativeError error) throws IOException {
    requireOpenAfter(done, error);
    if (!done) {
      raise(error);
    }
  }

  /** The native index refuses, or cancels, what it finds under way when it is closed. */
  private void requireOpenAfter(boolean done, NativeError error) {
    boolean ended =
        !done
            && (error.status() == OrthantC.ORTHANT_INVALID_ARGUMENT
                || error.status() == OrthantC.ORTHANT_CANCELLED);
    if (ended) {
      resource.requireOpen();
    }
  }

  private void raise(NativeError error) throws IOException {
    if (folder == null) {
      throw error.exception();
    }
    error.check(error.status(), folder);
  }
}
