package dev.orthant.cli.reproduce;

import dev.orthant.cli.console.Machine;
import dev.orthant.learn.TrainingException;
import dev.orthant.learn.TrainingListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Makes the runs that a file of results lacks. */
public final class Reproduction {
  private static final List<Protocol> PROTOCOLS =
      List.of(new ZeroShot(), new ZeroShotDrawn(), new Setting1(), new TextIntents(), new ByName());

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
   * @param splits which splits of the protocols, by name
   * @param again whether runs are made anew that the file has
   */
  public record Choice(
      List<String> protocols,
      List<Entrant> entrants,
      List<Integer> bits,
      List<Long> seeds,
      Predicate<String> splits,
      String semantics,
      int threads,
      boolean again) {}

  /** Who is told what goes on: of the run that begins, of its rounds, and of each row made. */
  public record Listeners(Consumer<String> run, TrainingListener rounds, Consumer<String> row) {}

  /** What was done. */
  public record Summary(int made, int there, int refused) {
    /** One line of text. */
    public String text() {
      return String.format(
          "%d runs made, %d of them refused by their methods; %d were there", made, refused, there);
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
   * The tables of the rows that the file has now.
   *
   * @param entrants which methods, in this order; empty: all that the file has
   * @param bits which code lengths; empty: all that the file has
   */
  public static Tables tables(
      ResultsFile file, List<String> protocols, List<Entrant> entrants, List<Integer> bits)
      throws IOException {
    ProtocolTable.Lines lines =
        new ProtocolTable.Lines(entrants.stream().map(Entrant::toString).toList(), bits);
    List<ProtocolTable> tables = new ArrayList<>();
    for (Protocol protocol : chosen(protocols)) {
      tables.add(ProtocolTable.of(protocol, file.rows(), lines));
    }
    return new Tables(tables);
  }

  /** Tables, which print as text or JSON. */
  public record Tables(List<ProtocolTable> tables) {
    /** Markdown. Tables without a line are left out. */
    public String text() {
      StringBuilder text = new StringBuilder();
      for (ProtocolTable table : tables) {
        if (!table.lines().isEmpty()) {
          text.append(table.text()).append('\n');
        }
      }
      return text.toString();
    }
  }

  /** Runs what is lacking, all methods with the first seed first. */
  public Summary run(DataFolder.Source source) throws IOException {
    for (Protocol protocol : chosen(choice.protocols())) {
      List<Protocol.Split> splits = splits(protocol, source);
      for (long seed : choice.seeds()) {
        for (Entrant entrant : choice.entrants()) {
          for (Protocol.Split split : splits) {
            run(protocol, split, entrant, seed);
          }
        }
      }
    }
    return new Summary(made, there, refused);
  }

  private List<Protocol.Split> splits(Protocol protocol, DataFolder.Source source)
      throws IOException {
    return protocol.splits(source, choice.semantics()).stream()
        .filter(split -> choice.splits().test(split.name()))
        .toList();
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
    Row.Place place = new Row.Place(protocol.name(), split.name(), entrant.toString(), bits, seed);
    if (!choice.again() && isThere(place, learner)) {
      there++;
      return;
    }
    String what = place.protocol() + " " + place.split() + " " + place.method();
    what += bits == 0 ? "" : ", " + bits + " bits, seed " + seed;
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
        .anyMatch(row -> row.repeats(learner.options(), choice.semantics(), machine));
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
        choice.semantics(),
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
