package dev.orthant.bench.rival;

/**
 * What the graphs are built and searched with, the same for all: M = 16 links (32 in the lowest
 * layer) and 100 candidates while building are the defaults of Lucene, and of the others within a
 * factor of two.
 */
final class GraphSettings {
  static final int LINKS = 16;
  static final int BUILD_BREADTH = 100;
  private static final int[] SEARCH_BREADTHS = {100, 400};

  private GraphSettings() {}

  static int[] searchBreadths() {
    return SEARCH_BREADTHS.clone();
  }
}
