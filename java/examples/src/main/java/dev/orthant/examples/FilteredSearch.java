package dev.orthant.examples;

import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.index.AutoIndex;
import dev.orthant.index.HammingIndex;
import dev.orthant.learn.ItqTrainer;
import dev.orthant.search.Query;
import dev.orthant.search.RowFilter;
import dev.orthant.search.SearchResult;
import dev.orthant.search.Searcher;
import java.time.Duration;

/** The nearest rows of those in stock, not too far away and not too late, with a certificate. */
public final class FilteredSearch {
  private FilteredSearch() {}

  public static void main(String[] args) {
    Vectors base = Blobs.vectors(5_000, 32);
    try (HashModel model = ItqTrainer.ofBits(64).train(base);
        HammingIndex index = AutoIndex.over(model.encode(base));
        RowFilter inStock = RowFilter.allowIf(index.rows(), id -> id % 3 != 0);
        Searcher searcher = index.newSearcher()) {
      Query query =
          Query.nearest(5).inRadius(20).filtered(inStock).takingAtMost(Duration.ofSeconds(5));
      SearchResult result = searcher.search(model.encode(base.row(0)), query);
      result.forEach((id, distance) -> System.out.println(id + " at " + distance));
      System.out.println("exact: " + result.certificate().exact());
      System.out.println("checked by a plain scan: " + searcher.verify());

      int[] pairs = new int[1];
      index.selfJoin(model.encode(base), 0, (row, id, distance) -> pairs[0]++);
      System.out.println(pairs[0] + " pairs of rows have the same code");
    }
  }
}
