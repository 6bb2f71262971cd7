package dev.orthant.bench.rival;

import dev.orthant.data.BinaryCodes;
import java.util.function.Function;

/** A way that promises the exact answer and leaves nothing to choose. */
record ExactRival(String name, Function<BinaryCodes, RivalIndex> builder) implements Rival {
  private static final int[] NO_CHOICE = {0};

  @Override
  public boolean isExact() {
    return true;
  }

  @Override
  public int[] breadths() {
    return NO_CHOICE.clone();
  }

  @Override
  public RivalIndex over(BinaryCodes codes) {
    return builder.apply(codes);
  }
}
