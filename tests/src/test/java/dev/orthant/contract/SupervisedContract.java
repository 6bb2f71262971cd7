package dev.orthant.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import org.junit.jupiter.api.Test;

/** What every trainer that learns from labels promises besides. */
abstract class SupervisedContract extends TrainerContract {

  abstract HashModel train(Setup setup, Vectors features, Labels labels);

  @Override
  final HashModel train(Setup setup, Vectors features) {
    return train(setup, features, BLOBS.labels().select(firstRows(features.rows())));
  }

  @Test
  void asManyLabelsAsRowsAreNeeded() {
    assertRefused(
        () -> train(Setup.plain(), BLOBS.vectors(), BLOBS.labels().select(firstRows(9))).close(),
        "9",
        Integer.toString(ROWS));
  }

  @Test
  void oneClassAloneTeachesNothing() {
    int[] rows = BLOBS.rowsOf(c -> c == 2);
    assertRefused(
        () ->
            train(Setup.plain(), BLOBS.vectors().select(rows), BLOBS.labels().select(rows)).close(),
        "1");
  }

  @Test
  void labelsAreNeeded() {
    assertThatThrownBy(() -> train(Setup.plain(), BLOBS.vectors(), null).close())
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("labels");
    assertThatThrownBy(() -> train(Setup.plain(), null, BLOBS.labels()).close())
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void aRowMayHaveSeveralLabels() {
    int[][] sets = new int[ROWS][];
    for (int row = 0; row < ROWS; row++) {
      int c = BLOBS.classes()[row];
      sets[row] = row % 5 == 0 ? new int[] {c, (c + 1) % CLASSES} : new int[] {c};
    }
    Labels labels = Labels.ofSets(sets).withClasses(CLASSES);
    try (HashModel one = train(Setup.plain(), BLOBS.vectors(), labels);
        HashModel two = train(Setup.plain().withThreads(2), BLOBS.vectors(), labels)) {
      BinaryCodes codes = one.encode(BLOBS.vectors());
      assertThat(codes.rows()).isEqualTo(ROWS);
      assertThat(two.encode(BLOBS.vectors())).isEqualTo(codes);
    }
  }

  static int[] firstRows(int count) {
    int[] rows = new int[count];
    for (int i = 0; i < count; i++) {
      rows[i] = i;
    }
    return rows;
  }
}
