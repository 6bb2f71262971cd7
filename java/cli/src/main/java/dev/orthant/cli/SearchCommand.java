package dev.orthant.cli;

import dev.orthant.cli.console.Output;
import dev.orthant.cli.console.OutputFile;
import dev.orthant.data.BinaryCodes;
import dev.orthant.encode.HashModel;
import dev.orthant.index.HammingIndex;
import dev.orthant.search.SearchResult;
import dev.orthant.search.Searcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
      report(search(codes, queryCodes(hash, codes.bits()), mask));
    }
    return 0;
  }

  private BinaryCodes queryCodes(HashModel hash, int bits) throws IOException {
    if (queries != null) {
      return Npy.codes(data, queries, bits);
    }
    return features.given()
        ? hash.encode(features.chosen(data))
        : hash.encodeSemantics(semantics.read(data).vectors());
  }

  private List<Hits> search(HammingIndex codes, BinaryCodes wanted, long[] mask) {
    List<Hits> all = new ArrayList<>();
    try (Searcher searcher = codes.newSearcher()) {
      for (int row = 0; row < wanted.rows(); row++) {
        all.add(Hits.of(row, search(searcher, wanted.row(row), mask)));
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
    StringBuilder text = new StringBuilder();
    for (Hits hits : found.results()) {
      text.append("query ").append(hits.query()).append(':');
      for (int rank = 0; rank < hits.ids().length; rank++) {
        text.append(' ').append(hits.ids()[rank]).append('@').append(hits.distances()[rank]);
      }
      text.append(System.lineSeparator());
    }
    return text + "(id@distance)";
  }
}
