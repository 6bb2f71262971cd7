package dev.orthant.cli;

import dev.orthant.cli.console.Progress;
import dev.orthant.cli.learn.Method;
import dev.orthant.cli.learn.Training;
import dev.orthant.data.BinaryCodes;
import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Labels;
import dev.orthant.data.NpyFile;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.evaluate.Evaluation;
import dev.orthant.evaluate.EvaluationOptions;
import dev.orthant.evaluate.GroundTruth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The zero-shot protocol of Yang et al., "Zero-shot hashing via transferring supervised knowledge",
 * ACM MM 2016: train on rows of the seen classes; the database holds seen and unseen rows, encoded
 * by the hash function; queries of the unseen class give the zero-shot figure.
 */
record ZeroShotProtocol(
    Vectors features,
    Labels labels,
    ClassSemantics semantics,
    int[] train,
    int[] database,
    int[] queries,
    int[] seenQueries) {

  /** Mean and sample standard deviation (0 for one seed), and the values by seed. */
  record Spread(double mean, double deviation, double[] values) {
    static Spread of(double[] values) {
      double mean = average(values);
      double squares = DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).sum();
      return new Spread(mean, Math.sqrt(squares / Math.max(1, values.length - 1)), values);
    }

    String text() {
      return String.format(Locale.ROOT, "%.3f (%.3f)", mean, deviation);
    }
  }

  /** The figures of one method; bounds and seconds are means over the seeds. */
  record Result(
      String method,
      Spread zeroShotMap,
      double zeroShotMapLowest,
      double zeroShotMapHighest,
      Spread seenMap,
      double trainingSeconds) {}

  private record Run(Evaluation unseen, Evaluation seen, double seconds) {}

  static ZeroShotProtocol read(DataOptions data, String set, int unseen, String semantics)
      throws IOException {
    Path folder = data.find(set);
    String at = folder + "/";
    String split = at + "splits/unseen" + unseen + "_";
    Vectors vectors = NpyFile.open(folder.resolve(semantics)).vectors();
    Labels labels = Npy.labels(data, List.of(at + "train_labels.npy", at + "test_labels.npy"));
    return new ZeroShotProtocol(
        Npy.vectors(data, List.of(at + "train_features_u8.npy", at + "test_features_u8.npy"))
            .scaled(Npy.floats(data, at + "scale_f32.npy")),
        labels.withClasses(vectors.rows()),
        ClassSemantics.of(
            IntStream.range(0, vectors.rows()).mapToObj(Integer::toString).toList(), vectors),
        Npy.ints(data, split + "train.npy"),
        Npy.ints(data, split + "database.npy"),
        Npy.ints(data, split + "queries.npy"),
        Npy.ints(data, split + "seen_queries.npy"));
  }

  Result run(String method, int bits, int seeds, int threads, Progress progress) {
    double[] zeroShot = new double[seeds];
    double[] lowest = new double[seeds];
    double[] highest = new double[seeds];
    double[] seen = new double[seeds];
    double[] seconds = new double[seeds];
    for (int i = 0; i < seeds; i++) {
      progress.begin(method + ", seed " + (i + 1) + " of " + seeds);
      Run run = once(method, bits, i + 1, threads, progress);
      zeroShot[i] = run.unseen().meanAveragePrecision();
      lowest[i] = run.unseen().meanAveragePrecisionBounds().lowest();
      highest[i] = run.unseen().meanAveragePrecisionBounds().highest();
      seen[i] = run.seen().meanAveragePrecision();
      seconds[i] = run.seconds();
    }
    return new Result(
        method,
        Spread.of(zeroShot),
        average(lowest),
        average(highest),
        Spread.of(seen),
        average(seconds));
  }

  private Run once(String method, int bits, long seed, int threads, Progress progress) {
    Training training =
        new Training(
            features.select(train),
            labels.select(train).withClasses(semantics.classes()),
            semantics);
    long start = System.nanoTime();
    try (HashModel model =
        training.run(
            Method.trainer(method, bits)
                .withSeed(seed)
                .withThreads(threads)
                .withListener(progress))) {
      double seconds = (System.nanoTime() - start) / 1e9;
      BinaryCodes codes = model.encode(features, threads);
      return new Run(
          evaluate(codes, queries, threads), evaluate(codes, seenQueries, threads), seconds);
    }
  }

  private Evaluation evaluate(BinaryCodes codes, int[] asked, int threads) {
    return Evaluation.ofRanking(
        codes.select(asked),
        codes.select(database),
        GroundTruth.fromLabels(labels.select(asked), labels.select(database)),
        EvaluationOptions.defaults().withThreads(threads));
  }

  private static double average(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}
