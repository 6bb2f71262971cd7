package dev.orthant.cli;

import dev.orthant.cli.console.Count;
import dev.orthant.cli.console.TextTable;
import dev.orthant.cli.learn.Training;
import dev.orthant.data.Labels;
import dev.orthant.evaluate.CodeLength;
import dev.orthant.learn.Trainer;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The code length of a model to be learned: a number, or chosen on rows held out. */
final class LengthOptions {
  private static final String AUTO = "auto";

  @Option(
      names = "--bits",
      required = true,
      paramLabel = "N|auto",
      description =
          "Code length, 1 to 1024; or auto: the shortest of --lengths whose codes, learned without"
              + " a fifth of the labelled rows, retrieve for these about as well as the best.")
  private String bits;

  @Option(
      names = "--lengths",
      split = ",",
      paramLabel = "N",
      description = "With --bits auto: the lengths to try. Default: 16,32,64,128.")
  private int[] lengths;

  @Option(
      names = "--tolerance",
      description = "With --bits auto: the mAP that may be lost against the best. Default: 0.01.")
  private Double tolerance;

  /** The length as given; lengths are to be chosen among where it is {@link #AUTO}. */
  boolean auto() {
    boolean auto = bits.equals(AUTO);
    if (!auto && (lengths != null || tolerance != null)) {
      throw new IllegalArgumentException("--lengths and --tolerance go with --bits auto");
    }
    return auto;
  }

  int given() {
    try {
      return Integer.parseInt(bits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--bits " + bits + " is neither a number nor auto");
    }
  }

  /** Learns with each length from a part of the rows. */
  CodeLength.Choice choose(Training training, Trainer<?> trainer, long seed, int threads) {
    Labels labels = training.labels();
    if (labels == null) {
      throw new IllegalArgumentException("--bits auto needs --labels");
    }
    return CodeLength.among(lengths == null ? new int[] {16, 32, 64, 128} : lengths)
        .withTolerance(tolerance == null ? 0.01 : tolerance)
        .withSeed(seed)
        .withThreads(threads)
        .choose(
            training.features(),
            labels,
            (lengths, x, y) ->
                new Training(
                        x,
                        y.withClasses(labels.classes()),
                        training.semantics(),
                        training.unlabelled())
                    .runEach(trainer, lengths));
  }

  static String text(CodeLength.Choice choice) {
    TextTable table = new TextTable(List.of("bits", "mAP"));
    for (CodeLength.Trial trial : choice.trials()) {
      table.row(
          List.of(
              Integer.toString(trial.bits()),
              String.format(Locale.ROOT, "%.4f", trial.meanAveragePrecision())));
    }
    return String.format(
        Locale.ROOT,
        "%s held out as queries against %d, learned in %.2f s:%n%schosen: %s%n",
        Count.of(choice.queries(), "row"),
        choice.trainRows(),
        choice.seconds(),
        table,
        Count.of(choice.bits(), "bit"));
  }
}
