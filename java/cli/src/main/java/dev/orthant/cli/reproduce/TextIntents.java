package dev.orthant.cli.reproduce;

import dev.orthant.data.ClassSemantics;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sentences and their intents, about a quarter of the intents unseen. Training takes the training
 * texts of seen intents; test texts ask all training texts (generalised), or those of unseen
 * intents alone (pure). No query stands in the database.
 */
final class TextIntents implements Protocol {
  private static final int TRAINING_TEXTS = 10_003; // of banking77; the rest are its test texts

  @Override
  public String name() {
    return "text-intents";
  }

  @Override
  public String title() {
    return "Sentences of banking77, 19 of 77 intents unseen";
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Column.ofAll("zero-shot mAP", "zeroShot.map"),
        Column.ofAll("pure", "pure.map"),
        Column.ofAll("seen mAP", "seen.map"));
  }

  @Override
  public List<Split> splits(DataFolder.Source source, String semantics) throws IOException {
    DataFolder folder = source.folder("text-intents");
    ClassSemantics classes = folder.semantics(semantics);
    Corpus corpus =
        new Corpus(
            folder.vectors("features_f16.npy"), folder.labels(classes, "labels.npy"), classes);
    Set<Integer> unseen =
        Arrays.stream(folder.rows("unseen_classes.npy", classes.classes()))
            .boxed()
            .collect(Collectors.toSet());
    if (corpus.features().rows() <= TRAINING_TEXTS) {
      throw new IllegalArgumentException(
          folder.path()
              + " has "
              + corpus.features().rows()
              + " texts, not more than the "
              + TRAINING_TEXTS
              + " for training");
    }
    int[] training = Corpus.range(0, TRAINING_TEXTS);
    int[] test = Corpus.range(TRAINING_TEXTS, corpus.features().rows());
    return List.of(
        new HeldOut(
            "unseen" + unseen.size(),
            corpus,
            corpus.notOf(unseen, training),
            training,
            corpus.of(unseen, training),
            corpus.of(unseen, test),
            corpus.notOf(unseen, test)));
  }
}
