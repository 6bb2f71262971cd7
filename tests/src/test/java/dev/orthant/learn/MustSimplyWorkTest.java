package dev.orthant.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.testing.Blobs;
import dev.orthant.testing.Seeds;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Data that breaks careless numerics must train with every method and give equal codes twice. */
final class MustSimplyWorkTest {
  private static final int CLASSES = 4;
  private static final ClassSemantics SEMANTICS =
      ClassSemantics.of(
          List.of("a", "b", "c", "d"),
          Vectors.copyOf(Blobs.gaussian(Seeds.random("names"), CLASSES, 5)));
  private static final Map<String, BiFunction<Vectors, Labels, HashModel>> METHODS = methods();

  private final Random random = Seeds.random("simply work");

  @Test
  void duplicateRows() {
    float[][] pool = Blobs.gaussian(random, 3, 10);
    float[][] rows = new float[200][];
    Arrays.setAll(rows, i -> pool[i % 3]);
    assertWorks(rows);
  }

  @Test
  void allRowsEqual() {
    float[][] rows = new float[60][];
    Arrays.setAll(rows, i -> new float[] {1, 2, 3, 4});
    assertWorks(rows);
  }

  @Test
  void constantColumns() {
    float[][] rows = Blobs.gaussian(random, 200, 12);
    for (float[] row : rows) {
      row[3] = 5;
      row[7] = 0;
    }
    assertWorks(rows);
  }

  @Test
  void linearlyDependentColumns() {
    float[][] rows = Blobs.gaussian(random, 200, 12);
    for (float[] row : rows) {
      for (int j = 2; j < row.length; j++) {
        row[j] = row[0] * j - row[1];
      }
    }
    assertWorks(rows);
  }

  @Test
  void fewerRowsThanAnchorsAndBits() {
    assertWorks(Blobs.gaussian(random, 7, 12));
  }

  @Test
  void fewerRowsThanColumns() {
    assertWorks(Blobs.gaussian(random, 12, 90));
  }

  @Test
  void oneColumn() {
    assertWorks(Blobs.gaussian(random, 100, 1));
  }

  @Test
  void verySmallAndVeryLargeNumbers() {
    for (float scale : new float[] {1e-15f, 1e12f}) {
      float[][] rows = Blobs.gaussian(random, 100, 8);
      for (float[] row : rows) {
        for (int j = 0; j < row.length; j++) {
          row[j] *= scale;
        }
      }
      assertWorks(rows);
    }
  }

  @Test
  void twoRowsOfTwoClasses() {
    for (var method : METHODS.entrySet()) {
      Vectors two = Vectors.copyOf(new float[][] {{1, 2, 3}, {-1, 0, 2}});
      Labels labels = Labels.of(0, 1).withClasses(CLASSES);
      try (HashModel model = method.getValue().apply(two, labels)) {
        assertThat(model.encode(two).rows()).as(method.getKey()).isEqualTo(2);
      }
    }
  }

  private static void assertWorks(float[][] rows) {
    Vectors vectors = Vectors.copyOf(rows);
    int[] classes = new int[rows.length];
    Arrays.setAll(classes, i -> i % CLASSES);
    Labels labels = Labels.of(classes).withClasses(CLASSES);
    for (var method : METHODS.entrySet()) {
      try (HashModel first = method.getValue().apply(vectors, labels);
          HashModel second = method.getValue().apply(vectors, labels)) {
        BinaryCodes codes = first.encode(vectors);
        assertThat(codes.rows()).as(method.getKey()).isEqualTo(rows.length);
        assertThat(second.encode(vectors)).as(method.getKey()).isEqualTo(codes);
        assertThat(first.provenance().objective())
            .as(method.getKey())
            .allMatch(value -> Double.isFinite(value) || method.getKey().equals("lsh"));
      }
    }
  }

  private static Map<String, BiFunction<Vectors, Labels, HashModel>> methods() {
    Map<String, BiFunction<Vectors, Labels, HashModel>> all = new LinkedHashMap<>();
    for (String method : MethodTrainer.methods()) {
      all.put(method, (x, y) -> trainer(method, x.rows()).train(x, y, SEMANTICS));
    }
    all.put("cosdish as published", (x, y) -> CosdishTrainer.ofBits(32).asPublished().train(x, y));
    all.put(
        "semantic-itq with visual bits",
        (x, y) -> trainer("semantic-itq", x.rows()).with("visual-bits", 16).train(x, y, SEMANTICS));
    return all;
  }

  /** With few anchors and rounds, to be quick; scdh takes fewer bits than rows, and says so. */
  private static MethodTrainer trainer(String method, int rows) {
    int bits = method.equals("scdh") ? Math.min(32, rows - 1) : 32;
    MethodTrainer trainer = MethodTrainer.named(method, bits);
    Map<String, Double> most = Map.of("anchors", 50.0, "rounds", 10.0);
    for (var entry : most.entrySet()) {
      Double value = trainer.options().get(entry.getKey());
      if (value != null && value > entry.getValue()) {
        trainer = trainer.with(entry.getKey(), entry.getValue());
      }
    }
    return trainer;
  }
}
