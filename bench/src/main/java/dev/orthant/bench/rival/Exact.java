package dev.orthant.bench.rival;

import dev.orthant.data.BinaryCodes;
import java.util.ArrayList;
import java.util.List;

/** The answers that all others are held against: those of our linear scan. */
final class Exact {
  private Exact() {}

  static List<Hits> answers(BinaryCodes base, BinaryCodes queries, int k) {
    if (k > base.rows()) {
      throw new IllegalArgumentException("k = " + k + " exceeds the " + base.rows() + " codes");
    }
    List<Hits> answers = new ArrayList<>();
    try (RivalIndex reference = Rivals.linearScan().over(base)) {
      for (int query = 0; query < queries.rows(); query++) {
        Hits hits = Hits.ofNearest(k);
        reference.nearest(queries.row(query), 0, hits);
        answers.add(hits);
      }
    }
    return answers;
  }
}
