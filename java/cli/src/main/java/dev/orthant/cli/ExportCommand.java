package dev.orthant.cli;

import dev.orthant.cli.console.Output;
import dev.orthant.cli.console.OutputFile;
import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.encode.Precision;
import dev.orthant.encode.PrecisionReport;
import dev.orthant.evaluate.Evaluation;
import dev.orthant.evaluate.EvaluationOptions;
import dev.orthant.evaluate.GroundTruth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code orthant export}: a model in another precision, and what that changes. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false,
    description = "Writes a model that encodes in another precision and says what that changes.",
    footer = {
      "",
      "Rule of thumb: int8 if at least 99.5 %% of the bits of the sample are unchanged and mAP "
          + "falls by at most 0.1 points, else fp32. The model is written either way; nothing is "
          + "lost, export --precision fp32 leads back.",
      "With --labels and --queries, mAP is measured too: of those rows of the sample against all "
          + "others."
    })
final class ExportCommand implements Callable<Integer> {
  @Option(names = "--model", required = true, paramLabel = "M.orthant", description = "The model.")
  private String model;

  @Option(
      names = "--precision",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Precision precision = Precision.INT8;

  @Mixin private FeatureOptions features;
  @Mixin private LabelOptions labels;

  @Option(
      names = "--queries",
      paramLabel = "R.npy",
      description = "Row numbers of the queries in the sample: integers.")
  private String queries;

  @Option(names = "--threads", description = "Threads; the figures are the same. Default: all.")
  private int threads = Threads.all();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "E.orthant",
      description = "The model file to write.")
  private Path out;

  @Mixin private DataOptions data;
  @Mixin private Output output;

  @Override
  public Integer call() throws IOException {
    OutputFile.check(out);
    if (labels.given() != (queries != null)) {
      throw new IllegalArgumentException("--labels and --queries go together");
    }
    try (HashModel before = HashModel.load(data.find(model));
        HashModel after = before.withPrecision(precision)) {
      Vectors sample = features.all(data);
      BinaryCodes old = before.encode(sample, threads);
      BinaryCodes codes = after.encode(sample, threads);
      PrecisionReport report = PrecisionReport.of(old, codes);
      Double map = labels.given() ? map(old) : null;
      Double mapAfter = labels.given() ? map(codes) : null;
      after.save(out);
      output.print(
          ExportReport.of(before.precision(), precision, report, map, mapAfter, out.toString()),
          ExportReport::text);
    }
    return 0;
  }

  /** Of the queries among the rows of the sample against its other rows. */
  private double map(BinaryCodes codes) throws IOException {
    Labels all = Rows.checkedLabels(labels.all(data), codes.rows());
    int[] asked = Npy.rows(data, queries, codes.rows());
    int[] base = Rows.others(asked, codes.rows());
    if (asked.length == 0 || base.length == 0) {
      throw new IllegalArgumentException(
          queries + " must name at least one row of the sample and leave at least one");
    }
    return Evaluation.ofRanking(
            codes.select(asked),
            codes.select(base),
            GroundTruth.fromLabels(all.select(asked), all.select(base)),
            EvaluationOptions.defaults().withThreads(threads))
        .meanAveragePrecision();
  }
}
