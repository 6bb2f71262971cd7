package dev.orthant.cli.reproduce;

import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Vectors;
import dev.orthant.evaluate.CosineRanking;
import dev.orthant.evaluate.GroundTruth;
import java.util.Map;

/**
 * Ranks by the cosine of float vectors: of the features, or of the class scores that a ridge
 * regression makes of them.
 */
record CosineLearner(boolean scores, int threads) implements Learner {
  /** Rows at unit length, minus the mean of the training rows. */
  static CosineLearner ofFeatures(int threads) {
    return new CosineLearner(false, threads);
  }

  /** The scores of the classes that have training rows, by regression from the same. */
  static CosineLearner ofScores(int threads) {
    return new CosineLearner(true, threads);
  }

  @Override
  public Ranker learn(Corpus corpus, int[] rows, ClassSemantics known, Stopwatch watch) {
    Vectors centred = watch.time("encode", () -> CentredRows.of(corpus.features(), rows));
    return new Cosines(corpus, scores ? scored(corpus, rows, centred, watch) : centred, watch);
  }

  private static Vectors scored(Corpus corpus, int[] rows, Vectors centred, Stopwatch watch) {
    double[][] weights =
        watch.time(
            "train", () -> ClassScores.learn(centred.select(rows), corpus.labels().select(rows)));
    return watch.time("encode", () -> ClassScores.of(centred, weights));
  }

  @Override
  public boolean usesNames() {
    return false;
  }

  @Override
  public Map<String, Double> options() {
    return Map.of();
  }

  private final class Cosines implements Ranker {
    private final Corpus corpus;
    private final Vectors vectors;
    private final Stopwatch watch;

    Cosines(Corpus corpus, Vectors vectors, Stopwatch watch) {
      this.corpus = corpus;
      this.vectors = vectors;
      this.watch = watch;
    }

    @Override
    public Figures rank(int[] queries, int[] database) {
      GroundTruth truth =
          GroundTruth.fromLabels(corpus.labels().select(queries), corpus.labels().select(database));
      CosineRanking ranking =
          watch.time(
              "evaluate",
              () ->
                  CosineRanking.of(
                      vectors.select(queries),
                      vectors.select(database),
                      truth,
                      Protocol.PRECISION_RANK,
                      threads));
      return new Figures()
          .put("map", ranking.meanAveragePrecision())
          .put("precisionAt20", ranking.precisionAtK());
    }

    @Override
    public Figures rankByName(int wanted, int[] database) {
      throw new UnsupportedOperationException("cosines of features know no names");
    }

    @Override
    public void close() {
      // holds nothing but vectors
    }
  }
}
