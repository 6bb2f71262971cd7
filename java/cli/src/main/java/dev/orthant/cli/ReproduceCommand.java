package dev.orthant.cli;

import dev.orthant.cli.console.Output;
import dev.orthant.cli.console.OutputFile;
import dev.orthant.cli.console.Progress;
import dev.orthant.cli.learn.Methods;
import dev.orthant.cli.reproduce.DataFolder;
import dev.orthant.cli.reproduce.Entrant;
import dev.orthant.cli.reproduce.Reproduction;
import dev.orthant.cli.reproduce.ResultsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code orthant reproduce}: protocols of the literature, one run after the other, and tables. */
@Command(
    name = "reproduce",
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false,
    description = "Runs the protocols of the literature and prints the tables of their figures.",
    footer = {
      "",
      "Each run is one line of the results file; runs that are there are not made again, so the"
          + " command goes on where it was interrupted. A run is there if its protocol, split,"
          + " method, options in force, bits, seed, class vectors, release and tier are.",
      "The folders of data (npy files of rows x dimension, row numbers, classes.txt) are"
          + " cifar10-mobilenetv1, text-intents, demo-cifar10 and demo-fashion; docs/learners.md"
          + " says what each protocol does with them."
    })
final class ReproduceCommand implements Callable<Integer> {
  private static final List<Integer> BITS = List.of(32, 64);
  private static final List<String> METHODS =
      List.of("lsh", "itq", "sdh", "zsh-published", "zsh", "semantic-itq");
  private static final String SEEDS = "1..3";
  private static final String SEMANTICS = "class_minilm384.npy";
  private static final Pattern SEED_RANGE = Pattern.compile("(\\d{1,15})(?:\\.\\.(\\d{1,15}))?");

  @Option(
      names = "--protocols",
      split = ",",
      completionCandidates = ProtocolNames.class,
      description = "Some of ${COMPLETION-CANDIDATES}. Default: all.")
  private List<String> protocols = Reproduction.protocols();

  @Option(
      names = "--methods",
      split = ",(?![\\w-]+=)", // a comma before NAME= belongs to the options of the method
      splitSynopsisLabel = ",",
      completionCandidates = Methods.PresetNames.class,
      description =
          "Methods by name (see train --help), with a preset (${COMPLETION-CANDIDATES}), or with"
              + " options, as in zsh:alpha=0.1,beta=0.1; and the references cosine (of the"
              + " features) and cosine-scores (of class scores by ridge regression). Default: lsh,"
              + " itq, sdh, zsh-published, zsh, semantic-itq; with --table, all of the file.")
  private List<String> methods = List.of();

  @Option(
      names = "--bits",
      split = ",",
      description = "Code lengths. Default: 32, 64; with --table, all of the file.")
  private List<Integer> bits = List.of();

  @Option(
      names = "--seeds",
      paramLabel = "A..B",
      description =
          "Seeds: one, or from one to another. Default: 1..3; with --table, all of the file.")
  private String seeds;

  @Option(
      names = "--splits",
      split = ",",
      description = "Only these splits of the protocols, such as unseen3. Default: all.")
  private List<String> splits = List.of();

  @Option(
      names = "--semantics",
      paramLabel = "S.npy",
      description =
          "Class vectors, a file of each folder. Default: class_minilm384.npy; with --table, all"
              + " of the file, in a table for each.")
  private String semantics;

  @Option(
      names = "--results",
      paramLabel = "R.jsonl",
      description = "The file of rows. Default: ${DEFAULT-VALUE}.")
  private Path results = Path.of("reproduction.jsonl");

  @Option(names = "--again", description = "Make runs anew that are there; the last row counts.")
  private boolean again;

  @Option(names = "--table", description = "Print the tables of the file in markdown; run nothing.")
  private boolean table;

  @Option(names = "--threads", description = "Threads; the figures are the same. Default: all.")
  private int threads = Threads.all();

  @Mixin private DataOptions data;
  @Mixin private Output output;

  /** For the help. */
  static final class ProtocolNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Reproduction.protocols().iterator();
    }
  }

  @Override
  public Integer call() throws IOException {
    ResultsFile file = new ResultsFile(results);
    if (table) {
      if (!Files.exists(results)) {
        throw new NoSuchFileException(results.toString());
      }
      output.print(Reproduction.tables(file, shown()), Reproduction.Tables::text);
      return 0;
    }
    OutputFile.check(results);
    Reproduction.Summary summary;
    try (Progress progress = new Progress()) {
      summary = runs(file, progress).run(name -> new DataFolder(data.find(name)));
    }
    output.print(summary, Reproduction.Summary::text);
    return 0;
  }

  private Reproduction runs(ResultsFile file, Progress progress) {
    Consumer<String> row =
        line -> {
          progress.clear();
          output.tell(line);
        };
    return new Reproduction(
        file, choice(), new Reproduction.Listeners(progress::begin, progress, row));
  }

  private Reproduction.Shown shown() {
    return new Reproduction.Shown(
        protocols,
        entrants(methods),
        bits,
        seeds == null ? List.of() : seedList(seeds),
        splits,
        semantics);
  }

  private Reproduction.Choice choice() {
    return new Reproduction.Choice(
        protocols,
        entrants(methods.isEmpty() ? METHODS : methods),
        bits.isEmpty() ? BITS : bits,
        seedList(seeds == null ? SEEDS : seeds),
        splits,
        semantics == null ? SEMANTICS : semantics,
        threads,
        again);
  }

  private static List<Entrant> entrants(List<String> words) {
    return words.stream().map(Entrant::parse).toList();
  }

  private static List<Long> seedList(String seeds) {
    Matcher matcher = SEED_RANGE.matcher(seeds);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("--seeds \"" + seeds + "\" is neither A nor A..B");
    }
    long first = Long.parseLong(matcher.group(1));
    long last = matcher.group(2) == null ? first : Long.parseLong(matcher.group(2));
    if (last < first || last - first >= 1000) {
      throw new IllegalArgumentException("--seeds " + seeds + " must be 1 to 1000 seeds, upwards");
    }
    return LongStream.rangeClosed(first, last).boxed().toList();
  }
}
