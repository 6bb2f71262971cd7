package dev.orthant.cli;

import dev.orthant.cli.console.Count;
import dev.orthant.cli.console.Output;
import dev.orthant.cli.console.OutputFile;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.IndexFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code orthant index}: codes in, an index file out. */
@Command(
    name = "index",
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false,
    description = "Makes an index file of codes. The id of a code is its row number.")
final class IndexCommand implements Callable<Integer> {
  @Option(
      names = "--codes",
      required = true,
      paramLabel = "C.npy",
      description = "Codes as encode writes them: rows x ceil(bits / 64) uint64.")
  private String codes;

  @Option(names = "--bits", required = true, description = "Code length, 1 to 1024.")
  private int bits;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "I.orthant",
      description = "The index file to write.")
  private Path out;

  @Mixin private IndexKind kind;
  @Mixin private DataOptions data;
  @Mixin private Output output;

  private record Indexed(IndexFacts facts, String index) {
    String text() {
      return String.format(
          Locale.ROOT,
          "%s of %s, %d of them distinct, as %s%nwritten to %s",
          Count.of(facts.rows(), "code"),
          Count.of(facts.bits(), "bit"),
          facts.distinctCodes(),
          facts.kind(),
          index);
    }
  }

  @Override
  public Integer call() throws IOException {
    OutputFile.check(out);
    try (HammingIndex index = kind.over(Npy.codes(data, codes, bits))) {
      index.save(out);
      output.print(new Indexed(index.facts(), out.toString()), Indexed::text);
    }
    return 0;
  }
}
