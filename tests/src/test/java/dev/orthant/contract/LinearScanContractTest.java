package dev.orthant.contract;

import dev.orthant.data.BinaryCodes;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.LinearScan;

final class LinearScanContractTest extends HammingIndexContract {
  @Override
  public HammingIndex over(BinaryCodes codes) {
    return LinearScan.over(codes);
  }

  @Override
  public String kind() {
    return "linear-scan";
  }
}
