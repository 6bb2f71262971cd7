package dev.orthant.cli.reproduce;

import dev.orthant.cli.console.Count;
import dev.orthant.cli.console.Machine;
import dev.orthant.learn.TrainingException;
import dev.orthant.learn.TrainingListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the runs that a file of results lacks. */
public final class Reproduction {
  private static final List<Protocol> PROTOCOLS =
      List.of(new ZeroShot(), new ZeroShotDrawn(), new Setting1(), new TextIntents(), new ByName());

  /** Which bits plays no part in whether there is such a method. */
  private static final int ANY_BITS = 8;

  private final ResultsFile file;
  private final Choice choice;
  private final Machine machine = Machine.current();
  private final Listeners listeners;
  private int made;
  private int there;
  private int refused;

  /**
   * What to run.
   *
   * @param splits which splits of the protocols, by name; empty: all
   * @param again whether runs are made anew that the file has
   */
  public record Choice(
      List<String> protocols,
      List<Entrant> entrants,
      List<Integer> bits,
      List<Long> seeds,
      List<String> splits,
      String semantics,
      int threads,
      boolean again) {}

  /** Who is told what goes on: of the run that begins, of its rounds, and of each row made. */
  public record Listeners(Consumer<String> run, TrainingListener rounds, Consumer<String> row) {}

  /** What was done. */
  public record Summary(int made, int there, int refused) {
    /** One line of text. */
    public String text() {
      return Count.of(made, "run")
          + " made, "
          + refused
          + " of them refused by their methods; "
          + there
          + (there == 1 ? " was there" : " were there");
    }
  }

  /** Refuses a choice that cannot be run, before anything is. */
  public Reproduction(ResultsFile file, Choice choice, Listeners listeners) {
    this.file = file;
    this.choice = choice;
    this.listeners = listeners;
    chosen(choice.protocols());
    for (Entrant entrant : choice.entrants()) {
      for (int bits : choice.bits()) {
        for (long seed : choice.seeds()) {
          entrant.learner(bits, seed, choice.threads(), listeners.rounds());
        }
      }
    }
  }

  /** The names of all protocols. */
  public static List<String> protocols() {
    return PROTOCOLS.stream().map(Protocol::name).toList();
  }

  private static List<Protocol> chosen(List<String> names) {
    List<Protocol> chosen = new ArrayList<>();
    for (String name : names) {
      chosen.add(
          PROTOCOLS.stream()
              .filter(protocol -> protocol.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "protocol \"" + name + "\" is none of " + protocols())));
    }
    return chosen;
  }

  /**
   * Which of the rows that a file has now are put into tables; what is empty, or null, is no limit.
   *
   * @param entrants which methods, in this order
   * @param seeds which seeds; references have none and are always there
   * @param semantics which file of class vectors
   */
  public record Shown(
      List<String> protocols,
      List<Entrant> entrants,
      List<Integer> bits,
      List<Long> seeds,
      List<String> splits,
      String semantics) {
    private boolean has(Row row) {
      return (semantics == null || row.semantics().equals(semantics))
          && (splits.isEmpty() || splits.contains(row.split()))
          && (seeds.isEmpty() || row.bits() == 0 || seeds.contains(row.seed()));
    }
  }

  /** The tables of the rows that the file has now, one for each file of class vectors. */
  public static Tables tables(ResultsFile file, Shown shown) throws IOException {
    List<Protocol> protocols = chosen(shown.protocols());
    for (Entrant entrant : shown.entrants()) {
      entrant.learner(ANY_BITS, 1, 1, round -> {}); // refuses what is no method
    }
    Collection<Row> rows = file.rows();
    Set<String> names = new TreeSet<>(shown.protocols());
    requireNamed(
        "split",
        shown.splits(),
        rows.stream().filter(row -> names.contains(row.protocol())).map(Row::split));
    if (shown.semantics() != null) {
      requireNamed(
          "file of class vectors", List.of(shown.semantics()), rows.stream().map(Row::semantics));
    }
    ProtocolTable.Lines lines =
        new ProtocolTable.Lines(
            shown.entrants().stream().map(Entrant::toString).toList(), shown.bits());
    List<Row> chosen = rows.stream().filter(shown::has).toList();
    return new Tables(
        protocols.stream()
            .flatMap(protocol -> ProtocolTable.of(protocol, chosen, lines).stream())
            .toList());
  }

  private static void requireNamed(String what, List<String> wanted, Stream<String> known) {
    Set<String> names = known.collect(Collectors.toCollection(TreeSet::new));
    for (String name : wanted) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(what + " \"" + name + "\" is none of " + names);
      }
    }
  }

  /** Tables, which print as text or JSON. */
  public record Tables(List<ProtocolTable> tables) {
    /** Markdown. */
    public String text() {
      return tables.stream().map(table -> table.text() + "\n").collect(Collectors.joining());
    }
  }

  /** Runs what is lacking, all methods with the first seed first. */
  public Summary run(DataFolder.Source source) throws IOException {
    Map<Protocol, List<Protocol.Split>> splits = new LinkedHashMap<>();
    for (Protocol protocol : chosen(choice.protocols())) {
      splits.put(protocol, protocol.splits(source, choice.semantics()));
    }
    requireNamed(
        "split",
        choice.splits(),
        splits.values().stream().flatMap(List::stream).map(Protocol.Split::name));
    for (Map.Entry<Protocol, List<Protocol.Split>> entry : splits.entrySet()) {
      run(entry.getKey(), entry.getValue());
    }
    return new Summary(made, there, refused);
  }

  private void run(Protocol protocol, List<Protocol.Split> splits) throws IOException {
    for (long seed : choice.seeds()) {
      for (Entrant entrant : choice.entrants()) {
        for (Protocol.Split split : splits) {
          if (choice.splits().isEmpty() || choice.splits().contains(split.name())) {
            run(protocol, split, entrant, seed);
          }
        }
      }
    }
  }

  /** A reference runs once, whatever the seeds and code lengths. */
  private void run(Protocol protocol, Protocol.Split split, Entrant entrant, long seed)
      throws IOException {
    if (!entrant.isReference()) {
      for (int bits : choice.bits()) {
        run(protocol, split, entrant, bits, seed);
      }
    } else if (seed == choice.seeds().get(0)) {
      run(protocol, split, entrant, 0, 0);
    }
  }

  private void run(Protocol protocol, Protocol.Split split, Entrant entrant, int bits, long seed)
      throws IOException {
    Learner learner = entrant.learner(bits, seed, choice.threads(), listeners.rounds());
    if (!split.admits(learner)) {
      return;
    }
    Row.Place place =
        new Row.Place(
            protocol.name(), split.name(), entrant.toString(), bits, seed, choice.semantics());
    if (!choice.again() && isThere(place, learner)) {
      there++;
      return;
    }
    String what = place.protocol() + " " + place.split() + " " + place.method();
    what += bits == 0 ? "" : ", " + Count.of(bits, "bit") + ", seed " + seed;
    listeners.run().accept(what);
    Row row = measured(place, split, learner);
    file.append(row);
    made++;
    refused += row.refused() == null ? 0 : 1;
    listeners.row().accept(what + ": " + summary(row));
  }

  /** Read anew for each run: another program may add rows meanwhile. */
  private boolean isThere(Row.Place place, Learner learner) throws IOException {
    return file.rows().stream()
        .filter(row -> row.place().equals(place))
        .anyMatch(row -> row.repeats(learner.options(), machine));
  }

  private Row measured(Row.Place place, Protocol.Split split, Learner learner) {
    Stopwatch watch = new Stopwatch();
    Figures figures = new Figures();
    String problem = null;
    try {
      figures = split.measure(learner, watch);
    } catch (IllegalArgumentException | TrainingException e) {
      problem = String.valueOf(e.getMessage());
    }
    return new Row(
        place.protocol(),
        place.split(),
        place.method(),
        place.bits(),
        place.seed(),
        place.semantics(),
        learner.options(),
        figures.values(),
        watch.seconds(),
        choice.threads(),
        problem,
        machine);
  }

  private static String summary(Row row) {
    if (row.refused() != null) {
      return "refused: " + row.refused();
    }
    StringBuilder text = new StringBuilder();
    row.figures()
        .forEach(
            (name, value) -> {
              if (name.endsWith("map") || name.endsWith("precisionAt20")) {
                text.append(String.format(Locale.ROOT, "%s %.4f, ", name, value));
              }
            });
    row.seconds()
        .forEach(
            (kind, value) -> text.append(String.format(Locale.ROOT, "%s %.1f s, ", kind, value)));
    return text.substring(0, text.length() - 2);
  }
}
