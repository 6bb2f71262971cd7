package dev.orthant.cli;

import dev.orthant.cli.console.Count;
import dev.orthant.cli.console.Output;
import dev.orthant.cli.console.OutputFile;
import dev.orthant.data.BinaryCodes;
import dev.orthant.data.ClassSemantics;
import dev.orthant.encode.HashModel;
import dev.orthant.index.HammingIndex;
import dev.orthant.search.BatchResult;
import dev.orthant.search.Query;
import dev.orthant.search.RowFilter;
import dev.orthant.search.SearchResult;
import dev.orthant.search.Searcher;
import dev.orthant.search.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code orthant search}: an index and queries in, neighbours out. */
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false,
    description =
        "Finds the nearest codes of an index, all within a radius, or the nearest within.",
    footer = {
      "",
      "Queries are codes (--queries), feature vectors (--model and --features) or class vectors "
          + "(--model and --semantics; compared on the model's semantic bits only).",
      "Hits come in the order of distance, then id. --out writes them as int64, hits x 3: "
          + "query row, id, distance."
    })
final class SearchCommand implements Callable<Integer> {
  @Option(names = "--index", required = true, paramLabel = "I.orthant", description = "The index.")
  private String index;

  @Option(
      names = "--queries",
      paramLabel = "C.npy",
      description = "Codes to search for: rows x ceil(bits / 64) uint64.")
  private String queries;

  @Option(names = "--model", paramLabel = "M.orthant", description = "Encodes the queries.")
  private String model;

  @Mixin private ChosenFeatureOptions features;
  @Mixin private SemanticsOptions semantics;

  @Option(
      names = "--class",
      split = ",",
      paramLabel = "CLASS",
      description = "Of the class vectors, only these, by number or name.")
  private List<String> classes = List.of();

  @Option(
      names = "--mask-semantic",
      description = "Count distances on the model's semantic bits only.")
  private boolean maskSemantic;

  @Mixin private QueryOptions asked;

  @Option(
      names = "--threads",
      description =
          "Threads; the hits are the same. Default: all cores. Searches with a limit, --verify or "
              + "--explain run one by one.")
  private int threads = Threads.all();

  @Option(
      names = "--verify",
      description = "Check each answer by a plain scan of all rows, bit by bit.")
  private boolean verify;

  @Option(names = "--explain", description = "Say how each search was planned.")
  private boolean explain;

  @Option(names = "--out", paramLabel = "R.npy", description = "Write the hits to this file.")
  private Path out;

  @Mixin private DataOptions data;
  @Mixin private Output output;

  private record Found(
      int queries, Integer k, Integer radius, boolean exact, boolean verified, List<Hits> results) {
    String text() {
      return results.stream().map(hits -> hits.text() + "\n").collect(Collectors.joining())
          + (results.isEmpty() ? "no query" : "(id@distance)")
          + (verified ? "\nverified by plain scans" : "");
    }
  }

  /** What is left to say when the hits went to a file. */
  private record Written(
      int queries,
      Integer k,
      Integer radius,
      boolean exact,
      boolean verified,
      long hits,
      String out) {
    String text() {
      return Count.of(hits, "hit")
          + " of "
          + Count.of(queries, "query", "queries")
          + " written to "
          + out
          + (exact ? "" : "; not all answers are exact")
          + (verified ? "; verified by plain scans" : "");
    }
  }

  @Override
  public Integer call() throws IOException {
    int sources =
        (queries != null ? 1 : 0) + (features.given() ? 1 : 0) + (semantics.given() ? 1 : 0);
    if (sources != 1) {
      throw new IllegalArgumentException("give one of --queries, --features and --semantics");
    }
    features.refuseStrays();
    if (!classes.isEmpty() && !semantics.given()) {
      throw new IllegalArgumentException("--class needs --semantics");
    }
    if (model == null && (queries == null || maskSemantic)) {
      throw new IllegalArgumentException(
          "--features, --semantics and --mask-semantic need --model");
    }
    asked.check();
    if (out != null) {
      OutputFile.check(out);
    }
    try (HammingIndex codes = HammingIndex.open(data.find(index), threads);
        RowFilter filter = asked.filter(data);
        HashModel hash = model == null ? null : HashModel.load(data.find(model))) {
      if (hash != null && hash.bits() != codes.bits()) {
        throw new IllegalArgumentException(
            "the model has " + hash.bits() + " bits, the index has " + codes.bits());
      }
      if (maskSemantic && hash.semanticDimension().isEmpty()) {
        throw new IllegalArgumentException("--mask-semantic: the model has no semantic bits");
      }
      long[] mask = maskSemantic || semantics.given() ? hash.semanticMask() : null;
      report(search(codes, queries(hash, codes.bits()), asked.query(mask, filter)));
    }
    return 0;
  }

  /** The codes to search for; of class vectors also their rows and names. */
  private record Queries(BinaryCodes codes, int[] rows, List<String> names) {
    /** The name of a query; null if it has none. */
    String name(int i) {
      return names.isEmpty() ? null : names.get(i);
    }

    static Queries of(BinaryCodes codes) {
      return new Queries(codes, IntStream.range(0, codes.rows()).toArray(), List.of());
    }
  }

  private Queries queries(HashModel hash, int bits) throws IOException {
    if (queries != null) {
      return Queries.of(Npy.codes(data, queries, bits));
    }
    if (features.given()) {
      return Queries.of(hash.encode(features.chosen(data)));
    }
    ClassSemantics known = semantics.read(data);
    int[] chosen =
        classes.isEmpty()
            ? IntStream.range(0, known.classes()).toArray()
            : Rows.classes(classes, known.names(), known.classes());
    return new Queries(
        hash.encodeSemantics(known.vectors().select(chosen)),
        chosen,
        IntStream.of(chosen).mapToObj(known.names()::get).toList());
  }

  private List<Hits> search(HammingIndex index, Queries wanted, Query query) {
    if (query.isLimited() || verify || explain) {
      return oneByOne(index, wanted, query);
    }
    BatchResult found = index.searchAll(wanted.codes(), query, Workers.of(threads));
    List<Hits> all = new ArrayList<>();
    for (int i = 0; i < found.queries(); i++) {
      all.add(Hits.of(wanted.rows()[i], wanted.name(i), found.ids(i), found.distances(i)));
    }
    return all;
  }

  private List<Hits> oneByOne(HammingIndex index, Queries wanted, Query query) {
    List<Hits> all = new ArrayList<>();
    try (Searcher searcher = index.newSearcher()) {
      for (int i = 0; i < wanted.codes().rows(); i++) {
        SearchResult found = searcher.search(wanted.codes().row(i), query);
        List<Map<String, String>> explanation = explain ? searcher.explain() : null;
        if (verify && !searcher.verify()) {
          throw new IllegalStateException(
              "query " + wanted.rows()[i] + ": a plain scan gives another answer than " + found);
        }
        all.add(Hits.of(wanted.rows()[i], wanted.name(i), found, explanation));
      }
    }
    return all;
  }

  private void report(List<Hits> hits) throws IOException {
    boolean exact = hits.stream().allMatch(Hits::exact);
    int count = hits.size();
    if (out == null) {
      output.print(new Found(count, asked.k(), asked.radius(), exact, verify, hits), Found::text);
      return;
    }
    long written = Hits.write(out, hits);
    output.print(
        new Written(count, asked.k(), asked.radius(), exact, verify, written, out.toString()),
        Written::text);
  }
}
