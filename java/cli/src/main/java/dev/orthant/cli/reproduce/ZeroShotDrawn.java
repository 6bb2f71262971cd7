package dev.orthant.cli.reproduce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The protocol of {@link ZeroShot} for the classes that the folder has no split for, with rows
 * drawn here: a check on classes at which nobody looked while settling constants.
 */
final class ZeroShotDrawn implements Protocol {
  private static final int TRAINING_ROWS = 10_000;
  private static final int QUERIES = 1_000;
  private static final int SEEN_QUERIES = 500;

  @Override
  public String name() {
    return "zero-shot-drawn";
  }

  @Override
  public String title() {
    return "CIFAR-10, the same for each of the other classes, rows drawn at random";
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Column.ofAll("zero-shot mAP", "zeroShot.map"), Column.ofAll("seen mAP", "seen.map"));
  }

  @Override
  public List<Split> splits(DataFolder.Source source, String semantics) throws IOException {
    DataFolder folder = source.folder("cifar10-mobilenetv1");
    Corpus corpus = CifarCorpus.read(folder, semantics);
    List<Integer> given = ZeroShot.heldOut(folder.path().resolve("splits"));
    List<Split> splits = new ArrayList<>();
    for (int unseen = 0; unseen < corpus.semantics().classes(); unseen++) {
      if (!given.contains(unseen)) {
        splits.add(draw(corpus, unseen));
      }
    }
    return splits;
  }

  /** At most half of the unseen rows are queries; the draw depends on the class alone. */
  private static Split draw(Corpus corpus, int unseen) {
    int[] all = Corpus.range(0, corpus.features().rows());
    Random random = new Random(unseen);
    int[] seenRows = shuffled(corpus.notOf(Set.of(unseen), all), random);
    int[] unseenRows = shuffled(corpus.of(Set.of(unseen), all), random);
    int asked = Math.min(QUERIES, unseenRows.length / 2);
    int[] kept = Arrays.copyOfRange(unseenRows, asked, unseenRows.length);
    return new HeldOut(
        "unseen" + unseen,
        corpus,
        first(seenRows, TRAINING_ROWS),
        Corpus.concat(seenRows, kept),
        null,
        first(unseenRows, asked),
        first(shuffled(seenRows, random), SEEN_QUERIES));
  }

  private static int[] first(int[] rows, int most) {
    return Arrays.copyOf(rows, Math.min(rows.length, most));
  }

  private static int[] shuffled(int[] rows, Random random) {
    int[] order = rows.clone();
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int row = order[i];
      order[i] = order[j];
      order[j] = row;
    }
    return order;
  }
}
