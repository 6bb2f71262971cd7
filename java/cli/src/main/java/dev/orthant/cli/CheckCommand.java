package dev.orthant.cli;

import dev.orthant.cli.console.Output;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code orthant check}: whether an index folder, or a file, is whole. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    description = {
      "Verifies every byte of an index folder, or of a model or index file.",
      "Says what is there and changes nothing. Nobody may change the index meanwhile. Damage, also"
          + " of a part that another stands in for, ends with exit code 2 and names the file."
    })
final class CheckCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "An index folder, or a model or index file.")
  private String folder;

  @Mixin private DataOptions data;
  @Mixin private Output output;

  @Override
  public Integer call() throws IOException {
    Path path = data.find(folder);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("checked", path.toString());
    facts.putAll(Contents.of(path));
    output.print(facts, Contents::text);
    return 0;
  }
}
