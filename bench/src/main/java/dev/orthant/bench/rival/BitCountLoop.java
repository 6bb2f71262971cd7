package dev.orthant.bench.rival;

import dev.orthant.data.BinaryCodes;

/** {@link PlainScan}, the {@code Long.bitCount} loop, with its loops fused or in blocks. */
final class BitCountLoop implements RivalIndex {
  /** Whether a distance is looked at as it arises, or a block of distances is written first. */
  enum Loops {
    FUSED,
    IN_BLOCKS
  }

  private final BinaryCodes codes;
  private final Loops loops;
  private PlainScan scan;
  private int k;

  BitCountLoop(BinaryCodes codes, Loops loops) {
    this.codes = codes;
    this.loops = loops;
  }

  @Override
  public void nearest(long[] query, int breadth, Hits into) {
    if (k != into.k()) {
      k = into.k();
      scan = new PlainScan(codes, k);
    }
    into.fill(
        (ids, distances) ->
            loops == Loops.FUSED
                ? scan.nearestFused(query, ids, distances)
                : scan.nearestInBlocks(query, ids, distances));
  }
}
