package dev.orthant.bench.rival;

import static jdk.incubator.vector.VectorOperators.BIT_COUNT;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.orthant.data.BinaryCodes;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * A linear scan in the Vector API: XOR and BIT_COUNT over the widest vectors, four of them at a
 * time, and one comparison of their minimum with the distance of the k-th neighbour so far. Only if
 * that finds something are the single codes looked at. The loops call methods of the API alone,
 * since it stays fast only where all is inlined, and one of ours may not be. Like ours, it stops
 * when the k nearest are equal to the query.
 */
public final class VectorApiScan implements Rival {
  private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int BATCH = 4 * LANES;

  /** Lanes exchanged in pairs: the two words of a code of 128 bits. */
  private static final VectorShuffle<Long> OTHER_WORD =
      VectorShuffle.fromOp(SPECIES, lane -> lane ^ 1);

  private static final long EVEN_LANES = 0x5555_5555_5555_5555L;

  @Override
  public String name() {
    return "Vector API, " + SPECIES.vectorBitSize() + " bits";
  }

  @Override
  public boolean isExact() {
    return true;
  }

  @Override
  public int[] breadths() {
    return new int[] {0};
  }

  @Override
  public RivalIndex over(BinaryCodes codes) {
    return new Scan(codes);
  }

  private static final class Scan implements RivalIndex {
    private final long[] codes;
    private final int words;
    private final int bits;
    private DistanceBuckets nearest = new DistanceBuckets(1, 1);
    private int k;

    Scan(BinaryCodes base) {
      codes = base.toWords();
      words = base.wordsPerCode();
      bits = base.bits();
      if (words > 2 || LANES < 2) {
        throw new IllegalArgumentException(
            bits + " bits, " + LANES + " lanes: the scan takes 64 or 128 bits and two lanes");
      }
    }

    @Override
    public void nearest(long[] query, int breadth, Hits into) {
      if (k != into.k()) {
        k = into.k();
        nearest = new DistanceBuckets(bits, k);
      }
      nearest.clear();
      if (words == 1) {
        scanOneWord(query[0]);
      } else {
        scanTwoWords(query[0], query[1]);
      }
      into.fill(nearest::collect);
    }

    private void scanOneWord(long query) {
      long[] all = codes;
      LongVector target = LongVector.broadcast(SPECIES, query);
      long limit = nearest.bound();
      int at = 0;
      for (; at <= all.length - BATCH && limit > 0; at += BATCH) {
        LongVector a =
            LongVector.fromArray(SPECIES, all, at).lanewise(XOR, target).lanewise(BIT_COUNT);
        LongVector b =
            LongVector.fromArray(SPECIES, all, at + LANES)
                .lanewise(XOR, target)
                .lanewise(BIT_COUNT);
        LongVector c =
            LongVector.fromArray(SPECIES, all, at + 2 * LANES)
                .lanewise(XOR, target)
                .lanewise(BIT_COUNT);
        LongVector d =
            LongVector.fromArray(SPECIES, all, at + 3 * LANES)
                .lanewise(XOR, target)
                .lanewise(BIT_COUNT);
        if (a.min(b).min(c.min(d)).lt(limit).anyTrue()) {
          long lanes =
              a.lt(limit).toLong()
                  | b.lt(limit).toLong() << LANES
                  | c.lt(limit).toLong() << 2 * LANES
                  | d.lt(limit).toLong() << 3 * LANES;
          limit = keepOneWord(query, at, lanes);
        }
      }
      for (; at < all.length && limit > 0; at++) {
        limit = keepOneWord(query, at, 1);
      }
    }

    private void scanTwoWords(long first, long second) {
      long[] all = codes;
      long[] repeated = new long[LANES];
      for (int lane = 0; lane < LANES; lane++) {
        repeated[lane] = (lane & 1) == 0 ? first : second;
      }
      LongVector target = LongVector.fromArray(SPECIES, repeated, 0);
      long limit = nearest.bound();
      int at = 0;
      for (; at <= all.length - BATCH && limit > 0; at += BATCH) {
        LongVector a =
            LongVector.fromArray(SPECIES, all, at).lanewise(XOR, target).lanewise(BIT_COUNT);
        LongVector b =
            LongVector.fromArray(SPECIES, all, at + LANES)
                .lanewise(XOR, target)
                .lanewise(BIT_COUNT);
        LongVector c =
            LongVector.fromArray(SPECIES, all, at + 2 * LANES)
                .lanewise(XOR, target)
                .lanewise(BIT_COUNT);
        LongVector d =
            LongVector.fromArray(SPECIES, all, at + 3 * LANES)
                .lanewise(XOR, target)
                .lanewise(BIT_COUNT);
        a = a.add(a.rearrange(OTHER_WORD));
        b = b.add(b.rearrange(OTHER_WORD));
        c = c.add(c.rearrange(OTHER_WORD));
        d = d.add(d.rearrange(OTHER_WORD));
        if (a.min(b).min(c.min(d)).lt(limit).anyTrue()) {
          long lanes =
              a.lt(limit).toLong()
                  | b.lt(limit).toLong() << LANES
                  | c.lt(limit).toLong() << 2 * LANES
                  | d.lt(limit).toLong() << 3 * LANES;
          limit = keepTwoWords(first, second, at, lanes & EVEN_LANES);
        }
      }
      for (; at < all.length && limit > 0; at += 2) {
        limit = keepTwoWords(first, second, at, 1);
      }
    }

    private long keepOneWord(long query, int at, long lanes) {
      int limit = nearest.bound();
      for (long left = lanes; left != 0; left &= left - 1) {
        int row = at + Long.numberOfTrailingZeros(left);
        int distance = Long.bitCount(codes[row] ^ query);
        if (distance < limit) {
          limit = nearest.keep(row, distance);
        }
      }
      return limit;
    }

    private long keepTwoWords(long first, long second, int at, long lanes) {
      int limit = nearest.bound();
      for (long left = lanes; left != 0; left &= left - 1) {
        int word = at + Long.numberOfTrailingZeros(left);
        int distance = Long.bitCount(codes[word] ^ first) + Long.bitCount(codes[word + 1] ^ second);
        if (distance < limit) {
          limit = nearest.keep(word / 2, distance);
        }
      }
      return limit;
    }
  }
}
