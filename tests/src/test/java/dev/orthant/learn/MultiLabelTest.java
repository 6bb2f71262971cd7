package dev.orthant.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.testing.Blobs;
import dev.orthant.testing.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rows with several labels: their features are the sums of their classes' features. */
final class MultiLabelTest {
  private static final int ROWS = 600;
  private static final int CLASSES = 5;
  private final float[][] features = new float[ROWS][15];
  private final int[][] sets = new int[ROWS][];

  MultiLabelTest() {
    Random random = Seeds.random("multi-label");
    float[][] means = Blobs.gaussian(random, CLASSES, 15);
    for (int row = 0; row < ROWS; row++) {
      int first = random.nextInt(CLASSES);
      int second = (first + 1 + random.nextInt(CLASSES - 1)) % CLASSES;
      sets[row] = random.nextBoolean() ? new int[] {first} : new int[] {first, second};
      for (int j = 0; j < 15; j++) {
        features[row][j] = (float) (0.2 * random.nextGaussian());
        for (int c : sets[row]) {
          features[row][j] += means[c][j];
        }
      }
    }
  }

  @Test
  void rowsThatShareALabelAreNearer() {
    Labels labels = Labels.ofSets(sets);
    Vectors vectors = Vectors.copyOf(features);
    try (HashModel model = SdhTrainer.ofBits(32).withAnchors(100).train(vectors, labels)) {
      BinaryCodes codes = model.encode(vectors);
      double[] sum = new double[2];
      int[] count = new int[2];
      for (int i = 0; i < 200; i++) {
        for (int j = 0; j < i; j++) {
          int apart = share(sets[i], sets[j]) ? 0 : 1;
          sum[apart] += codes.distance(i, codes, j);
          count[apart]++;
        }
      }
      assertThat(sum[0] / count[0]).isLessThan(0.8 * sum[1] / count[1]);
    }
  }

  @Test
  void setsOfOneLabelAreTheSameAsSingleLabels() {
    int[] single = new int[ROWS];
    int[][] alone = new int[ROWS][];
    for (int row = 0; row < ROWS; row++) {
      single[row] = sets[row][0];
      alone[row] = new int[] {single[row]};
    }
    Vectors vectors = Vectors.copyOf(features);
    SdhTrainer trainer = SdhTrainer.ofBits(32).withAnchors(50);
    try (HashModel one = trainer.train(vectors, Labels.of(single));
        HashModel other = trainer.train(vectors, Labels.ofSets(alone))) {
      assertThat(other.encode(vectors)).isEqualTo(one.encode(vectors));
    }
  }

  private static boolean share(int[] a, int[] b) {
    for (int x : a) {
      for (int y : b) {
        if (x == y) {
          return true;
        }
      }
    }
    return false;
  }
}
