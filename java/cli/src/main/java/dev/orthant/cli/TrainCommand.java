package dev.orthant.cli;

import dev.orthant.cli.console.Count;
import dev.orthant.cli.console.Output;
import dev.orthant.cli.console.OutputFile;
import dev.orthant.cli.console.Progress;
import dev.orthant.cli.learn.Methods;
import dev.orthant.cli.learn.Training;
import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.evaluate.CodeLength;
import dev.orthant.learn.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code orthant train}: features, labels and class vectors in, a model file out. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false,
    description = "Learns a hash model and writes it to a file.",
    footer = {
      "",
      "Some methods take features alone, some labels too, some also class vectors; what is missing"
          + " is asked for. An option that a method lacks is refused with the names of those it"
          + " has. All of them: docs/learners.md."
    })
final class TrainCommand implements Callable<Integer> {
  @Option(
      names = "--method",
      completionCandidates = Methods.Words.class,
      description =
          "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}. The last of them are"
              + " METHOD-PRESET: a method with settings of the literature.")
  private String method = Methods.DEFAULT;

  @Mixin private ChosenFeatureOptions features;
  @Mixin private LabelOptions labels;
  @Mixin private SemanticsOptions semantics;

  @Option(
      names = "--seen",
      split = ",",
      paramLabel = "CLASS",
      description =
          "Train on the rows of these classes only, by number or name. The class vectors of the "
              + "others count as names known in advance (see --names).")
  private List<String> seen = List.of();

  @Option(
      names = "--names",
      paramLabel = "all|seen",
      description =
          "With --seen: whether training knows the class vectors of all classes or of the seen ones"
              + " only. Default: all.")
  private Names names;

  @Option(
      names = "--unlabelled",
      split = ",",
      paramLabel = "F.npy",
      description =
          "Rows whose classes are not known, like --features: they help with what needs no labels."
              + " For the method orthant.")
  private List<String> unlabelled = List.of();

  @Mixin private LengthOptions lengths;

  @Option(names = "--seed", description = "Seed of every random choice. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(names = "--threads", description = "Threads; the model is the same. Default: all cores.")
  private int threads = Threads.all();

  @Option(
      names = "--option",
      paramLabel = "NAME=VALUE",
      description = "One option of the method, a number, see docs/learners.md; may be repeated.")
  private Map<String, Double> options = new LinkedHashMap<>();

  @Option(
      names = "--no-unit-rows",
      description = "Take features as they are. Default: rows are scaled to unit length.")
  private boolean noUnitRows;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description =
          "Write the training's state here after each round; if the file exists, continue from it."
              + " With --bits auto that of the last training, of the length chosen.")
  private Path checkpoint;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "M.orthant",
      description = "The model file to write.")
  private Path out;

  @Mixin private DataOptions data;
  @Mixin private Output output;

  enum Names {
    all,
    seen
  }

  /** What was trained. */
  private record Trained(
      String method,
      int bits,
      int rows,
      int dimension,
      Map<String, Double> options,
      double seconds,
      List<Double> objective,
      CodeLength.Choice lengths,
      String model) {
    String text() {
      String chosen = lengths == null ? "" : LengthOptions.text(lengths);
      return chosen
          + String.format(
              Locale.ROOT,
              "%s, %s, from %s of %s in %.2f s%nwritten to %s",
              method,
              Count.of(bits, "bit"),
              Count.of(rows, "row"),
              Count.of(dimension, "number"),
              seconds,
              model);
    }
  }

  @Override
  public Integer call() throws IOException {
    OutputFile.check(out);
    if (checkpoint != null) {
      OutputFile.check(checkpoint);
    }
    Trained trained;
    try (Progress progress = new Progress()) {
      trained = train(progress);
    }
    output.print(trained, Trained::text);
    return 0;
  }

  private Trained train(Progress progress) throws IOException {
    IntFunction<Trainer<?>> ofBits = bits -> trainer(bits, progress);
    boolean auto = lengths.auto();
    Trainer<?> trainer = ofBits.apply(auto ? 1 : lengths.given()); // refuses bad options at once
    Training training = training();
    progress.begin("training " + method);
    CodeLength.Choice choice = null;
    if (auto) {
      choice = lengths.choose(training, trainer, seed, threads);
      trainer = ofBits.apply(choice.bits());
    }
    if (checkpoint != null) { // the trials have none: each of them is another training
      trainer = trainer.withCheckpoints(checkpoint, 1);
    }
    long start = System.nanoTime();
    try (HashModel model = training.run(trainer)) {
      double seconds = (System.nanoTime() - start) / 1e9;
      model.save(out);
      return report(model, training.features().rows(), seconds, choice);
    }
  }

  private Trainer<?> trainer(int bits, Progress progress) {
    Trainer<?> trainer = Methods.trainer(method, bits);
    for (Map.Entry<String, Double> option : options.entrySet()) {
      trainer = trainer.with(option.getKey(), option.getValue());
    }
    if (noUnitRows) {
      trainer = trainer.withoutUnitRows();
    }
    return trainer.withSeed(seed).withThreads(threads).withListener(progress);
  }

  private Trained report(HashModel model, int rows, double seconds, CodeLength.Choice choice) {
    return new Trained(
        method,
        model.bits(),
        rows,
        model.dimension(),
        model.provenance().options(),
        seconds,
        model.provenance().objective(),
        choice,
        out.toString());
  }

  private Training training() throws IOException {
    if (names != null && seen.isEmpty()) {
      throw new IllegalArgumentException("--names needs --seen");
    }
    Vectors vectors = features.all(data);
    int[] rows = features.rows(data, vectors.rows());
    ClassSemantics known = semantics.given() ? semantics.read(data) : null;
    if (!labels.given()) {
      if (!seen.isEmpty()) {
        throw new IllegalArgumentException("--seen needs --labels");
      }
      return new Training(Rows.of(vectors, rows), null, known, others());
    }
    Labels all = Rows.checkedLabels(labels.all(data), vectors.rows());
    if (known != null && known.classes() < all.classes()) {
      throw new IllegalArgumentException(
          known.classes() + " class vectors for labels up to " + (all.classes() - 1));
    }
    if (!seen.isEmpty()) {
      int[] classes = Rows.classes(seen, semantics.names(data), all.classes());
      rows = Rows.ofClasses(all, rows, classes);
      known = known == null || names != Names.seen ? known : onlySeen(known, classes);
    }
    Labels chosen = Rows.of(all, rows);
    return new Training(
        Rows.of(vectors, rows),
        known == null ? chosen : chosen.withClasses(known.classes()),
        known,
        others());
  }

  private Vectors others() throws IOException {
    return unlabelled.isEmpty() ? null : features.scaled(Npy.vectors(data, unlabelled), data);
  }

  private static ClassSemantics onlySeen(ClassSemantics known, int[] seen) {
    return known.without(
        IntStream.range(0, known.classes())
            .filter(other -> IntStream.of(seen).noneMatch(c -> c == other))
            .toArray());
  }
}
