package dev.orthant.cli;

import dev.orthant.cli.console.Count;
import dev.orthant.cli.console.Output;
import dev.orthant.cli.console.OutputFile;
import dev.orthant.data.BinaryCodes;
import dev.orthant.data.NpyFile;
import dev.orthant.encode.HashModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code orthant encode}: a model and vectors in, their codes out. */
@Command(
    name = "encode",
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false,
    description = "Encodes feature vectors, or class vectors with --semantics.",
    footer = {
      "",
      "The codes are rows x ceil(bits / 64) uint64: bit i of a code is bit i %% 64 of word i / 64, "
          + "unused bits are 0."
    })
final class EncodeCommand implements Callable<Integer> {
  @Option(names = "--model", required = true, paramLabel = "M.orthant", description = "The model.")
  private String model;

  @Mixin private ChosenFeatureOptions features;
  @Mixin private SemanticsOptions semantics;

  @Option(names = "--threads", description = "Threads; the codes are the same. Default: all cores.")
  private int threads = Threads.all();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "C.npy",
      description = "The file of codes to write.")
  private Path out;

  @Mixin private DataOptions data;
  @Mixin private Output output;

  private record Encoded(int rows, int bits, double seconds, String codes) {
    String text() {
      return String.format(
          Locale.ROOT,
          "%s of %s in %.2f s%nwritten to %s",
          Count.of(rows, "code"),
          Count.of(bits, "bit"),
          seconds,
          codes);
    }
  }

  @Override
  public Integer call() throws IOException {
    OutputFile.check(out);
    if (features.given() == semantics.given()) {
      throw new IllegalArgumentException("give either --features or --semantics");
    }
    features.refuseStrays();
    try (HashModel hash = HashModel.load(data.find(model))) {
      long start = System.nanoTime();
      BinaryCodes codes =
          features.given()
              ? hash.encode(features.chosen(data), threads)
              : hash.encodeSemantics(semantics.read(data).vectors());
      double seconds = (System.nanoTime() - start) / 1e9;
      NpyFile.write(out, codes);
      output.print(new Encoded(codes.rows(), codes.bits(), seconds, out.toString()), Encoded::text);
    }
    return 0;
  }
}
