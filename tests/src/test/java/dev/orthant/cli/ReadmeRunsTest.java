package dev.orthant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A newcomer's way through the README: its shell blocks run as they stand, in one folder. */
final class ReadmeRunsTest {
  private static final Pattern SHELL = Pattern.compile("(?ms)^```sh\\n(.*?)^```");

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void everyCommandOfTheReadmeSucceeds(@TempDir Path folder)
      throws IOException, InterruptedException {
    // What the commands name beside the launcher; what they write stays out of the repository.
    for (String name : List.of("orthant", "java")) {
      Files.createSymbolicLink(folder.resolve(name), Project.root().resolve(name));
    }
    List<String> blocks =
        SHELL
            .matcher(Project.text(Project.root().resolve("README.md")))
            .results()
            .map((MatchResult block) -> block.group(1))
            .filter(block -> !block.startsWith("mvn ")) // that is what runs this test
            .toList();
    assertThat(blocks).as("shell blocks").hasSizeGreaterThanOrEqualTo(2);
    for (String block : blocks) {
      run(folder, block);
    }
  }

  private static void run(Path folder, String block) throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder("sh", "-e", "-c", block)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended && process.exitValue() == 0)
        .as("%s%nended with:%n%s", block, Files.readString(log))
        .isTrue();
  }
}
