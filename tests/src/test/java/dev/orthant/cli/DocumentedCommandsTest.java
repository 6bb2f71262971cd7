package dev.orthant.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orthant.testing.Project;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each command in a document is one that the program takes: its verb and options are known, and
 * none that is needed is missing. Nothing runs; {@link DemoTest} runs the demo.
 */
final class DocumentedCommandsTest {
  private static final Pattern SHELL = Pattern.compile("(?ms)^```sh\\n(.*?)^```");

  static Stream<String> commands() {
    List<Path> documents = new ArrayList<>(Project.files("docs", ".md"));
    documents.add(Project.root().resolve("README.md"));
    documents.add(Project.root().resolve("CONTRIBUTING.md"));
    return documents.stream().flatMap(DocumentedCommandsTest::commandsOf);
  }

  private static Stream<String> commandsOf(Path document) {
    return SHELL
        .matcher(Project.text(document))
        .results()
        .map((MatchResult block) -> block.group(1).replaceAll("\\\\\\n\\s*", " "))
        .flatMap(String::lines)
        .map(line -> line.replaceFirst("\\s+#.*", "").strip())
        .filter(line -> line.startsWith("./orthant "));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theProgramTakesIt(String command) {
    String[] words = command.split("\\s+");
    assertThatCode(() -> parse(Arrays.copyOfRange(words, 1, words.length)))
        .as(command)
        .doesNotThrowAnyException();
  }

  @Test
  void theReadmeHasTheTwoCommands() {
    String readme = Project.text(Project.root().resolve("README.md"));
    assertThat(readme).contains("\n./orthant demo\n").contains("\nmvn verify\n");
  }

  @Test
  void anOptionThatIsNoneWouldBeNoticed() {
    assertThatThrownBy(() -> parse("demo", "--sweets", "1")).hasMessageContaining("sweets");
    assertThatThrownBy(() -> parse("trane")).hasMessageContaining("trane");
    assertThatThrownBy(() -> parse("train", "--bits", "8")).hasMessageContaining("--out");
  }

  private static void parse(String... words) {
    Main.program().parseArgs(words);
  }
}
