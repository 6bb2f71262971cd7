package dev.orthant.cli.demo;

import dev.orthant.cli.console.Progress;
import dev.orthant.cli.learn.Methods;
import dev.orthant.cli.learn.Training;
import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Labels;
import dev.orthant.encode.HashModel;
import dev.orthant.evaluate.Averaging;
import dev.orthant.evaluate.Evaluation;
import dev.orthant.evaluate.EvaluationOptions;
import dev.orthant.evaluate.GroundTruth;
import dev.orthant.evaluate.TieBounds;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.LinearScan;
import dev.orthant.search.SearchResult;
import dev.orthant.search.Searcher;
import java.util.ArrayList;
import java.util.List;

/** One trained method with the whole database encoded by it. */
final class Contestant implements AutoCloseable {
  private static final int SHOWN_BY_PICTURE = 10;
  private static final int SHOWN_BY_NAME = 20;
  private static final int RADIUS = 2;

  /** What all contestants are measured on. */
  record Arena(Sample sample, Split split, Demo.Settings settings, Progress progress) {}

  private final String method;
  private final String title;
  private final Arena arena;
  private final HashModel model;
  private final double trainingSeconds;
  private final BinaryCodes database;
  private final BinaryCodes queries;
  private final HammingIndex index;

  private Contestant(String method, String title, Arena arena, HashModel model, double seconds) {
    this.method = method;
    this.title = title;
    this.arena = arena;
    this.model = model;
    this.trainingSeconds = seconds;
    this.database = model.encode(arena.sample().database(), arena.settings().threads());
    this.queries = model.encode(arena.sample().queries(), arena.settings().threads());
    this.index = LinearScan.over(database);
  }

  static Contestant train(String method, String title, Training training, Arena arena) {
    Demo.Settings settings = arena.settings();
    long start = System.nanoTime();
    HashModel model =
        training.run(
            Methods.trainer(method, settings.bits())
                .withSeed(settings.seed())
                .withThreads(settings.threads())
                .withListener(arena.progress()));
    return new Contestant(method, title, arena, model, (System.nanoTime() - start) / 1e9);
  }

  MethodResult result() {
    Evaluation unseen = evaluation(arena.split().unseenQueries());
    TieBounds bounds = unseen.meanAveragePrecisionBounds();
    return new MethodResult(
        method,
        title,
        unseen.meanAveragePrecision(),
        bounds.lowest(),
        bounds.highest(),
        unseen.precisionWithin(RADIUS),
        unseen.emptyBalls(RADIUS),
        evaluation(arena.split().seenQueries()).meanAveragePrecision(),
        trainingSeconds,
        QueryTimer.encodeMicros(model, arena.sample().queries()),
        QueryTimer.searchMicros(index, queries),
        unseen.precisionRecallByRadius(Averaging.POOLED));
  }

  private Evaluation evaluation(int[] queryRows) {
    Labels asked = arena.sample().queryLabels().select(queryRows);
    return Evaluation.ofRanking(
        queries.select(queryRows),
        database,
        GroundTruth.fromLabels(asked, arena.sample().databaseLabels()),
        EvaluationOptions.defaults().withThreads(arena.settings().threads()));
  }

  /** The nearest pictures of query picture {@code row}. */
  List<Hit> nearest(int row) {
    try (Searcher searcher = index.newSearcher()) {
      int wanted = arena.sample().queryLabels().row(row)[0];
      return hits(searcher.nearest(queries.row(row), SHOWN_BY_PICTURE), wanted);
    }
  }

  /** Searches for a class by its vector alone, on the bits that carry semantics. */
  NameSearch searchByName(int wanted, boolean knownAtTraining) {
    Sample sample = arena.sample();
    int[] row = {wanted};
    BinaryCodes code = model.encodeSemantics(sample.semantics().vectors().select(row));
    Evaluation evaluation =
        Evaluation.ofRanking(
            code,
            database,
            GroundTruth.fromLabels(Labels.of(row), sample.databaseLabels()),
            EvaluationOptions.defaults().withMask(model.semanticMask()));
    try (Searcher searcher = index.newSearcher()) {
      return new NameSearch(
          sample.semantics().names().get(wanted),
          knownAtTraining,
          evaluation.precisionAt(SHOWN_BY_NAME),
          model.semanticsOutside(sample.semantics().vectors().select(row))[0],
          hits(searcher.nearest(code.row(0), model.semanticMask(), SHOWN_BY_NAME), wanted));
    }
  }

  private List<Hit> hits(SearchResult found, int wanted) {
    List<Hit> hits = new ArrayList<>();
    found.forEach(
        (id, distance) ->
            hits.add(new Hit((int) id, distance, arena.sample().classOf((int) id) == wanted)));
    return hits;
  }

  @Override
  public void close() {
    index.close();
    model.close();
  }
}
