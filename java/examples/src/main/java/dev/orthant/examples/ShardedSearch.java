package dev.orthant.examples;

import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.IndexShard;
import dev.orthant.index.LinearScan;
import dev.orthant.learn.ItqTrainer;
import dev.orthant.search.Query;
import dev.orthant.search.ShardedResult;
import dev.orthant.search.ShardedSearcher;
import java.util.List;
import java.util.stream.IntStream;

/** Searches a base in two parts, and then with one of them lost: the answer says so. */
public final class ShardedSearch {
  private ShardedSearch() {}

  public static void main(String[] args) throws InterruptedException {
    Vectors base = Blobs.vectors(1_000, 32);
    int[] firstRows = IntStream.range(0, 600).toArray();
    int[] lastRows = IntStream.range(600, 1_000).toArray();
    ShardedSearcher both;
    try (HashModel model = ItqTrainer.ofBits(64).train(base);
        HammingIndex low = LinearScan.over(model.encode(base.select(firstRows)));
        IndexShard first = IndexShard.over(low)) {
      long[] code = model.encode(base.row(700));
      try (HammingIndex high = LinearScan.over(model.encode(base.select(lastRows)));
          IndexShard second = IndexShard.over(high)) {
        both = ShardedSearcher.over(List.of(first, second.withIdsFrom(first.rows())));
        System.out.println("row " + both.search(code, Query.nearest(1)).completeHits().id(0));
      }
      ShardedResult partial = both.search(code, Query.nearest(1));
      System.out.println(partial.coverage() + " of the rows: " + partial.missing());
    }
  }
}
