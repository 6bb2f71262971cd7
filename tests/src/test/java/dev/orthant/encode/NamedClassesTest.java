package dev.orthant.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.LinearScan;
import dev.orthant.learn.ItqTrainer;
import dev.orthant.learn.OrthantTrainer;
import dev.orthant.search.SearchResult;
import dev.orthant.search.Searcher;
import dev.orthant.testing.Blobs;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Classes by name beside a model, one of them added after training. */
final class NamedClassesTest {
  private static final int ADDED = 5;
  private static final Blobs BLOBS = Blobs.of(1920, 20, 24, 6, 11);
  private static final int[] SEEN_ROWS = BLOBS.rowsOf(c -> c != ADDED);
  private static final ClassSemantics KNOWN = BLOBS.semantics().without(ADDED);
  private static final String NAME = BLOBS.semantics().names().get(ADDED);
  private static HashModel model;

  @BeforeAll
  static void train() {
    Vectors features = BLOBS.vectors().select(SEEN_ROWS);
    Labels labels = BLOBS.labels().select(SEEN_ROWS);
    model = OrthantTrainer.ofBits(128).withAnchors(200).train(features, labels, KNOWN);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static float[] vectorOf(int c) {
    return BLOBS.classVectors()[c].clone();
  }

  @Test
  void anAddedClassIsFoundByItsName() {
    NamedClasses before = NamedClasses.of(model, KNOWN);
    assertThat(before.names()).hasSize(23).doesNotContain(NAME);
    NamedClasses classes = before.addClass(NAME, vectorOf(ADDED));
    assertThat(before.names()).doesNotContain(NAME);
    assertThat(classes.names()).hasSize(24).endsWith(NAME);
    try (HammingIndex index = LinearScan.over(model.encode(BLOBS.vectors()));
        Searcher searcher = index.newSearcher()) {
      SearchResult found = searcher.nearest(classes.code(NAME), classes.mask(), 20);
      long right =
          IntStream.range(0, found.size())
              .filter(rank -> BLOBS.classes()[(int) found.id(rank)] == ADDED)
              .count();
      assertThat(right).isGreaterThan(10); // by chance 1
    }
  }

  @Test
  void codesAndSharesAreThoseOfTheModel() {
    NamedClasses classes = NamedClasses.of(model, BLOBS.semantics());
    BinaryCodes codes = model.encodeSemantics(BLOBS.semantics().vectors());
    float[] outside = model.semanticsOutside(BLOBS.semantics().vectors());
    for (int c = 0; c < codes.rows(); c++) {
      String name = BLOBS.semantics().names().get(c);
      assertThat(classes.code(name)).isEqualTo(codes.row(c));
      assertThat(classes.outside(name)).isEqualTo(outside[c]);
    }
    assertThat(classes.mask()).isEqualTo(model.semanticMask());
  }

  @Test
  void badNamesAndVectorsAreRefused() {
    NamedClasses classes = NamedClasses.of(model, KNOWN);
    String taken = classes.names().get(0);
    refused(() -> classes.addClass(taken, vectorOf(ADDED)), taken);
    refused(() -> classes.addClass(" ", vectorOf(ADDED)), "blank");
    refused(() -> classes.addClass(NAME, new float[3]), "3");
    refused(() -> classes.addClass(NAME, new float[0]), "0");
    refused(() -> classes.addClass(NAME, new float[vectorOf(ADDED).length]), "zero");
    refused(() -> classes.code(NAME), NAME);
    refused(() -> classes.outside("nothing"), "nothing");
  }

  /** Also where no class has a vector, so that there is nothing to encode. */
  @Test
  void aModelThatEncodesNoNamesIsRefused() {
    ClassSemantics none = KNOWN.without(IntStream.range(0, KNOWN.classes()).toArray());
    ClassSemantics narrow = ClassSemantics.of(List.of("a"), Vectors.wrap(new float[2], 2));
    assertThat(NamedClasses.of(model, none).names()).isEmpty();
    refused(() -> NamedClasses.of(model, narrow), "2");
    try (HashModel itq = ItqTrainer.ofBits(8).train(BLOBS.vectors())) {
      refused(() -> NamedClasses.of(itq, none), "itq");
      refused(() -> NamedClasses.of(itq, KNOWN), "itq");
    }
  }

  private static void refused(Runnable call, String word) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(word);
  }
}
