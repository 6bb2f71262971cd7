package dev.orthant.cli.demo;

import dev.orthant.cli.console.Machine;
import dev.orthant.cli.console.OutputFile;
import dev.orthant.cli.console.Progress;
import dev.orthant.cli.learn.Training;
import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Labels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Trains every method on the seen classes of a sample and searches for the unseen ones. */
public final class Demo {
  private static final int EXAMPLES_PER_CLASS = 3;
  private static final long MOST_SEED = 1L << 53; // of a trainer
  static final int NAME_SEEDS = 5;
  static final String BY_NAME = "orthant"; // the method that names are searched with

  private static final Map<String, String> TITLES = new LinkedHashMap<>();

  static {
    TITLES.put("lsh", "LSH");
    TITLES.put("itq", "ITQ");
    TITLES.put("sdh", "SDH");
    TITLES.put("zsh", "ZSH");
    TITLES.put("semantic-itq", "semantic ITQ");
    TITLES.put(BY_NAME, "Orthant");
  }

  /** What the user chose. */
  public record Settings(int bits, long seed, int threads) {}

  private final Sample sample;
  private final Split split;
  private final Settings settings;
  private final Progress progress;

  /** Holds the classes {@code unseen} of the sample out. */
  public Demo(Sample sample, int[] unseen, Settings settings, Progress progress) {
    if (settings.seed() > MOST_SEED - (NAME_SEEDS - 1)) {
      throw new IllegalArgumentException(
          "seed = "
              + settings.seed()
              + " is more than 2^53 - "
              + (NAME_SEEDS - 1)
              + ": names are searched for with "
              + NAME_SEEDS
              + " seeds from it on");
    }
    this.sample = sample;
    this.split = Split.of(sample, unseen);
    this.settings = settings;
    this.progress = progress;
  }

  /** Runs everything and writes the page of pictures to {@code page}. */
  public DemoReport run(Path page) throws IOException {
    OutputFile.check(page);
    long start = System.nanoTime();
    int[] shown = examples();
    List<MethodResult> results = new ArrayList<>();
    Map<String, List<List<Hit>>> hits = new LinkedHashMap<>();
    TITLES.forEach(
        (method, title) -> {
          progress.begin("training " + title);
          try (Contestant contestant = contestant(method, sample.semantics(), settings)) {
            results.add(contestant.result());
            hits.put(method, IntStream.of(shown).mapToObj(contestant::nearest).toList());
          }
        });
    progress.begin("searching by name");
    List<NameSearch> byName = searchByName();
    double seconds = (System.nanoTime() - start) / 1e9;
    DemoReport report = report(results, byName, seconds, page);
    String html = new Page(sample, report).html(examples(shown, hits));
    OutputFile.write(page, out -> out.write(html.getBytes(StandardCharsets.UTF_8)));
    return report;
  }

  /** For each unseen class: its name known at training, then given only afterwards. */
  private List<NameSearch> searchByName() {
    ClassSemantics all = sample.semantics();
    List<List<NameSearch>> known = searchByName(all, true);
    List<List<NameSearch>> later = searchByName(all.without(split.unseen()), false);
    List<NameSearch> searches = new ArrayList<>();
    for (int i = 0; i < known.size(); i++) {
      searches.add(NameSearch.overSeeds(known.get(i)));
      searches.add(NameSearch.overSeeds(later.get(i)));
    }
    return searches;
  }

  /** For each unseen class, one search per seed. */
  private List<List<NameSearch>> searchByName(ClassSemantics semantics, boolean known) {
    List<List<NameSearch>> searches = new ArrayList<>();
    IntStream.of(split.unseen()).forEach(unseen -> searches.add(new ArrayList<>()));
    for (int i = 0; i < NAME_SEEDS; i++) {
      Settings seeded = new Settings(settings.bits(), settings.seed() + i, settings.threads());
      try (Contestant contestant = contestant(BY_NAME, semantics, seeded)) {
        for (int c = 0; c < searches.size(); c++) {
          searches.get(c).add(contestant.searchByName(split.unseen()[c], known));
        }
      }
    }
    return searches;
  }

  /** The first query pictures of each unseen class: chosen by order, not by result. */
  private int[] examples() {
    return IntStream.of(split.unseen())
        .flatMap(
            unseen ->
                IntStream.of(split.unseenQueries())
                    .filter(row -> sample.queryLabels().row(row)[0] == unseen)
                    .limit(EXAMPLES_PER_CLASS))
        .toArray();
  }

  private static List<Example> examples(int[] shown, Map<String, List<List<Hit>>> hits) {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < shown.length; i++) {
      List<Example.Found> found = new ArrayList<>();
      for (Map.Entry<String, List<List<Hit>>> entry : hits.entrySet()) {
        found.add(new Example.Found(TITLES.get(entry.getKey()), entry.getValue().get(i)));
      }
      examples.add(new Example(shown[i], found));
    }
    return examples;
  }

  private Contestant contestant(String method, ClassSemantics known, Settings chosen) {
    Labels labels = sample.databaseLabels().select(split.trainingRows());
    Training training =
        new Training(
            sample.database().select(split.trainingRows()),
            labels.withClasses(known.classes()),
            known);
    return Contestant.train(
        method,
        TITLES.get(method),
        training,
        new Contestant.Arena(sample, split, chosen, progress));
  }

  private DemoReport report(
      List<MethodResult> results, List<NameSearch> byName, double seconds, Path page) {
    List<String> names = sample.semantics().names();
    List<String> unseen = IntStream.of(split.unseen()).mapToObj(names::get).toList();
    double unseenRows = sample.database().rows() - split.trainingRows().length;
    return new DemoReport(
        sample.name(),
        settings.bits(),
        settings.seed(),
        unseen,
        names.stream().filter(name -> !unseen.contains(name)).toList(),
        split.trainingRows().length,
        sample.database().rows(),
        split.unseenQueries().length,
        split.seenQueries().length,
        unseenRows / sample.database().rows() / unseen.size(),
        results,
        byName,
        settings.threads(),
        seconds,
        Machine.current(),
        page.toString());
  }
}
