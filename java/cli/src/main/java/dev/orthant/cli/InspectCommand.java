package dev.orthant.cli;

import dev.orthant.cli.console.Output;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code orthant inspect}: what a model file, an index file or an index folder holds. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    description = "Verifies a model file, an index file or an index folder and says what it holds.")
final class InspectCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "A model file, an index file or an index folder.")
  private String file;

  @Mixin private DataOptions data;
  @Mixin private Output output;

  @Override
  public Integer call() throws IOException {
    output.print(Contents.of(data.find(file)), Contents::text);
    return 0;
  }
}
