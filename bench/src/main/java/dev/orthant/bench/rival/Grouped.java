package dev.orthant.bench.rival;

import dev.orthant.data.BinaryCodes;
import java.util.Arrays;

/**
 * A rival that is given each distinct code once; what it finds is expanded to the rows that have
 * these codes. Graphs lose their way among copies of a code, so without this the comparison would
 * be unfair.
 */
record Grouped(Rival inner) implements Rival {
  @Override
  public String name() {
    return inner.name() + ", grouped";
  }

  @Override
  public boolean isExact() {
    return inner.isExact();
  }

  @Override
  public int[] breadths() {
    return inner.breadths();
  }

  @Override
  public RivalIndex over(BinaryCodes codes) {
    CodeGroups groups = CodeGroups.of(codes);
    return new Groups(groups, inner.over(groups.distinct()));
  }

  private static final class Groups implements RivalIndex {
    private final CodeGroups groups;
    private final RivalIndex index;
    private Hits found = Hits.ofNearest(1);
    private int[] equallyFar = new int[64];

    Groups(CodeGroups groups, RivalIndex index) {
      this.groups = groups;
      this.index = index;
    }

    @Override
    public void nearest(long[] query, int breadth, Hits into) {
      int k = Math.min(into.k(), groups.distinct().rows());
      if (found.k() != k) {
        found = Hits.ofNearest(k);
      }
      index.nearest(query, breadth, found);
      into.clear();
      for (int rank = 0; rank < found.size() && !into.isFull(); ) {
        rank = expand(rank, into);
      }
    }

    /** Adds the rows of all groups as far as the one at this rank; returns the rank after them. */
    private int expand(int rank, Hits into) {
      int distance = found.distance(rank);
      int count = 0;
      for (; rank < found.size() && found.distance(rank) == distance; rank++) {
        int group = (int) found.id(rank);
        int start = groups.starts()[group];
        int length = groups.starts()[group + 1] - start;
        if (equallyFar.length < count + length) {
          equallyFar = Arrays.copyOf(equallyFar, 2 * (count + length));
        }
        System.arraycopy(groups.rows(), start, equallyFar, count, length);
        count += length;
      }
      Arrays.sort(equallyFar, 0, count);
      for (int i = 0; i < count && !into.isFull(); i++) {
        into.add(equallyFar[i], distance);
      }
      return rank;
    }

    @Override
    public void close() {
      index.close();
    }
  }
}
