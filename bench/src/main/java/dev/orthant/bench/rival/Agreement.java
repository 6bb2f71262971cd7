package dev.orthant.bench.rival;

import dev.orthant.data.BinaryCodes;
import java.util.HashSet;
import java.util.Set;

/**
 * How far answers agree with the exact ones. A hit is right if it is no farther than the true k-th
 * neighbour, so that no choice among equally far codes counts as a miss.
 */
final class Agreement {
  private final BinaryCodes base;
  private int queries;
  private long wanted;
  private long right;
  private int identical;
  private int nearestWrong;

  /** Agreement over codes that are searched in. */
  Agreement(BinaryCodes base) {
    this.base = base;
  }

  /** Counts one query; an answer that lies about ids or distances is refused. */
  void add(BinaryCodes query, Hits found, Hits exact) {
    requireTrue(query, found);
    queries++;
    wanted += exact.size();
    int farthest = exact.distance(exact.size() - 1);
    boolean same = found.size() == exact.size();
    for (int rank = 0; rank < found.size(); rank++) {
      right += found.distance(rank) <= farthest ? 1 : 0;
      same = same && found.distance(rank) == exact.distance(rank);
    }
    identical += same ? 1 : 0;
    nearestWrong += found.size() == 0 || found.distance(0) != exact.distance(0) ? 1 : 0;
  }

  private void requireTrue(BinaryCodes query, Hits found) {
    Set<Long> seen = new HashSet<>();
    for (int rank = 0; rank < found.size(); rank++) {
      int row = Math.toIntExact(found.id(rank));
      if (!seen.add(found.id(rank))) {
        throw new IllegalStateException("row " + row + " was found twice");
      }
      int distance = base.distance(row, query, 0);
      if (distance != found.distance(rank)) {
        throw new IllegalStateException(
            "row " + row + " is " + distance + " bits away, not " + found.distance(rank));
      }
    }
  }

  /** The share of right hits among those wanted. */
  double recall() {
    return right / (double) wanted;
  }

  /** The share of queries whose list of distances is the exact one. */
  double identicalShare() {
    return identical / (double) queries;
  }

  /** The share of queries whose first hit is not a nearest code. */
  double nearestWrongShare() {
    return nearestWrong / (double) queries;
  }

  /** Whether two answers hold the same ids at the same distances in the same order. */
  static boolean areEqual(Hits a, Hits b) {
    boolean equal = a.size() == b.size();
    for (int rank = 0; equal && rank < a.size(); rank++) {
      equal = a.id(rank) == b.id(rank) && a.distance(rank) == b.distance(rank);
    }
    return equal;
  }
}
