package dev.orthant.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.testing.NaiveSearch;
import org.junit.jupiter.api.Test;

/** What every trainer that learns from class names promises besides. */
abstract class SemanticContract extends SupervisedContract {

  abstract HashModel train(Setup setup, Vectors features, Labels labels, ClassSemantics semantics);

  @Override
  final HashModel train(Setup setup, Vectors features, Labels labels) {
    return train(setup, features, labels, BLOBS.semantics());
  }

  private HashModel train(ClassSemantics semantics) {
    return train(Setup.plain(), BLOBS.vectors(), BLOBS.labels(), semantics);
  }

  @Test
  void aClassWithoutAVectorIsRefusedByNumber() {
    assertRefused(() -> train(BLOBS.semantics().without(4)).close(), "4");
  }

  @Test
  void semanticsAreNeeded() {
    assertThatThrownBy(() -> train((ClassSemantics) null).close())
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("semantics");
  }

  @Test
  void aClassVectorThatIsNotFiniteIsRefusedByClass() {
    float[][] vectors = deepCopy(BLOBS.classVectors());
    vectors[3][0] = Float.NaN;
    assertRefused(
        () -> train(ClassSemantics.of(BLOBS.semantics().names(), Vectors.copyOf(vectors))).close(),
        "3");
  }

  @Test
  void asManyClassesAsTheLabelsHaveAreNeeded() {
    ClassSemantics fewer =
        ClassSemantics.of(
            BLOBS.semantics().names().subList(0, CLASSES - 1),
            BLOBS.semantics().vectors().select(firstRows(CLASSES - 1)));
    assertRefused(() -> train(fewer).close(), Integer.toString(CLASSES - 1));
  }

  @Test
  void namesHaveCodes() {
    try (HashModel model = train(BLOBS.semantics())) {
      assertThat(model.semanticDimension()).hasValue(8);
      Vectors names = BLOBS.semantics().vectors();
      BinaryCodes codes = model.encodeSemantics(names);
      assertThat(codes.rows()).isEqualTo(CLASSES);
      assertThat(codes.bits()).isEqualTo(BITS);
      float[] outside = model.semanticsOutside(names);
      assertThat(outside).hasSize(CLASSES);
      for (float share : outside) {
        assertThat(share).isBetween(0f, 1f);
      }
    }
  }

  @Test
  void theSemanticMaskNamesBitsOfTheCode() {
    try (HashModel model = train(BLOBS.semantics())) {
      long[] mask = model.semanticMask();
      assertThat(mask).hasSize(1);
      assertThat(Long.bitCount(mask[0])).isBetween(1, BITS);
      assertThat(mask[0] >>> BITS).isZero();
      mask[0] = 0;
      assertThat(model.semanticMask()[0]).isNotZero();
    }
  }

  @Test
  void aNameIsNearItsOwnPictures() {
    try (HashModel model = train(BLOBS.semantics())) {
      BinaryCodes names = model.encodeSemantics(BLOBS.semantics().vectors());
      BinaryCodes pictures = model.encode(BLOBS.vectors());
      int right = 0;
      for (int row = 0; row < ROWS; row++) {
        if (nearestName(names, pictures.row(row), model.semanticMask()) == BLOBS.classes()[row]) {
          right++;
        }
      }
      assertThat(right).isGreaterThan(ROWS * 3 / 4);
    }
  }

  @Test
  void classVectorsOfAnotherDimensionOrNotFiniteAreRefused() {
    try (HashModel model = train(BLOBS.semantics())) {
      assertRefused(() -> model.encodeSemantics(Vectors.wrap(new float[9], 9)), "9", "8");
      float[] bad = {1, 2, 3, 4, 5, 6, 7, Float.NaN};
      assertRefused(() -> model.encodeSemantics(Vectors.wrap(bad, 8)), "0");
      assertRefused(() -> model.semanticsOutside(Vectors.wrap(bad, 8)), "0");
    }
  }

  private static int nearestName(BinaryCodes names, long[] picture, long[] mask) {
    int best = 0;
    int nearest = Integer.MAX_VALUE;
    for (int c = 0; c < names.rows(); c++) {
      int distance = NaiveSearch.distance(names.row(c), picture, mask, names.bits());
      if (distance < nearest) {
        nearest = distance;
        best = c;
      }
    }
    return best;
  }
}
