package dev.orthant.contract;

import dev.orthant.data.BinaryCodes;
import dev.orthant.index.AutoIndex;
import dev.orthant.index.HammingIndex;

final class AutoIndexContractTest extends HammingIndexContract {
  @Override
  public HammingIndex over(BinaryCodes codes) {
    return AutoIndex.over(codes);
  }

  @Override
  public String kind() {
    return "auto";
  }
}
