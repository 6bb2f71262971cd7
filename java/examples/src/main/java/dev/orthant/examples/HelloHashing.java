package dev.orthant.examples;

import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.LinearScan;
import dev.orthant.learn.SdhTrainer;
import dev.orthant.search.Searcher;

/** Learns 64-bit codes from labelled vectors, indexes them, finds the neighbours of a vector. */
public final class HelloHashing {
  private HelloHashing() {}

  public static void main(String[] args) {
    // Yours come from Vectors.wrap(floats, dimension), or from a file: NpyFile.open(path).vectors()
    Vectors base = Blobs.vectors(1_000, 32);
    Labels labels = Blobs.labels(1_000);
    try (HashModel model = SdhTrainer.ofBits(64).withSeed(7).train(base, labels);
        HammingIndex index = LinearScan.over(model.encode(base));
        Searcher searcher = index.newSearcher()) {
      long[] code = model.encode(base.row(0));
      searcher
          .nearest(code, 5)
          .forEach((id, distance) -> System.out.println(id + " differs in " + distance + " bits"));
    }
  }
}
