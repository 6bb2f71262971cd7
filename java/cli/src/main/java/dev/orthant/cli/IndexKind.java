package dev.orthant.cli;

import dev.orthant.data.BinaryCodes;
import dev.orthant.index.AutoIndex;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.LinearScan;
import dev.orthant.index.MultiIndexHash;
import dev.orthant.index.MultiIndexOptions;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The options that say which kind of index to make. All kinds give the same answers. */
final class IndexKind {
  private enum Kind {
    AUTO("auto"),
    LINEAR_SCAN("linear-scan"),
    MULTI_INDEX("multi-index");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    static Kind named(String id) {
      return Arrays.stream(values())
          .filter(kind -> kind.id.equals(id))
          .findFirst()
          .orElseThrow(
              () -> new IllegalArgumentException("kind \"" + id + "\" is none of " + names()));
    }

    private static String names() {
      return Arrays.stream(values()).map(kind -> kind.id).collect(Collectors.joining(", "));
    }
  }

  @Option(
      names = "--kind",
      description =
          "auto, linear-scan or multi-index: how it is searched; the answers are the same. "
              + "Default: auto.")
  private String kind = "auto";

  @Option(
      names = "--chunks",
      description =
          "With --kind multi-index: into how many chunks codes are cut, 1 to the bits. "
              + "Default: chosen by the data.")
  private Integer chunks;

  @Option(
      names = "--threads",
      description = "Threads; the results are the same. Default: all cores.")
  private int threads = Threads.all();

  /** The number of threads that build and search. */
  int threads() {
    return threads;
  }

  /** An index of that kind over the codes. */
  HammingIndex over(BinaryCodes codes) {
    Kind chosen = Kind.named(kind);
    MultiIndexOptions options = MultiIndexOptions.defaults().withThreads(threads);
    if (chunks != null && (chosen != Kind.MULTI_INDEX || chunks < 1)) {
      throw new IllegalArgumentException(
          "--chunks " + chunks + ": at least 1, and for --kind multi-index only");
    }
    switch (chosen) {
      case LINEAR_SCAN:
        return LinearScan.over(codes);
      case MULTI_INDEX:
        return MultiIndexHash.over(codes, chunks == null ? options : options.withChunks(chunks));
      default:
        return AutoIndex.over(codes, threads);
    }
  }
}
