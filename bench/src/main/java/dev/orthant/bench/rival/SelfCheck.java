package dev.orthant.bench.rival;

import dev.orthant.bench.support.SearchData;
import dev.orthant.data.BinaryCodes;
import java.util.Arrays;

/** Checks what the report's figures rest on, by small cases whose answers are known. */
final class SelfCheck {
  private SelfCheck() {}

  public static void main(String[] args) {
    run();
  }

  /** Throws an {@link IllegalStateException} that says what is wrong. */
  static void run() {
    agreementCountsWhatIsMissed();
    agreementRefusesLies();
    groupsHoldEveryRowOnce();
    groupedAnswersEqualTheScan();
    clustersAreAsWideAsTheySay();
  }

  /** Of 0, 1, 2, 2 bits the nearest three are 0, 1, 2: either of the last two is right. */
  private static void agreementCountsWhatIsMissed() {
    BinaryCodes base = BinaryCodes.wrap(new long[] {0b0, 0b1, 0b11, 0b101, 0b1111}, 64);
    BinaryCodes query = BinaryCodes.wrap(new long[] {0}, 64);
    Hits exact = hits(3, 0, 0, 1, 1, 2, 2);
    Agreement otherTie = new Agreement(base);
    otherTie.add(query, hits(3, 0, 0, 1, 1, 3, 2), exact);
    require(otherTie.recall() == 1 && otherTie.identicalShare() == 1, "a tie is no miss");
    require(otherTie.nearestWrongShare() == 0, "the nearest was found");
    Agreement misses = new Agreement(base);
    misses.add(query, hits(3, 1, 1, 2, 2, 4, 4), exact);
    misses.add(query, hits(3, 0, 0), exact);
    require(misses.recall() == 3 / 6.0, "three of six hits are right");
    require(misses.identicalShare() == 0, "no list is identical");
    require(misses.nearestWrongShare() == 0.5, "one nearest of two was missed");
  }

  private static void agreementRefusesLies() {
    BinaryCodes base = BinaryCodes.wrap(new long[] {0b0, 0b1}, 64);
    BinaryCodes query = BinaryCodes.wrap(new long[] {0}, 64);
    Hits exact = hits(2, 0, 0, 1, 1);
    for (Hits lie : new Hits[] {hits(2, 1, 0), hits(2, 0, 0, 0, 0)}) {
      try {
        new Agreement(base).add(query, lie, exact);
      } catch (IllegalStateException expected) {
        continue;
      }
      throw new IllegalStateException("a false answer was taken for true");
    }
  }

  private static void groupsHoldEveryRowOnce() {
    CodeGroups groups = CodeGroups.of(BinaryCodes.wrap(new long[] {7, 9, 7, 7, 8, 9}, 64));
    require(
        Arrays.equals(groups.distinct().toWords(), new long[] {7, 9, 8}),
        "distinct codes come in the order of their first rows");
    require(Arrays.equals(groups.starts(), new int[] {0, 3, 5, 6}), "groups are 3, 2 and 1 rows");
    require(Arrays.equals(groups.rows(), new int[] {0, 2, 3, 1, 5, 4}), "groups list their rows");
    require(groups.distinctShare() == 0.5, "half of the codes are distinct");
  }

  /** Codes of few bits in use repeat and tie all the time. */
  private static void groupedAnswersEqualTheScan() {
    long[] few = SearchData.uniform(2_000, 1, 64).base().toWords();
    for (int row = 0; row < few.length; row++) {
      few[row] &= 0xFF;
    }
    BinaryCodes codes = BinaryCodes.wrap(few, 64);
    Rival scan =
        new ExactRival("scan", base -> new BitCountLoop(base, BitCountLoop.Loops.IN_BLOCKS));
    RivalIndex grouped = new Grouped(scan).over(codes);
    for (int k : new int[] {1, 10, 2_000}) {
      Hits expected = Hits.ofNearest(k);
      Hits found = Hits.ofNearest(k);
      for (int row = 0; row < 20; row++) {
        scan.over(codes).nearest(codes.row(row), 0, expected);
        grouped.nearest(codes.row(row), 0, found);
        require(Agreement.areEqual(expected, found), "groups change no answer");
      }
    }
    grouped.close();
  }

  /** Two members of a cluster differ in 2 p (1 - p) of their bits: 27.03 of 128 at 12 %. */
  private static void clustersAreAsWideAsTheySay() {
    int rows = 400; // fewer than a cluster has: all share one centre
    BinaryCodes codes = SearchData.clustered(rows, 1, 128).base();
    double sum = 0;
    for (int row = 1; row < rows; row++) {
      sum += codes.distance(row - 1, codes, row);
    }
    double p = SearchData.CLUSTER_FLIPS;
    double mean = 2 * p * (1 - p) * 128;
    double measured = sum / (rows - 1);
    // One pair deviates by 4.6 bits; the mean of 399, neighbours sharing a code, by about 0.3.
    require(Math.abs(measured - mean) < 1.5, "members differ in " + measured + " bits");
    require(CodeGroups.of(codes).distinctShare() > 0.99, "clustered codes hardly repeat");
  }

  private static Hits hits(int k, int... idsAndDistances) {
    Hits hits = Hits.ofNearest(k);
    for (int i = 0; i < idsAndDistances.length; i += 2) {
      hits.add(idsAndDistances[i], idsAndDistances[i + 1]);
    }
    return hits;
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalStateException("self-check failed: " + rule);
    }
  }
}
