package dev.orthant.cli.reproduce;

import dev.orthant.data.ClassSemantics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Search by the name of a class that has no training row. Every pair of classes is held out in
 * turn; each of the two is asked for in all pictures by the code of its name, on the semantic bits.
 * The names of the pair are known at training, or given only afterwards.
 */
final class ByName implements Protocol {
  private static final List<String> SETS = List.of("demo-cifar10", "demo-fashion");
  private static final String KNOWN = "/known";
  private static final String LATER = "/later";

  @Override
  public String name() {
    return "names";
  }

  @Override
  public String title() {
    return "Search by the name of unseen classes: mean over all pairs held out; names known at"
        + " training, or given only later";
  }

  @Override
  public List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    for (String set : SETS) {
      String title = set.replace("demo-", "");
      columns.add(new Column(title + ": p@20", "precisionAt20", (set + KNOWN)::equals));
      columns.add(new Column("mAP", "map", (set + KNOWN)::equals));
      columns.add(new Column("later: p@20", "precisionAt20", (set + LATER)::equals));
      columns.add(new Column("mAP", "map", (set + LATER)::equals));
    }
    return columns;
  }

  @Override
  public List<Split> splits(DataFolder.Source source, String semantics) throws IOException {
    List<Split> splits = new ArrayList<>();
    for (String set : SETS) {
      DataFolder folder = source.folder(set);
      ClassSemantics classes = folder.semantics(semantics);
      Corpus corpus =
          new Corpus(
              folder.vectors("db_features_u8.npy").scaled(folder.floats("scale_f32.npy")),
              folder.labels(classes, "db_labels.npy"),
              classes);
      splits.add(new Pairs(set + KNOWN, corpus, true));
      splits.add(new Pairs(set + LATER, corpus, false));
    }
    return splits;
  }

  private record Pairs(String name, Corpus corpus, boolean known) implements Split {
    @Override
    public boolean admits(Learner learner) {
      return learner.usesNames();
    }

    @Override
    public Figures measure(Learner learner, Stopwatch watch) {
      int classes = corpus.semantics().classes();
      Figures mean = new Figures();
      for (int first = 0; first < classes; first++) {
        for (int second = first + 1; second < classes; second++) {
          measure(first, second, learner, watch, mean);
        }
      }
      return mean;
    }

    /** Adds the share of one pair to the mean over both names of all pairs. */
    private void measure(int first, int second, Learner learner, Stopwatch watch, Figures mean) {
      int[] all = Corpus.range(0, corpus.features().rows());
      int[] train = corpus.notOf(Set.of(first, second), all);
      ClassSemantics semantics = corpus.semantics();
      int names = semantics.classes() * (semantics.classes() - 1);
      ClassSemantics given = known ? semantics : semantics.without(first, second);
      try (Ranker ranker = learner.learn(corpus, train, given, watch)) {
        mean.putMean(ranker.rankByName(first, all), names);
        mean.putMean(ranker.rankByName(second, all), names);
      }
    }
  }
}
