package dev.orthant.bench.rival;

import dev.orthant.index.HammingIndex;
import dev.orthant.search.Neighbors;
import dev.orthant.search.Searcher;

/** Ours: any index of the library behind the rivals' interface, hits copied out as they copy. */
final class OrthantSearch implements RivalIndex {
  private final HammingIndex index;
  private final Searcher searcher;
  private Neighbors neighbors = Neighbors.withCapacity(1);

  OrthantSearch(HammingIndex index) {
    this.index = index;
    searcher = index.newSearcher();
  }

  @Override
  public void nearest(long[] query, int breadth, Hits into) {
    if (neighbors.capacity() != into.k()) {
      neighbors = Neighbors.withCapacity(into.k());
    }
    searcher.nearest(query, neighbors);
    into.fill(this::copy);
  }

  private int copy(long[] ids, int[] distances) {
    for (int rank = 0; rank < neighbors.size(); rank++) {
      ids[rank] = neighbors.id(rank);
      distances[rank] = neighbors.distance(rank);
    }
    return neighbors.size();
  }

  @Override
  public void close() {
    searcher.close();
    index.close();
  }
}
