package dev.orthant.cli;

import dev.orthant.cli.console.Machine;
import dev.orthant.cli.console.Output;
import dev.orthant.cli.console.Progress;
import dev.orthant.cli.console.TextTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code orthant reproduce}: the protocol of the ZSH paper on a folder of evaluation data. */
@Command(
    name = "reproduce",
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false,
    description = "Runs the zero-shot protocol of the ZSH paper over several seeds.",
    footer = {
      "",
      "The set is a folder with train_features_u8, test_features_u8 (rows x dimension uint8), "
          + "scale_f32, train_labels, test_labels, class vectors (all npy), and "
          + "splits/unseenU_{train,database,queries,seen_queries}.npy: row numbers, training rows "
          + "before test rows.",
      "Zero-shot mAP: queries of the unseen class against the whole database, ties in random order."
          + " Seen mAP: as in the published protocol, the seen queries are in the database."
    })
final class ReproduceCommand implements Callable<Integer> {
  @Option(names = "--set", description = "The set's folder. Default: ${DEFAULT-VALUE}.")
  private String set = "cifar10-mobilenetv1";

  @Option(names = "--unseen", description = "The unseen class. Default: ${DEFAULT-VALUE}.")
  private int unseen = 3;

  @Option(
      names = "--methods",
      split = ",",
      description =
          "Methods, or methods with a preset such as zsh-published. Default: ${DEFAULT-VALUE}.")
  private List<String> methods = List.of("zsh-published", "zsh", "sdh");

  @Option(
      names = "--semantics",
      paramLabel = "S.npy",
      description = "Class vectors, a file of the set. Default: ${DEFAULT-VALUE}.")
  private String semantics = "class_minilm384.npy";

  @Option(names = "--bits", description = "Code length. Default: ${DEFAULT-VALUE}.")
  private int bits = 64;

  @Option(
      names = "--seeds",
      description = "Runs with the seeds 1, 2, ... Default: ${DEFAULT-VALUE}.")
  private int seeds = 5;

  @Option(names = "--threads", description = "Threads; the figures are the same. Default: all.")
  private int threads = Threads.all();

  @Mixin private DataOptions data;
  @Mixin private Output output;

  private record Report(
      String set,
      int unseen,
      String semantics,
      int bits,
      int seeds,
      int threads,
      List<ZeroShotProtocol.Result> methods,
      Machine machine) {
    String text() {
      TextTable table =
          new TextTable(
              List.of("method", "zero-shot mAP", "[ties worst, best]", "seen mAP", "train s"));
      for (ZeroShotProtocol.Result result : methods) {
        table.row(
            List.of(
                result.method(),
                result.zeroShotMap().text(),
                range(result.zeroShotMapLowest(), result.zeroShotMapHighest()),
                result.seenMap().text(),
                String.format(Locale.ROOT, "%.2f", result.trainingSeconds())));
      }
      return String.format(
          "%s, class %d unseen, %d bits, %s, seeds 1 to %d: mean (standard deviation)%n%n%s%n%s, "
              + "%d threads",
          set, unseen, bits, semantics, seeds, table, machine.text(), threads);
    }

    private static String range(double lowest, double highest) {
      return String.format(Locale.ROOT, "[%.3f, %.3f]", lowest, highest);
    }
  }

  @Override
  public Integer call() throws IOException {
    if (seeds < 1) {
      throw new IllegalArgumentException("--seeds is " + seeds + "; it must be at least 1");
    }
    ZeroShotProtocol protocol = ZeroShotProtocol.read(data, set, unseen, semantics);
    List<ZeroShotProtocol.Result> results = new ArrayList<>();
    try (Progress progress = new Progress()) {
      for (String method : methods) {
        results.add(protocol.run(method, bits, seeds, threads, progress));
      }
    }
    output.print(
        new Report(set, unseen, semantics, bits, seeds, threads, results, Machine.current()),
        Report::text);
    return 0;
  }
}
