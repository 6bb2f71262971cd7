package dev.orthant.cli.reproduce;

import java.io.IOException;
import java.util.List;

/**
 * Setting 1 of Li et al., "Deep supervised discrete hashing", NIPS 2017: of each class 100 queries
 * and 500 training rows; the database is all rows but the queries, the training rows among them.
 * Others leave the training rows out, which is measured too.
 */
final class Setting1 implements Protocol {
  @Override
  public String name() {
    return "setting-1";
  }

  @Override
  public String title() {
    return "CIFAR-10, setting 1 (DSDH): all classes seen, training rows in the database";
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Column.ofAll("mAP", "map"),
        Column.ofAll("without training rows", "withoutTraining.map"),
        Column.ofAll("precision@20", "precisionAt20"),
        Column.ofAll("precision within 2", "precisionWithin2"));
  }

  @Override
  public List<Split> splits(DataFolder.Source source, String semantics) throws IOException {
    DataFolder folder = source.folder("cifar10-mobilenetv1");
    Corpus corpus = CifarCorpus.read(folder, semantics);
    int rows = corpus.features().rows();
    return List.of(
        new AllSeen(
            corpus,
            folder.rows("splits/setting1_train.npy", rows),
            folder.rows("splits/setting1_database.npy", rows),
            folder.rows("splits/setting1_queries.npy", rows)));
  }

  private record AllSeen(Corpus corpus, int[] train, int[] database, int[] queries)
      implements Split {
    @Override
    public String name() {
      return "setting1";
    }

    @Override
    public Figures measure(Learner learner, Stopwatch watch) {
      try (Ranker ranker = learner.learn(corpus, train, corpus.semantics(), watch)) {
        return ranker
            .rank(queries, database)
            .put("withoutTraining", ranker.rank(queries, Corpus.without(database, train)));
      }
    }
  }
}
