package dev.orthant.bench.rival;

import dev.orthant.data.BinaryCodes;

/** A way to find the nearest codes. */
public interface Rival {
  /** What the tables call it: library, version, method. */
  String name();

  /** Whether it promises the exact answer, ties by id; a difference then ends the run. */
  boolean isExact();

  /**
   * The breadths to search with: how many candidates a graph keeps, which its papers call ef. One
   * breadth, 0, where there is no such choice.
   */
  int[] breadths();

  /** Builds an index on the calling thread. The codes have 64 or 128 bits. */
  RivalIndex over(BinaryCodes codes);
}
