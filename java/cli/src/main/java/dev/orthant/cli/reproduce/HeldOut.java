package dev.orthant.cli.reproduce;

/**
 * Some classes are held out of the training; what they mean is known. Rows of them, and of seen
 * classes, ask a database of all classes. If seen queries stand in the database, they also ask it
 * without any of them ("seenApart").
 *
 * @param database rows of all classes
 * @param pure the rows of the unseen classes among them; null: not asked
 */
record HeldOut(
    String name,
    Corpus corpus,
    int[] train,
    int[] database,
    int[] pure,
    int[] queries,
    int[] seenQueries)
    implements Protocol.Split {
  @Override
  public Figures measure(Learner learner, Stopwatch watch) {
    try (Ranker ranker = learner.learn(corpus, train, corpus.semantics(), watch)) {
      Figures figures =
          new Figures()
              .put("zeroShot", ranker.rank(queries, database))
              .put("seen", ranker.rank(seenQueries, database));
      int[] apart = Corpus.without(database, seenQueries);
      if (apart.length < database.length) {
        figures.put("seenApart", ranker.rank(seenQueries, apart));
      }
      return pure == null ? figures : figures.put("pure", ranker.rank(queries, pure));
    }
  }
}
