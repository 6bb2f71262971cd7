package dev.orthant.examples;

import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.LinearScan;
import dev.orthant.learn.ItqTrainer;
import dev.orthant.search.Query;
import dev.orthant.search.RowFilter;
import dev.orthant.search.Searcher;

/** Finds the nearest rows among those that are in stock. */
public final class FilteredSearch {
  private FilteredSearch() {}

  public static void main(String[] args) {
    Vectors base = Blobs.vectors(1_000, 32);
    try (HashModel model = ItqTrainer.ofBits(64).train(base);
        HammingIndex index = LinearScan.over(model.encode(base));
        Searcher searcher = index.newSearcher();
        RowFilter inStock = RowFilter.allowIf(index.rows(), id -> id % 7 == 0)) {
      Query query = Query.nearest(5).filtered(inStock);
      searcher
          .search(model.encode(base.row(14)), query)
          .forEach((id, distance) -> System.out.println(id + " differs in " + distance + " bits"));
    }
  }
}
