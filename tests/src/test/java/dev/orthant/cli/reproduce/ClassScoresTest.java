package dev.orthant.cli.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.orthant.testing.Blobs;
import org.junit.jupiter.api.Test;

final class ClassScoresTest {
  private static final Blobs BLOBS = Blobs.of(60, 7, 3, 4, 5);

  /** The gradient of ||Y - X W||^2 + ||W||^2 is zero there, and only there. */
  @Test
  void theWeightsSolveTheNormalEquations() {
    double[][] weights = ClassScores.learn(BLOBS.vectors(), BLOBS.labels().withClasses(4));
    assertThat(weights).hasDimensions(4, 7);
    for (int c = 0; c < 4; c++) {
      double[] gradient = weights[c].clone();
      for (int row = 0; row < 60; row++) {
        float[] x = BLOBS.features()[row];
        double error = -(BLOBS.classes()[row] == c ? 1 : 0);
        for (int j = 0; j < 7; j++) {
          error += weights[c][j] * x[j];
        }
        for (int j = 0; j < 7; j++) {
          gradient[j] += error * x[j];
        }
      }
      for (double entry : gradient) {
        assertThat(entry).isCloseTo(0, within(1e-9));
      }
    }
    assertThat(weights[3]).containsOnly(0);
  }

  @Test
  void aScoreIsAnInnerProduct() {
    double[][] weights = {{1, 0, 0, 0, 0, 0, 2}, {0, 0, 3, 0, 0, 0, 0}};
    float[] x = BLOBS.features()[8];
    assertThat(ClassScores.of(BLOBS.vectors(), weights).row(8))
        .containsExactly((float) (x[0] + 2.0 * x[6]), (float) (3.0 * x[2]));
  }

  @Test
  void rowsAreCentredOnTheTrainingRows() {
    int[] training = {3, 9, 40};
    var centred = CentredRows.of(BLOBS.vectors(), training);
    double sum = 0;
    for (int row : training) {
      sum += centred.row(row)[2];
    }
    assertThat(sum).isCloseTo(0, within(1e-6));
    float[] x = BLOBS.features()[20];
    double norm = 0;
    for (float value : x) {
      norm += value * value;
    }
    double shift = x[0] / Math.sqrt(norm) - centred.row(20)[0];
    float[] y = BLOBS.features()[21];
    double otherNorm = 0;
    for (float value : y) {
      otherNorm += value * value;
    }
    assertThat(y[0] / Math.sqrt(otherNorm) - centred.row(21)[0]).isCloseTo(shift, within(1e-6));
  }
}
