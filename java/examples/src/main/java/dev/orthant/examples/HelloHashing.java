package dev.orthant.examples;

import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.LinearScan;
import dev.orthant.learn.SdhTrainer;
import dev.orthant.search.Searcher;
import java.util.Random;

/** Learns 64-bit codes from labelled vectors, indexes them, finds the neighbours of a vector. */
public final class HelloHashing {
  public static void main(String[] args) {
    Random random = new Random(1); // in place of your data: 1,000 rows of 32 numbers, 10 classes
    float[] values = new float[1_000 * 32];
    int[] classes = new int[1_000];
    for (int i = 0; i < values.length; i++) {
      classes[i / 32] = i / 32 % 10;
      values[i] = (float) random.nextGaussian() + (i % 10 == classes[i / 32] ? 3 : 0);
    }

    Vectors base = Vectors.wrap(values, 32);
    try (HashModel model = SdhTrainer.ofBits(64).train(base, Labels.of(classes));
        HammingIndex index = LinearScan.over(model.encode(base));
        Searcher searcher = index.newSearcher()) {
      searcher
          .nearest(model.encode(base.row(0)), 5)
          .forEach((id, distance) -> System.out.println(id + " differs in " + distance + " bits"));
    }
  }
}
