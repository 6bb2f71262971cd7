package dev.orthant.bench.rival;

import com.github.jelmerk.hnswlib.core.Item;
import com.github.jelmerk.hnswlib.core.SearchResult;
import com.github.jelmerk.hnswlib.core.hnsw.HnswIndex;
import dev.orthant.data.BinaryCodes;
import java.util.List;

/** The graph of hnswlib-core over {@code long[]}, with the Hamming distance as its metric. */
final class HnswlibGraph implements Rival {
  @Override
  public String name() {
    return "hnswlib-core 1.2.1";
  }

  @Override
  public boolean isExact() {
    return false;
  }

  @Override
  public int[] breadths() {
    return GraphSettings.searchBreadths();
  }

  @Override
  public RivalIndex over(BinaryCodes codes) {
    HnswIndex<Integer, long[], Row, Integer> graph =
        HnswIndex.newBuilder(codes.bits(), HnswlibGraph::distance, codes.rows())
            .withM(GraphSettings.LINKS)
            .withEfConstruction(GraphSettings.BUILD_BREADTH)
            .build();
    for (int row = 0; row < codes.rows(); row++) {
      graph.add(new Row(row, codes.row(row), codes.bits()));
    }
    return (query, breadth, into) -> {
      graph.setEf(Math.max(breadth, into.k()));
      List<SearchResult<Row, Integer>> found = graph.findNearest(query, into.k());
      into.clear();
      found.forEach(hit -> into.add(hit.item().id(), hit.distance()));
    };
  }

  private static int distance(long[] a, long[] b) {
    int distance = 0;
    for (int word = 0; word < a.length; word++) {
      distance += Long.bitCount(a[word] ^ b[word]);
    }
    return distance;
  }

  /** A code as hnswlib wants it. */
  private record Row(Integer id, long[] vector, int dimensions) implements Item<Integer, long[]> {
    private static final long serialVersionUID = 1;
  }
}
