package dev.orthant.bench.search;

import dev.orthant.data.BinaryCodes;
import java.util.Arrays;

/**
 * The plain Java twin of a linear scan: {@code Long.bitCount} over a {@code long[]}, and the k
 * nearest kept in one bucket per distance, no heap. Results are ordered by (distance, id). One
 * query at a time.
 *
 * <p>Fused, the loop compares each distance at once. In blocks, it first writes the distances of
 * some codes, in a loop that newer JDKs turn into vector instructions, and then looks at them.
 */
final class PlainScan {
  private static final int BLOCK = 1_024;

  private final long[] codes;
  private final int words;
  private final int rows;
  private final int k;
  private final int[] buckets; // per distance, the first k rows at it
  private final int[] counts;
  private final int[] block = new int[BLOCK];
  private int kept; // rows at distance top or less; the k nearest are among them
  private int top;
  private int bound; // rows at this distance or more come too late

  PlainScan(BinaryCodes base, int k) {
    codes = base.toWords();
    words = base.wordsPerCode();
    rows = base.rows();
    this.k = k;
    buckets = new int[(base.bits() + 1) * k];
    counts = new int[base.bits() + 1];
  }

  /** Writes k ids and distances, or fewer if there are fewer rows; returns how many. */
  int nearestFused(long[] query, long[] ids, int[] distances) {
    start();
    if (words == 1) {
      scanOneWord(query[0]);
    } else if (words == 4) {
      scanFourWords(query);
    } else {
      for (int row = 0; row < rows; row++) {
        int distance = distance(query, row);
        if (distance < bound) {
          keep(row, distance);
        }
      }
    }
    return collect(ids, distances);
  }

  /** As {@link #nearestFused}, distances first. */
  int nearestInBlocks(long[] query, long[] ids, int[] distances) {
    start();
    for (int first = 0; first < rows; first += BLOCK) {
      int count = Math.min(BLOCK, rows - first);
      fillBlock(query, first, count);
      keepBlock(first, count);
    }
    return collect(ids, distances);
  }

  // Local copies of the fields: C2 cannot know that keep() leaves them alone.
  private void scanOneWord(long query) {
    long[] all = codes;
    int limit = bound;
    for (int row = 0; row < all.length; row++) {
      int distance = Long.bitCount(all[row] ^ query);
      if (distance < limit) {
        keep(row, distance);
        limit = bound;
      }
    }
  }

  private void scanFourWords(long[] query) {
    long[] all = codes;
    long a = query[0];
    long b = query[1];
    long c = query[2];
    long d = query[3];
    int limit = bound;
    for (int row = 0, at = 0; at < all.length; row++, at += 4) {
      int distance =
          Long.bitCount(all[at] ^ a)
              + Long.bitCount(all[at + 1] ^ b)
              + Long.bitCount(all[at + 2] ^ c)
              + Long.bitCount(all[at + 3] ^ d);
      if (distance < limit) {
        keep(row, distance);
        limit = bound;
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
    int limit = bound;
    for (int i = 0; i < count; i++) {
      if (from[i] < limit) {
        keep(first + i, from[i]);
        limit = bound;
      }
    }
  }

  private void fillBlock(long[] query, int first, int count) {
    long[] all = codes;
    int[] into = block;
    long a = query[0];
    if (words == 1) {
      for (int i = 0; i < count; i++) {
        into[i] = Long.bitCount(all[first + i] ^ a);
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      into[i] = distance(query, first + i);
    }
  }

  private void start() {
    Arrays.fill(counts, 0);
    kept = 0;
    top = counts.length - 1;
    bound = counts.length;
  }

  private void keep(int row, int distance) {
    buckets[distance * k + counts[distance]++] = row;
    kept++;
    while (kept - counts[top] >= k) {
      kept -= counts[top--];
    }
    if (kept >= k) {
      bound = top;
    }
  }

  private int collect(long[] ids, int[] distances) {
    int found = 0;
    for (int distance = 0; distance <= top && found < k; distance++) {
      for (int i = 0; i < counts[distance] && found < k; i++) {
        ids[found] = buckets[distance * k + i];
        distances[found++] = distance;
      }
    }
    return found;
  }
}
