package dev.orthant.cli.reproduce;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The protocol of Yang et al., "Zero-shot hashing via transferring supervised knowledge", ACM MM
 * 2016: training rows are of the seen classes; the database holds rows of all classes, encoded by
 * the hash function; queries of the unseen class give the zero-shot figure. As published, the seen
 * queries stand in the database.
 *
 * <p>One class of the folder's {@code splits} is unseen at a time, then all of them together. Only
 * then does a database of unseen classes alone ("pure") ask anything: with one unseen class every
 * row of it is relevant.
 */
final class ZeroShot implements Protocol {
  private static final Pattern TRAINING_ROWS = Pattern.compile("unseen(\\d{1,6})_train\\.npy");

  @Override
  public String name() {
    return "zero-shot";
  }

  @Override
  public String title() {
    return "CIFAR-10, zero-shot protocol (ZSH): one class unseen, mean over the classes;"
        + " and all of them unseen together";
  }

  @Override
  public List<Column> columns() {
    return List.of(
        new Column("zero-shot mAP", "zeroShot.map", ZeroShot::isOne),
        new Column("seen mAP", "seen.map", ZeroShot::isOne),
        new Column("together: zero-shot", "zeroShot.map", split -> !isOne(split)),
        new Column("pure", "pure.map", split -> !isOne(split)),
        new Column("seen", "seen.map", split -> !isOne(split)));
  }

  private static boolean isOne(String split) {
    return !split.contains("+");
  }

  @Override
  public List<Split> splits(DataFolder.Source source, String semantics) throws IOException {
    DataFolder folder = source.folder("cifar10-mobilenetv1");
    Corpus corpus = CifarCorpus.read(folder, semantics);
    List<Integer> held = heldOut(folder.path().resolve("splits"));
    List<Split> splits = new ArrayList<>();
    for (int unseen : held) {
      splits.add(split(folder, corpus, List.of(unseen)));
    }
    if (held.size() > 1 && corpus.semantics().classes() - held.size() > 1) {
      splits.add(split(folder, corpus, held));
    }
    return splits;
  }

  /** The classes for which there are files. */
  static List<Integer> heldOut(Path splits) throws IOException {
    Set<Integer> classes = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(splits)) {
      for (Path file : files) {
        Matcher matcher = TRAINING_ROWS.matcher(file.getFileName().toString());
        if (matcher.matches()) {
          classes.add(Integer.valueOf(matcher.group(1)));
        }
      }
    }
    if (classes.isEmpty()) {
      throw new NoSuchFileException(splits.resolve("unseenU_train.npy").toString());
    }
    return List.copyOf(classes);
  }

  /** With several unseen classes: what the files of the first have of the classes still seen. */
  private static Split split(DataFolder folder, Corpus corpus, List<Integer> unseen)
      throws IOException {
    Set<Integer> held = Set.copyOf(unseen);
    int first = unseen.get(0);
    int[] seenRows = corpus.notOf(held, rows(folder, corpus, first, "database"));
    int[] unseenRows = {};
    int[] queries = {};
    for (int each : unseen) {
      int[] database = rows(folder, corpus, each, "database");
      unseenRows = Corpus.concat(unseenRows, corpus.of(Set.of(each), database));
      queries = Corpus.concat(queries, rows(folder, corpus, each, "queries"));
    }
    return new HeldOut(
        "unseen" + unseen.stream().map(String::valueOf).collect(Collectors.joining("+")),
        corpus,
        corpus.notOf(held, rows(folder, corpus, first, "train")),
        Corpus.concat(seenRows, unseenRows),
        unseen.size() > 1 ? unseenRows : null,
        queries,
        corpus.notOf(held, rows(folder, corpus, first, "seen_queries")));
  }

  private static int[] rows(DataFolder folder, Corpus corpus, int unseen, String part)
      throws IOException {
    return folder.rows("splits/unseen" + unseen + "_" + part + ".npy", corpus.features().rows());
  }
}
