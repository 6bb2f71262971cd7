package dev.orthant.search;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/** A shard with other ids, or with a filter of its own, or with both. */
final class ShardView implements Shard {
  private final Shard shard;
  private final Optional<LongUnaryOperator> ids;
  private final Optional<RowFilter> filter;

  private ShardView(Shard shard, Optional<LongUnaryOperator> ids, Optional<RowFilter> filter) {
    this.shard = shard;
    this.ids = ids;
    this.filter = filter;
  }

  static ShardView withIds(Shard shard, LongUnaryOperator ids) {
    return new ShardView(shard, Optional.of(ids), Optional.empty());
  }

  static ShardView withFilter(Shard shard, RowFilter filter) {
    if (isFiltered(shard)) {
      throw new IllegalArgumentException(shard + " has a filter already");
    }
    return new ShardView(shard, Optional.empty(), Optional.of(filter));
  }

  /** Refuses a query whose filter a shard could not understand, or would have to drop. */
  static void check(List<Shard> shards, Query query) {
    for (int i = 0; query.filter != null && i < shards.size(); i++) {
      if (shards.get(i) instanceof ShardView) {
        throw new IllegalArgumentException(
            "the query's filter is of other ids than those of shard "
                + i
                + ", or that has a filter of its own: use Shard.withFilter for each shard");
      }
    }
  }

  @Override
  public long rows() {
    return shard.rows();
  }

  @Override
  public SearchResult search(long[] code, Query query) throws Exception {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(query, "query");
    SearchResult own = shard.search(code, filter.map(query::filtered).orElse(query));
    return ids.isEmpty() || own == null ? own : own.withIds(ids.get());
  }

  @Override
  public String toString() {
    return shard.toString();
  }

  private static boolean isFiltered(Shard shard) {
    return shard instanceof ShardView view && (view.filter.isPresent() || isFiltered(view.shard));
  }
}
