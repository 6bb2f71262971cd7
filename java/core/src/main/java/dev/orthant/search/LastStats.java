package dev.orthant.search;

import dev.orthant.internal.NativeSearcher;
import dev.orthant.internal.abi.OrthantC;

/** What the last search did and is worth, in a block that is filled again and again. */
final class LastStats {
  private final long[] stats = new long[OrthantC.ORTHANT_STATS];

  /** Before the first answer, there are no hits, and nothing was proved. */
  LastStats() {
    stats[OrthantC.ORTHANT_STAT_PROVED_RADIUS] = -1;
  }

  void copyFrom(NativeSearcher searcher) {
    searcher.copyStats(stats);
  }

  boolean exact() {
    return stats[OrthantC.ORTHANT_STAT_EXACT] != 0;
  }

  int provedRadius() {
    return (int) stats[OrthantC.ORTHANT_STAT_PROVED_RADIUS];
  }

  long compared() {
    return stats[OrthantC.ORTHANT_STAT_COMPARED];
  }

  long probes() {
    return stats[OrthantC.ORTHANT_STAT_PROBES];
  }

  Certificate certificate() {
    return new Certificate(
        exact(),
        provedRadius(),
        new SearchStats(
            compared(),
            probes(),
            stats[OrthantC.ORTHANT_STAT_DUPLICATES],
            (int) stats[OrthantC.ORTHANT_STAT_SCANNED],
            (int) stats[OrthantC.ORTHANT_STAT_PROBED]));
  }
}
