package dev.orthant.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.testing.Project;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of ZSH are those of the table in docs/learners/zero-shot.md. */
final class ZshPresetsTest {
  private static final String HEAD = "| setting | lambda |";

  @ParameterizedTest
  @ValueSource(strings = {"default", "as published", "as in the authors' code"})
  void eachSettingHasTheDocumentedValues(String setting) {
    Map<String, Double> options =
        switch (setting) {
          case "as published" -> ZshTrainer.ofBits(16).asPublished().options();
          case "as in the authors' code" -> ZshTrainer.ofBits(16).asInAuthorsCode().options();
          default -> ZshTrainer.ofBits(16).options();
        };
    List<String> names = cells(HEAD);
    List<String> values = cells("| " + setting);
    assertThat(values).hasSameSizeAs(names).hasSize(10);
    for (int i = 1; i < names.size(); i++) {
      if (!values.get(i).equals("-")) { // it plays no part without a graph
        assertThat(options).containsEntry(names.get(i), Double.valueOf(values.get(i)));
      }
    }
  }

  @Test
  void noPresetDependsOnAnother() {
    ZshTrainer zsh = ZshTrainer.ofBits(16);
    assertThat(zsh.asInAuthorsCode().asPublished().options())
        .isEqualTo(zsh.asPublished().options());
    assertThat(zsh.asPublished().asInAuthorsCode().options())
        .isEqualTo(zsh.asInAuthorsCode().options());
  }

  /** The cells of the table's row that starts so. */
  private static List<String> cells(String start) {
    String row =
        Project.text(Project.root().resolve("docs/learners/zero-shot.md"))
            .lines()
            .dropWhile(line -> !line.startsWith(HEAD))
            .filter(line -> line.startsWith(start))
            .findFirst()
            .orElseThrow();
    return Arrays.stream(row.substring(1).split("\\|")).map(String::strip).toList();
  }
}
