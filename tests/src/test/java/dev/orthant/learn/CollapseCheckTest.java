package dev.orthant.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.testing.LogMessages;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Training warns, once, when its codes have collapsed. */
final class CollapseCheckTest {
  private static final int ROWS = 200;
  private static final int CLASSES = 4;

  /** Rows of 8 numbers: corner {@code i % 4} of a cube plus noise. */
  private static Vectors rows(double noise) {
    Random random = new Random(3);
    float[][] rows = new float[ROWS][8];
    for (int row = 0; row < ROWS; row++) {
      for (int j = 0; j < 8; j++) {
        int corner = (row % CLASSES >> j % 2 & 1) == 1 ? 1 : -1;
        rows[row][j] = (float) (corner + noise * random.nextGaussian());
      }
    }
    return Vectors.copyOf(rows);
  }

  private static Labels labels() {
    int[] classes = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      classes[row] = row % CLASSES;
    }
    return Labels.of(classes);
  }

  @Test
  void aCodePerClassIsWarnedOf() {
    SdhTrainer sdh = SdhTrainer.ofBits(32).withAnchors(20);
    List<String> messages = LogMessages.of(() -> sdh.train(rows(0), labels()).close());
    assertThat(messages)
        .singleElement()
        .asString()
        .contains("codes of sdh have collapsed", "200 training rows of 4 classes", "4 distinct");
  }

  @Test
  void codesThatTellRowsOfAClassApartAreNot() {
    LshTrainer lsh = LshTrainer.ofBits(32);
    assertThat(LogMessages.of(() -> lsh.train(rows(0.8)).close())).isEmpty();
    SdhTrainer sdh = SdhTrainer.ofBits(32).withAnchors(50);
    assertThat(LogMessages.of(() -> sdh.train(rows(2.0), labels()).close())).isEmpty();
  }

  @Test
  void withoutLabelsOneCodeForAllIsWarnedOf() {
    LshTrainer lsh = LshTrainer.ofBits(8);
    Vectors equal = rows(0).select(new int[ROWS]);
    assertThat(LogMessages.of(() -> lsh.train(equal).close()))
        .singleElement()
        .asString()
        .contains("1 distinct code,");
  }

  @Test
  void whatFewBitsCannotTellApartIsNoCollapse() {
    SdhTrainer sdh = SdhTrainer.ofBits(2).withAnchors(20);
    assertThat(LogMessages.of(() -> sdh.train(rows(0), labels()).close())).isEmpty();
  }
}
