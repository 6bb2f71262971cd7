package dev.orthant.cli.reproduce;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Labels;
import dev.orthant.encode.HashModel;
import dev.orthant.evaluate.Evaluation;
import dev.orthant.evaluate.EvaluationOptions;
import dev.orthant.evaluate.GroundTruth;
import dev.orthant.evaluate.TieBounds;

/** Ranks by the Hamming distance of codes. Every row of the corpus is encoded once. */
final class CodeRanker implements Ranker {
  private static final int RADIUS = 2;

  private final Corpus corpus;
  private final HashModel model;
  private final EvaluationOptions options;
  private final Stopwatch watch;
  private final BinaryCodes codes;

  /** Owns the model. */
  CodeRanker(Corpus corpus, HashModel model, int threads, Stopwatch watch) {
    this.corpus = corpus;
    this.model = model;
    this.options = EvaluationOptions.defaults().withThreads(threads);
    this.watch = watch;
    this.codes = watch.time("encode", () -> model.encode(corpus.features(), threads));
  }

  @Override
  public Figures rank(int[] queries, int[] database) {
    return watch.time(
        "evaluate",
        () ->
            figures(
                Evaluation.ofRanking(
                    codes.select(queries),
                    codes.select(database),
                    truth(corpus.labels().select(queries), database),
                    options)));
  }

  @Override
  public Figures rankByName(int wanted, int[] database) {
    int[] row = {wanted};
    BinaryCodes name = model.encodeSemantics(corpus.semantics().vectors().select(row));
    return watch.time(
        "evaluate",
        () ->
            figures(
                Evaluation.ofRanking(
                    name,
                    codes.select(database),
                    truth(Labels.of(row), database),
                    options.withMask(model.semanticMask()))));
  }

  private GroundTruth truth(Labels asked, int[] database) {
    return GroundTruth.fromLabels(asked, corpus.labels().select(database));
  }

  private static Figures figures(Evaluation evaluation) {
    TieBounds bounds = evaluation.meanAveragePrecisionBounds();
    return new Figures()
        .put("map", evaluation.meanAveragePrecision())
        .put("mapLowest", bounds.lowest())
        .put("mapHighest", bounds.highest())
        .put("precisionAt20", evaluation.precisionAt(Protocol.PRECISION_RANK))
        .put("precisionWithin2", evaluation.precisionWithin(RADIUS))
        .put("emptyWithin2", evaluation.emptyBalls(RADIUS));
  }

  @Override
  public void close() {
    model.close();
  }
}
