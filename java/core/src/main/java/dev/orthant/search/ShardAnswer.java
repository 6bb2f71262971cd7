package dev.orthant.search;

/** Checks what a shard says, so that one that is wrong fails and does not spoil the others. */
final class ShardAnswer {
  private ShardAnswer() {}

  /** Returns a number of rows that can be one. */
  static long checkedRows(long rows) {
    if (rows < 0) {
      throw new IllegalStateException("the shard says that it has " + rows + " rows");
    }
    return rows;
  }

  /** Returns an answer that may be one to the query: in order, and not more than was asked for. */
  static SearchResult checked(SearchResult answer, Query query) {
    if (answer == null) {
      throw new IllegalStateException("the shard answered null");
    }
    if (query.k != 0 && answer.size() > query.k) {
      throw new IllegalStateException(
          "the shard gave " + answer.size() + " hits, not at most " + query.k);
    }
    for (int rank = 0; rank < answer.size(); rank++) {
      checkHit(answer, rank, query.radius);
    }
    return answer;
  }

  private static void checkHit(SearchResult answer, int rank, int radius) {
    int distance = answer.distance(rank);
    if (distance > radius) {
      throw new IllegalStateException(
          "the shard's hit " + rank + " is at distance " + distance + ", beyond " + radius);
    }
    if (!answer.isInOrderAt(rank)) {
      String after =
          rank == 0 ? "" : " after " + answer.id(rank - 1) + " at " + answer.distance(rank - 1);
      throw new IllegalStateException(
          "the shard's hits are not by (distance, id): "
              + answer.id(rank)
              + " at "
              + distance
              + " is hit "
              + rank
              + after);
    }
  }
}
