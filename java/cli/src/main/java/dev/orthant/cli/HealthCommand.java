package dev.orthant.cli;

import dev.orthant.cli.console.Output;
import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.evaluate.CodeHealth;
import dev.orthant.evaluate.SearchCost;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code orthant health}: what codes are like, apart from any query. */
@Command(
    name = "health",
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false,
    description = "Says whether codes use their bits, repeat, or collapse, and what may help.",
    footer = {
      "",
      "Codes come from --codes and --bits, or from --model and --features; the latter also give the"
          + " quantisation error."
    })
final class HealthCommand implements Callable<Integer> {
  @Option(
      names = "--codes",
      paramLabel = "C.npy",
      description = "Codes as encode writes them: rows x ceil(bits / 64) uint64.")
  private String codes;

  @Option(names = "--bits", description = "Length of the codes in --codes.")
  private int bits;

  @Option(names = "--model", paramLabel = "M.orthant", description = "Encodes the features.")
  private String model;

  @Mixin private ChosenFeatureOptions features;
  @Mixin private LabelOptions labels;

  @Option(
      names = "--k",
      description =
          "Neighbours of the searches whose cost is predicted. Default: ${DEFAULT-VALUE}.")
  private int k = 10;

  @Option(names = "--threads", description = "Threads; the figures are the same. Default: all.")
  private int threads = Threads.all();

  @Mixin private DataOptions data;
  @Mixin private Output output;

  @Override
  public Integer call() throws IOException {
    if ((codes != null) == features.given() || (codes != null) == (model != null)) {
      throw new IllegalArgumentException("give either --codes or --model and --features");
    }
    features.refuseStrays();
    output.print(codes != null ? ofCodes() : ofModel(), HealthReport::text);
    return 0;
  }

  private HealthReport ofCodes() throws IOException {
    if (bits == 0) {
      throw new IllegalArgumentException("--codes needs --bits");
    }
    BinaryCodes all = Npy.codes(data, codes, bits);
    Labels given = labels.given() ? Rows.checkedLabels(labels.all(data), all.rows()) : null;
    return report(CodeHealth.of(all), all, given);
  }

  private HealthReport ofModel() throws IOException {
    Vectors all = features.all(data);
    int[] rows = features.rows(data, all.rows());
    Labels given = labels.given() ? Rows.checkedLabels(labels.all(data), all.rows()) : null;
    Vectors chosen = Rows.of(all, rows);
    try (HashModel hash = HashModel.load(data.find(model))) {
      BinaryCodes encoded = hash.encode(chosen, threads);
      return report(
          CodeHealth.of(hash, chosen, encoded),
          encoded,
          given == null ? null : Rows.of(given, rows));
    }
  }

  private HealthReport report(CodeHealth health, BinaryCodes all, Labels given) {
    int classes =
        given == null
            ? 1
            : (int)
                IntStream.range(0, given.rows())
                    .flatMap(row -> IntStream.of(given.row(row)))
                    .distinct()
                    .count();
    return HealthReport.of(health, SearchCost.of(all, k, threads), classes);
  }
}
