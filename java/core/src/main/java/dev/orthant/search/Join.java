package dev.orthant.search;

import dev.orthant.data.BinaryCodes;
import dev.orthant.internal.NativeBatch;
import dev.orthant.internal.NativeResource;
import dev.orthant.internal.abi.orthant_index;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Pairs of codes and their hits in an index. The codes are searched for slice by slice; a slice is
 * as long as lets the hits be about a million, by the hits of those before it.
 */
final class Join {
  private static final int FIRST_SLICE = 64;
  private static final int LONGEST_SLICE = 1 << 14;
  private static final int SLICE_HITS = 1 << 20;

  /** So that a run of codes without hits does not make the next slice a hundred times as long. */
  private static final int GROWTH = 4;

  private final NativeResource<orthant_index> index;
  private final BinaryCodes codes;
  private final Query query;
  private final Workers workers;
  private long[] ids = new long[0];
  private int[] distances = new int[0];

  Join(NativeResource<orthant_index> index, BinaryCodes codes, Query query, Workers workers) {
    this.index = index;
    this.codes = codes;
    this.query = query;
    this.workers = workers;
  }

  /** In the order of rows, and each one's hits by (distance, id); of itself: pairs once. */
  void forEach(PairConsumer consumer, boolean ofItself) {
    int length = FIRST_SLICE;
    int first = 0;
    do { // also for no codes at all: their length, the mask and the filter are checked
      int count = Math.min(length, codes.rows() - first);
      long hits = forSlice(first, count, consumer, ofItself);
      first += count;
      long fitting = SLICE_HITS * (long) count / Math.max(1, hits);
      length =
          (int) Math.max(1, Math.min(fitting, Math.min((long) GROWTH * length, LONGEST_SLICE)));
    } while (first < codes.rows());
  }

  private long forSlice(int first, int count, PairConsumer consumer, boolean ofItself) {
    BinaryCodes slice = codes.select(IntStream.range(first, first + count).toArray());
    long hits = 0;
    try (NativeBatch batch = IndexSearches.batch(index, slice, query, 0)) {
      Crew.finish(batch, workers);
      for (int i = 0; i < count; i++) {
        int found = take(batch, i);
        hits += found;
        if (ofItself) {
          requireItself(first + i, found);
        }
        handOver(first + i, found, consumer, ofItself);
      }
    }
    return hits;
  }

  private int take(NativeBatch batch, int i) {
    int found = batch.hits(i);
    if (found > ids.length) {
      int room = Math.max(found, 2 * Math.min(ids.length, 1 << 24));
      ids = new long[room];
      distances = new int[room];
    }
    batch.copyHits(i, ids, distances);
    return found;
  }

  /** The row's own id is among its hits at distance 0, which come first, in ascending order. */
  private void requireItself(int row, int found) {
    int equal = 0;
    while (equal < found && distances[equal] == 0) {
      equal++;
    }
    if (Arrays.binarySearch(ids, 0, equal, row) < 0) {
      throw new IllegalArgumentException(
          "row " + row + " of the index has another code: these are not the index's codes");
    }
  }

  private void handOver(int row, int found, PairConsumer consumer, boolean ofItself) {
    for (int rank = 0; rank < found; rank++) {
      if (!ofItself || ids[rank] > row) {
        consumer.accept(row, ids[rank], distances[rank]);
      }
    }
  }
}
