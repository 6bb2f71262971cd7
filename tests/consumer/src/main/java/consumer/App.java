package consumer;

import dev.orthant.Orthant;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.LinearScan;
import dev.orthant.learn.LshTrainer;
import dev.orthant.search.SearchResult;
import dev.orthant.search.Searcher;

/** Hashes the six directions of the axes and looks one of them up. */
public final class App {
  private App() {}

  public static void main(String[] arguments) {
    Vectors base =
        Vectors.copyOf(
            new float[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {-1, 0, 0}, {0, -1, 0}, {0, 0, -1}});
    try (HashModel model = LshTrainer.ofBits(64).withSeed(7).train(base);
        HammingIndex index = LinearScan.over(model.encode(base));
        Searcher searcher = index.newSearcher()) {
      SearchResult result = searcher.nearest(model.encode(base.row(4)), 1);
      System.out.printf(
          "%s: row %d at distance %d, Orthant %s%n",
          App.class.getModule().isNamed() ? "module path" : "class path",
          result.id(0),
          result.distance(0),
          Orthant.version());
    }
  }
}
