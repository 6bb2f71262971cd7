package dev.orthant.cli;

import dev.orthant.cli.console.Output;
import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Labels;
import dev.orthant.encode.HashModel;
import dev.orthant.evaluate.Evaluation;
import dev.orthant.evaluate.EvaluationOptions;
import dev.orthant.evaluate.GroundTruth;
import dev.orthant.evaluate.MapVariant;
import dev.orthant.evaluate.Overlap;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code orthant evaluate}: how well codes retrieve what has the same label. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false,
    description = "Measures how well codes retrieve rows of the query's class.",
    footer = {
      "",
      "Codes come from --codes and --bits, or from --model and --features. Queries are rows of the "
          + "same arrays (--queries) or arrays of their own (--query-codes or --query-features, "
          + "with --query-labels; --scale holds for both)."
    })
final class EvaluateCommand implements Callable<Integer> {
  @Option(names = "--model", paramLabel = "M.orthant", description = "Encodes the features.")
  private String model;

  @Mixin private FeatureOptions features;

  @Option(
      names = "--codes",
      paramLabel = "C.npy",
      description = "Codes as encode writes them: rows x ceil(bits / 64) uint64.")
  private String codes;

  @Option(names = "--bits", description = "Length of the codes in --codes.")
  private int bits;

  @Mixin private LabelOptions labels;

  @Option(
      names = "--database",
      paramLabel = "R.npy",
      description = "Row numbers of the database: integers. Default: all rows.")
  private String database;

  @Option(
      names = "--queries",
      paramLabel = "R.npy",
      description = "Row numbers of the queries: integers. Default: all rows of the query arrays.")
  private String queries;

  @Option(
      names = "--query-features",
      split = ",",
      paramLabel = "F.npy",
      description = "Feature vectors of the queries: rows x dimension.")
  private List<String> queryFeatures = List.of();

  @Option(names = "--query-codes", paramLabel = "C.npy", description = "Codes of the queries.")
  private String queryCodes;

  @Option(
      names = "--query-labels",
      split = ",",
      paramLabel = "L.npy",
      description = "Classes of the queries, as --labels.")
  private List<String> queryLabels = List.of();

  @Option(names = "--k", description = "Ranks of precision@k and mAP@k. Default: ${DEFAULT-VALUE}.")
  private int k = 100;

  @Option(names = "--radius", description = "Radius of the lookup. Default: ${DEFAULT-VALUE}.")
  private int radius = 2;

  @Option(
      names = "--variant",
      split = ",",
      description = "Also mAP as published code has it: ${COMPLETION-CANDIDATES}.")
  private List<MapVariant> variants = List.of();

  @Option(names = "--mask-semantic", description = "Only the model's semantic bits count.")
  private boolean maskSemantic;

  @Option(names = "--threads", description = "Threads; the figures are the same. Default: all.")
  private int threads = Threads.all();

  @Mixin private DataOptions data;
  @Mixin private Output output;

  /** Codes with their labels. */
  private record Coded(BinaryCodes codes, Labels labels) {
    Coded {
      Rows.checkedLabels(labels, codes.rows());
    }

    Coded select(int[] rows) {
      return rows == null ? this : new Coded(codes.select(rows), labels.select(rows));
    }
  }

  @Override
  public Integer call() throws IOException {
    checkSources();
    try (HashModel hash = model == null ? null : HashModel.load(data.find(model))) {
      Coded all = new Coded(codes(hash), labels.all(data));
      Coded asked = ownQueries() ? new Coded(queryCodes(hash), queryLabels()) : all;
      int[] baseRows = Npy.rows(data, database, all.labels().rows());
      int[] queryRows = Npy.rows(data, queries, asked.labels().rows());
      EvaluationOptions options = EvaluationOptions.defaults().withThreads(threads);
      if (maskSemantic) {
        options = options.withMask(hash.semanticMask());
      }
      report(
          asked.select(queryRows),
          all.select(baseRows),
          options,
          overlap(queryRows, baseRows, all.labels().rows()));
    }
    return 0;
  }

  private void checkSources() {
    if ((codes != null) == features.given()) {
      throw new IllegalArgumentException("give either --codes or --features");
    }
    if (model == null && (features.given() || !queryFeatures.isEmpty() || maskSemantic)) {
      throw new IllegalArgumentException(
          "--features, --query-features and --mask-semantic need --model");
    }
    if (queryCodes != null && !queryFeatures.isEmpty()) {
      throw new IllegalArgumentException("give either --query-codes or --query-features");
    }
    if (ownQueries() == queryLabels.isEmpty()) {
      throw new IllegalArgumentException(
          "--query-labels goes with --query-codes or --query-features");
    }
    if (!ownQueries() && queries == null) {
      throw new IllegalArgumentException(
          "no queries: give --queries, --query-codes or --query-features");
    }
  }

  private boolean ownQueries() {
    return queryCodes != null || !queryFeatures.isEmpty();
  }

  /** The queries that also stand in the database; -1: codes alone do not tell. */
  private int overlap(int[] queryRows, int[] baseRows, int rows) throws IOException {
    if (!ownQueries()) {
      int[] base = baseRows == null ? IntStream.range(0, rows).toArray() : baseRows;
      return Overlap.ofRows(queryRows, base).count();
    }
    if (queryFeatures.isEmpty() || !features.given()) {
      return -1;
    }
    return Overlap.between(
            Rows.of(features.scaled(Npy.vectors(data, queryFeatures), data), queryRows),
            Rows.of(features.all(data), baseRows))
        .count();
  }

  private BinaryCodes codes(HashModel hash) throws IOException {
    return codes != null
        ? Npy.codes(data, codes, bits(hash))
        : hash.encode(features.all(data), threads);
  }

  private BinaryCodes queryCodes(HashModel hash) throws IOException {
    return queryCodes != null
        ? Npy.codes(data, queryCodes, bits(hash))
        : hash.encode(features.scaled(Npy.vectors(data, queryFeatures), data), threads);
  }

  private int bits(HashModel hash) {
    if (bits == 0 && hash == null) {
      throw new IllegalArgumentException("--codes needs --bits");
    }
    return bits == 0 ? hash.bits() : bits;
  }

  private Labels queryLabels() throws IOException {
    return Npy.labels(data, queryLabels);
  }

  private void report(Coded asked, Coded base, EvaluationOptions options, int overlap) {
    if (asked.codes().rows() == 0) {
      throw new IllegalArgumentException("there is no query: the files that name them have no row");
    }
    Evaluation evaluation =
        Evaluation.ofRanking(
            asked.codes(),
            base.codes(),
            GroundTruth.fromLabels(asked.labels(), base.labels()),
            options);
    output.print(EvaluationReport.of(evaluation, k, radius, variants, overlap), r -> r.text());
  }
}
