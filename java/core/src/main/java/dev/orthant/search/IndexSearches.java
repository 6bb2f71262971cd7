package dev.orthant.search;

import dev.orthant.data.BinaryCodes;
import dev.orthant.internal.Backstage;
import dev.orthant.internal.Checks;
import dev.orthant.internal.NativeBatch;
import dev.orthant.internal.NativeMutableIndex;
import dev.orthant.internal.NativeResource;
import dev.orthant.internal.abi.OrthantC;
import dev.orthant.internal.abi.orthant_index;
import java.util.Arrays;
import java.util.Optional;

/** Searches for many codes at once, and joins, for package index. */
final class IndexSearches implements Backstage.IndexSearching {

  @Override
  public Searcher newSearcher(
      Object owner, NativeResource<orthant_index> index, Optional<SearchListener> listener) {
    return new Searcher(owner, index, listener);
  }

  @Override
  public Searcher newSearcher(Object owner, NativeMutableIndex index) {
    return new Searcher(owner, index);
  }

  @Override
  public BatchResult searchAll(
      NativeResource<orthant_index> index, BinaryCodes codes, Query query, Workers workers) {
    query.requireUnlimited("a batch");
    long[][] ids = new long[codes.rows()][];
    int[][] distances = new int[codes.rows()][];
    try (NativeBatch batch = batch(index, codes, query, 0)) {
      Crew.finish(batch, workers);
      for (int row = 0; row < ids.length; row++) {
        ids[row] = new long[batch.hits(row)];
        distances[row] = new int[ids[row].length];
        batch.copyHits(row, ids[row], distances[row]);
      }
    }
    return new BatchResult(ids, distances);
  }

  @Override
  public long[] countAll(
      NativeResource<orthant_index> index, BinaryCodes codes, Query query, Workers workers) {
    query.requireUnlimited("a batch");
    query.requireRadiusOnly("a count");
    long[] counts = new long[codes.rows()];
    try (NativeBatch batch = batch(index, codes, query, OrthantC.ORTHANT_COUNT_ONLY)) {
      Crew.finish(batch, workers);
      Arrays.setAll(counts, batch::count);
    }
    return counts;
  }

  @Override
  public void join(
      NativeResource<orthant_index> index,
      BinaryCodes codes,
      Query query,
      Workers workers,
      PairConsumer consumer) {
    query.requireUnlimited("a join");
    new Join(index, codes, query, workers).forEach(consumer, false);
  }

  @Override
  public void selfJoin(
      NativeResource<orthant_index> index,
      BinaryCodes codes,
      Query query,
      Workers workers,
      PairConsumer consumer) {
    query.requireUnlimited("a join");
    query.requireRadiusOnly("a self-join");
    if (query.filter != null) {
      throw new IllegalArgumentException("a self-join takes no filter: " + query);
    }
    new Join(index, codes, query, workers).forEach(consumer, true);
  }

  static NativeBatch batch(
      NativeResource<orthant_index> index, BinaryCodes codes, Query query, int moreFlags) {
    int bits = bits(index);
    if (codes.bits() != bits) {
      throw new IllegalArgumentException(
          "codes of " + codes.bits() + " bits for an index of " + bits + " bits");
    }
    if (query.mask != null) {
      Checks.code("mask", query.mask, bits);
    }
    return NativeBatch.over(
        index,
        Backstage.words(codes),
        codes.rows(),
        query.k,
        query.radius,
        query.flags() | moreFlags,
        query.mask,
        query.filter == null ? null : query.filter.resource());
  }

  private static int bits(NativeResource<orthant_index> index) {
    orthant_index open = index.enter();
    try {
      return OrthantC.orthant_index_bits(open);
    } finally {
      index.leave();
    }
  }
}
