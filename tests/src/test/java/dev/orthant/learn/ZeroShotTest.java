package dev.orthant.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.LinearScan;
import dev.orthant.search.SearchResult;
import dev.orthant.search.Searcher;
import dev.orthant.testing.Blobs;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Classes that have a name but no training row. Names and features share their structure here (see
 * {@link Blobs}), so a model that has learned the structure finds pictures by an unseen name.
 */
final class ZeroShotTest {
  private static final int CLASSES = 24;
  private static final Blobs BLOBS = Blobs.of(1920, 20, CLASSES, 6, 11);
  private static final int[] UNSEEN = {5, 16};
  private static final int[] SEEN_ROWS = BLOBS.rowsOf(c -> c != UNSEEN[0] && c != UNSEEN[1]);
  private static final Vectors FEATURES = BLOBS.vectors().select(SEEN_ROWS);
  private static final Labels LABELS = BLOBS.labels().select(SEEN_ROWS);

  @Test
  void anUnseenNameKnownAtTrainingFindsItsBlob() {
    try (HashModel model = semanticItq().train(FEATURES, LABELS, BLOBS.semantics())) {
      assertNamesFindTheirBlobs(model, 0.8);
      for (float share : model.semanticsOutside(BLOBS.semantics().vectors())) {
        assertThat(share).isLessThan(0.05f);
      }
    }
  }

  @Test
  void anUnseenNameGivenAfterwardsFindsItsBlob() {
    ClassSemantics known = BLOBS.semantics().without(UNSEEN);
    try (HashModel model = semanticItq().train(FEATURES, LABELS, known)) {
      assertNamesFindTheirBlobs(model, 0.6);
    }
  }

  @Test
  void visualBitsAreMaskedOutOfASearchByName() {
    SemanticItqTrainer trainer = SemanticItqTrainer.ofBits(64).withVisualBits(32).withAnchors(200);
    try (HashModel model = trainer.train(FEATURES, LABELS, BLOBS.semantics())) {
      assertThat(Long.bitCount(model.semanticMask()[0])).isEqualTo(32);
      assertNamesFindTheirBlobs(model, 0.7);
    }
  }

  @Test
  void zshPlacesPicturesOfUnseenClassesTogether() {
    ZshTrainer trainer = ZshTrainer.ofBits(64).withAnchors(200);
    try (HashModel model = trainer.train(FEATURES, LABELS, BLOBS.semantics().without(UNSEEN))) {
      BinaryCodes codes = model.encode(BLOBS.vectors());
      try (HammingIndex index = LinearScan.over(codes);
          Searcher searcher = index.newSearcher()) {
        for (int c : UNSEEN) {
          SearchResult result = searcher.nearest(codes.row(c), 20);
          assertThat(precision(result, c)).isGreaterThan(0.5);
        }
      }
    }
  }

  @Test
  void everyPresetOfZshTrains() {
    for (ZshTrainer trainer :
        new ZshTrainer[] {
          ZshTrainer.ofBits(32),
          ZshTrainer.ofBits(32).asPublished(),
          ZshTrainer.ofBits(32).asInAuthorsCode()
        }) {
      try (HashModel model =
          trainer.withAnchors(100).train(FEATURES, LABELS, BLOBS.semantics().without(UNSEEN))) {
        assertThat(model.encode(FEATURES).rows()).isEqualTo(SEEN_ROWS.length);
        assertThat(model.provenance().objective()).isNotEmpty().allMatch(Double::isFinite);
      }
    }
  }

  @Test
  void theModelKeepsWhatNamesMeanWhenSaved(@TempDir Path at) throws IOException {
    try (HashModel model = semanticItq().train(FEATURES, LABELS, BLOBS.semantics())) {
      model.save(at.resolve("m"));
      try (HashModel loaded = HashModel.load(at.resolve("m"))) {
        Vectors names = BLOBS.semantics().vectors();
        assertThat(loaded.encodeSemantics(names)).isEqualTo(model.encodeSemantics(names));
        assertThat(loaded.semanticsOutside(names)).isEqualTo(model.semanticsOutside(names));
        assertThat(loaded.semanticMask()).isEqualTo(model.semanticMask());
        assertThat(loaded.semanticDimension()).isEqualTo(model.semanticDimension());
      }
    }
  }

  private static SemanticItqTrainer semanticItq() {
    return SemanticItqTrainer.ofBits(64).withAnchors(200).withSeed(5);
  }

  private static void assertNamesFindTheirBlobs(HashModel model, double least) {
    BinaryCodes names = model.encodeSemantics(BLOBS.semantics().vectors());
    try (HammingIndex index = LinearScan.over(model.encode(BLOBS.vectors()));
        Searcher searcher = index.newSearcher()) {
      double sum = 0;
      for (int c : UNSEEN) {
        sum += precision(searcher.nearest(names.row(c), model.semanticMask(), 20), c);
      }
      assertThat(sum / UNSEEN.length).isGreaterThan(least);
    }
  }

  /** The share of rows of class c among the hits; chance is 1 / CLASSES. */
  private static double precision(SearchResult result, int c) {
    int right = 0;
    for (int rank = 0; rank < result.size(); rank++) {
      if (BLOBS.classes()[(int) result.id(rank)] == c) {
        right++;
      }
    }
    return (double) right / result.size();
  }
}
