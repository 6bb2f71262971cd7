package dev.orthant.cli;

import dev.orthant.cli.console.Output;
import dev.orthant.cli.console.OutputFile;
import dev.orthant.data.BinaryCodes;
import dev.orthant.data.ClassSemantics;
import dev.orthant.encode.HashModel;
import dev.orthant.index.HammingIndex;
import dev.orthant.search.SearchResult;
import dev.orthant.search.Searcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code orthant search}: an index and queries in, neighbours out. */
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false,
    description = "Finds the nearest codes of an index, or all within a radius.",
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

  @ArgGroup(multiplicity = "1")
  private Reach reach;

  private static final class Reach {
    @Option(names = "--k", required = true, description = "How many neighbours, at least 1.")
    private Integer k;

    @Option(names = "--radius", required = true, description = "All within this distance.")
    private Integer radius;
  }

  @Option(names = "--out", paramLabel = "R.npy", description = "Write the hits to this file.")
  private Path out;

  @Mixin private DataOptions data;
  @Mixin private Output output;

  private record Found(int queries, Integer k, Integer radius, List<Hits> results) {}

  /** What is left to say when the hits went to a file. */
  private record Written(int queries, Integer k, Integer radius, long hits, String out) {}

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
    if (out != null) {
      OutputFile.check(out);
    }
    try (HammingIndex codes = HammingIndex.open(data.find(index));
        HashModel hash = model == null ? null : HashModel.load(data.find(model))) {
      if (hash != null && hash.bits() != codes.bits()) {
        throw new IllegalArgumentException(
            "the model has " + hash.bits() + " bits, the index has " + codes.bits());
      }
      if (maskSemantic && hash.semanticDimension().isEmpty()) {
        throw new IllegalArgumentException("--mask-semantic: the model has no semantic bits");
      }
      long[] mask = maskSemantic || semantics.given() ? hash.semanticMask() : null;
      report(search(codes, queries(hash, codes.bits()), mask));
    }
    return 0;
  }

  /** The codes to search for; of class vectors also their rows and names. */
  private record Queries(BinaryCodes codes, int[] rows, List<String> names) {
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

  private List<Hits> search(HammingIndex index, Queries wanted, long[] mask) {
    List<Hits> all = new ArrayList<>();
    try (Searcher searcher = index.newSearcher()) {
      for (int i = 0; i < wanted.codes().rows(); i++) {
        String name = wanted.names().isEmpty() ? null : wanted.names().get(i);
        SearchResult found = search(searcher, wanted.codes().row(i), mask);
        all.add(Hits.of(wanted.rows()[i], name, found));
      }
    }
    return all;
  }

  private SearchResult search(Searcher searcher, long[] code, long[] mask) {
    if (reach.k != null) {
      return mask == null ? searcher.nearest(code, reach.k) : searcher.nearest(code, mask, reach.k);
    }
    return mask == null
        ? searcher.within(code, reach.radius)
        : searcher.within(code, mask, reach.radius);
  }

  private void report(List<Hits> hits) throws IOException {
    if (out == null) {
      output.print(new Found(hits.size(), reach.k, reach.radius, hits), SearchCommand::text);
      return;
    }
    long count = Hits.write(out, hits);
    output.print(
        new Written(hits.size(), reach.k, reach.radius, count, out.toString()),
        w -> w.hits() + " hits of " + w.queries() + " queries written to " + w.out());
  }

  private static String text(Found found) {
    return found.results().stream().map(Hits::text).collect(Collectors.joining("\n"))
        + "\n(id@distance)";
  }
}
