package dev.orthant.testing;

import dev.orthant.search.Neighbors;
import dev.orthant.search.SearchResult;
import java.util.ArrayList;
import java.util.List;

/** One hit of a search, for comparisons by value. */
public record Hit(long id, int distance) {

  public static List<Hit> of(SearchResult result) {
    List<Hit> hits = new ArrayList<>();
    for (int rank = 0; rank < result.size(); rank++) {
      hits.add(new Hit(result.id(rank), result.distance(rank)));
    }
    return hits;
  }

  public static List<Hit> of(Neighbors neighbors) {
    List<Hit> hits = new ArrayList<>();
    for (int rank = 0; rank < neighbors.size(); rank++) {
      hits.add(new Hit(neighbors.id(rank), neighbors.distance(rank)));
    }
    return hits;
  }
}
