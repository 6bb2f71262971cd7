package dev.orthant.examples;

import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.LinearScan;
import dev.orthant.learn.SemanticItqTrainer;
import dev.orthant.search.SearchResult;
import dev.orthant.search.Searcher;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Finds rows of a class that no training row shows, by the vector of its name alone. */
public final class SearchByName {
  private static final int UNSEEN = 9;

  private SearchByName() {}

  public static void main(String[] args) {
    Vectors base = Blobs.vectors(1_000, 32);
    Labels labels = Blobs.labels(1_000);
    ClassSemantics names = Blobs.semantics();
    int[] seen = IntStream.range(0, 1_000).filter(i -> labels.row(i)[0] != UNSEEN).toArray();

    try (HashModel model =
            SemanticItqTrainer.ofBits(64).train(base.select(seen), labels.select(seen), names);
        HammingIndex index = LinearScan.over(model.encode(base));
        Searcher searcher = index.newSearcher()) {
      long[] code = model.encodeSemantics(names.vectors()).row(UNSEEN);
      SearchResult hits = searcher.nearest(code, model.semanticMask(), 20);
      long right =
          Arrays.stream(hits.ids()).filter(id -> labels.row((int) id)[0] == UNSEEN).count();
      System.out.println(right + " of 20 rows found by the name \"class 9\" are of class 9");
    }
  }
}
