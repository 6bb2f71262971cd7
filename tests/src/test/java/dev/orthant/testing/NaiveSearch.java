package dev.orthant.testing;

import dev.orthant.data.BinaryCodes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongPredicate;

/** The naive twin of every search: all distances, bit by bit, sorted by (distance, id). */
public final class NaiveSearch {
  private NaiveSearch() {}

  /** The k nearest rows; {@code mask == null}: all bits count. */
  public static List<Hit> nearest(BinaryCodes codes, long[] query, long[] mask, int k) {
    List<Hit> all = ranking(codes, query, mask);
    return all.subList(0, Math.min(k, all.size()));
  }

  /** All rows at distance {@code radius} or less; {@code mask == null}: all bits count. */
  public static List<Hit> within(BinaryCodes codes, long[] query, long[] mask, int radius) {
    return ranking(codes, query, mask).stream().filter(hit -> hit.distance() <= radius).toList();
  }

  /** Of the rows that pass and lie within the radius, the k nearest. */
  public static List<Hit> search(
      BinaryCodes codes, long[] query, long[] mask, LongPredicate passes, int radius, int k) {
    return ranking(codes, query, mask).stream()
        .filter(hit -> passes.test(hit.id()) && hit.distance() <= radius)
        .limit(k)
        .toList();
  }

  /** The sum of |projection| over the mask's bits in which the code differs from the signs. */
  public static float score(long[] code, float[] projections, long[] mask) {
    float score = 0;
    for (int bit = 0; bit < projections.length; bit++) {
      boolean counts = mask == null || isSet(mask, bit);
      if (counts && isSet(code, bit) != projections[bit] > 0) {
        score += Math.abs(projections[bit]);
      }
    }
    return score;
  }

  /** The number of bits, counted one at a time, that differ where the mask is set. */
  public static int distance(long[] a, long[] b, long[] mask, int bits) {
    int distance = 0;
    for (int bit = 0; bit < bits; bit++) {
      boolean counts = mask == null || isSet(mask, bit);
      if (counts && isSet(a, bit) != isSet(b, bit)) {
        distance++;
      }
    }
    return distance;
  }

  public static boolean isSet(long[] code, int bit) {
    return (code[bit / 64] >>> (bit % 64) & 1) != 0;
  }

  private static List<Hit> ranking(BinaryCodes codes, long[] query, long[] mask) {
    List<Hit> all = new ArrayList<>();
    for (int row = 0; row < codes.rows(); row++) {
      all.add(new Hit(row, distance(codes.row(row), query, mask, codes.bits())));
    }
    all.sort(Comparator.comparingInt(Hit::distance).thenComparingLong(Hit::id));
    return all;
  }
}
