package dev.orthant.bench.rival;

import dev.orthant.data.BinaryCodes;

/**
 * The plain Java twin of a linear scan: {@code Long.bitCount} over a {@code long[]}, and the k
 * nearest kept in one bucket per distance, no heap. Results are ordered by (distance, id). One
 * query at a time.
 *
 * <p>Fused, the loop compares each distance at once. In blocks, it first writes the distances of
 * some codes, in a loop that newer JDKs turn into vector instructions, and then looks at them. Like
 * ours, both stop when the k nearest are equal to the query.
 */
public final class PlainScan {
  private static final int BLOCK = 1_024;

  private final long[] codes;
  private final int words;
  private final int rows;
  private final DistanceBuckets nearest;
  private final int[] block = new int[BLOCK];

  /** A scan over the codes for the k nearest of each query. */
  public PlainScan(BinaryCodes base, int k) {
    codes = base.toWords();
    words = base.wordsPerCode();
    rows = base.rows();
    nearest = new DistanceBuckets(base.bits(), k);
  }

  /** Writes k ids and distances, or fewer if there are fewer rows; returns how many. */
  public int nearestFused(long[] query, long[] ids, int[] distances) {
    nearest.clear();
    if (words == 1) {
      scanOneWord(query[0]);
    } else if (words == 2) {
      scanTwoWords(query);
    } else if (words == 4) {
      scanFourWords(query);
    } else {
      scanAnyWords(query);
    }
    return nearest.collect(ids, distances);
  }

  /** As {@link #nearestFused}, distances first. */
  public int nearestInBlocks(long[] query, long[] ids, int[] distances) {
    nearest.clear();
    for (int first = 0; first < rows && nearest.bound() > 0; first += BLOCK) {
      int count = Math.min(BLOCK, rows - first);
      fillBlock(query, first, count);
      keepBlock(first, count);
    }
    return nearest.collect(ids, distances);
  }

  // Local copies of the fields: C2 cannot know that keep leaves them alone.
  private void scanOneWord(long query) {
    long[] all = codes;
    int limit = nearest.bound();
    for (int row = 0; row < all.length; row++) {
      int distance = Long.bitCount(all[row] ^ query);
      if (distance < limit) {
        limit = nearest.keep(row, distance);
        if (limit == 0) {
          return;
        }
      }
    }
  }

  private void scanTwoWords(long[] query) {
    long[] all = codes;
    long a = query[0];
    long b = query[1];
    int limit = nearest.bound();
    for (int row = 0, at = 0; at < all.length; row++, at += 2) {
      int distance = Long.bitCount(all[at] ^ a) + Long.bitCount(all[at + 1] ^ b);
      if (distance < limit) {
        limit = nearest.keep(row, distance);
        if (limit == 0) {
          return;
        }
      }
    }
  }

  private void scanFourWords(long[] query) {
    long[] all = codes;
    long a = query[0];
    long b = query[1];
    long c = query[2];
    long d = query[3];
    int limit = nearest.bound();
    for (int row = 0, at = 0; at < all.length; row++, at += 4) {
      int distance =
          Long.bitCount(all[at] ^ a)
              + Long.bitCount(all[at + 1] ^ b)
              + Long.bitCount(all[at + 2] ^ c)
              + Long.bitCount(all[at + 3] ^ d);
      if (distance < limit) {
        limit = nearest.keep(row, distance);
        if (limit == 0) {
          return;
        }
      }
    }
  }

  private void scanAnyWords(long[] query) {
    int limit = nearest.bound();
    for (int row = 0; row < rows; row++) {
      int distance = distance(query, row);
      if (distance < limit) {
        limit = nearest.keep(row, distance);
        if (limit == 0) {
          return;
        }
      }
    }
  }

  private int distance(long[] query, int row) {
    int distance = 0;
    for (int word = 0; word < words; word++) {
      distance += Long.bitCount(codes[row * words + word] ^ query[word]);
    }
    return distance;
  }

  private void keepBlock(int first, int count) {
    int[] from = block;
    int limit = nearest.bound();
    for (int i = 0; i < count; i++) {
      if (from[i] < limit) {
        limit = nearest.keep(first + i, from[i]);
      }
    }
  }

  private void fillBlock(long[] query, int first, int count) {
    if (words == 1) {
      fillOneWord(query[0], first, count);
    } else if (words == 2) {
      fillTwoWords(query[0], query[1], first, count);
    } else {
      for (int i = 0; i < count; i++) {
        block[i] = distance(query, first + i);
      }
    }
  }

  private void fillOneWord(long query, int first, int count) {
    long[] all = codes;
    int[] into = block;
    for (int i = 0; i < count; i++) {
      into[i] = Long.bitCount(all[first + i] ^ query);
    }
  }

  private void fillTwoWords(long a, long b, int first, int count) {
    long[] all = codes;
    int[] into = block;
    for (int i = 0, at = 2 * first; i < count; i++, at += 2) {
      into[i] = Long.bitCount(all[at] ^ a) + Long.bitCount(all[at + 1] ^ b);
    }
  }
}
