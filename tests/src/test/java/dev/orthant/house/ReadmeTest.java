package dev.orthant.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.testing.Project;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java in the documents is the Java of the examples, which are compiled and run. */
final class ReadmeTest {
  private static final Pattern JAVA_BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```");
  private static final Pattern REGION =
      Pattern.compile("(?ms)^ *// region ([\\w-]+)\\n(.*?)^ *// endregion");
  private static final Pattern PREAMBLE = Pattern.compile("(?m)^(?:package|import) .*\\n");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

  static Stream<Path> documents() {
    List<Path> all = new ArrayList<>(Project.files("docs", ".md"));
    all.add(Project.root().resolve("README.md"));
    all.add(Project.root().resolve("CONTRIBUTING.md"));
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyJavaBlockIsAnExample(Path document) {
    List<String> examples = examples();
    for (MatchResult block : JAVA_BLOCK.matcher(Project.text(document)).results().toList()) {
      assertThat(examples.contains(block.group(1).strip()))
          .as("%s shows what no example holds:%n%s", Project.name(document), block.group(1))
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyLinkLeadsToAFile(Path document) {
    for (MatchResult link : LINK.matcher(Project.text(document)).results().toList()) {
      assertThat(document.resolveSibling(link.group(1)).normalize())
          .as("%s links to %s", Project.name(document), link.group(1))
          .exists();
    }
  }

  @Test
  void theReadmeShowsJava() {
    assertThat(Project.text(Project.root().resolve("README.md"))).contains("```java\n");
  }

  /** Whole files, files without package and imports, and regions, all without common indent. */
  private static List<String> examples() {
    List<String> all = new ArrayList<>();
    for (Path file : Project.files("java/examples/src/main/java", ".java")) {
      String text = Project.text(file);
      all.add(text.strip());
      all.add(text.replaceFirst("(?s)^package [^\\n]*\\n+", "").strip());
      all.add(PREAMBLE.matcher(text).replaceAll("").strip());
      REGION.matcher(text).results().forEach(r -> all.add(r.group(2).stripIndent().strip()));
    }
    return all;
  }
}
