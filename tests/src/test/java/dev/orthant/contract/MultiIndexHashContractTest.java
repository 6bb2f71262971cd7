package dev.orthant.contract;

import dev.orthant.data.BinaryCodes;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.MultiIndexHash;

final class MultiIndexHashContractTest extends HammingIndexContract {
  @Override
  public HammingIndex over(BinaryCodes codes) {
    return MultiIndexHash.over(codes);
  }

  @Override
  public String kind() {
    return "multi-index";
  }
}
