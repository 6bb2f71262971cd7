package dev.orthant.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.orthant.testing.ChildJvm;
import dev.orthant.testing.NativeFiles;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the shared library shows to others and asks of them. Needs nm, of binutils. */
@EnabledOnOs(OS.LINUX)
final class ExportedSymbolsTest {

  @Test
  void onlyTheInterfaceIsExported() throws Exception {
    List<String> exported = symbols("--defined-only");
    assertThat(exported).isNotEmpty().allMatch(name -> name.startsWith("orthant_"));
    assertThat(new TreeSet<>(exported)).isEqualTo(new TreeSet<>(AbiCompletenessTest.functions()));
  }

  @Test
  void nothingThatEndsTheProcessOrPrintsIsImported() throws Exception {
    assertThat(symbols("--undefined-only"))
        .isNotEmpty()
        .doesNotContain(
            "abort",
            "exit",
            "_exit",
            "_Exit",
            "quick_exit",
            "__assert_fail",
            "signal",
            "sigaction",
            "printf",
            "fprintf",
            "vfprintf",
            "puts",
            "fputs",
            "putchar",
            "perror",
            "__printf_chk",
            "__fprintf_chk",
            "_ZSt4cout",
            "_ZSt4cerr",
            "_ZSt4clog");
  }

  private static List<String> symbols(String which) throws IOException, InterruptedException {
    ChildJvm.Outcome outcome;
    try {
      outcome = ChildJvm.run(List.of("nm", "-D", which, NativeFiles.core().toString()));
    } catch (IOException e) {
      assumeThat(false).as("nm is not installed: " + e.getMessage()).isTrue();
      throw e;
    }
    assertThat(outcome.exit()).as(outcome.output()).isZero();
    return outcome
        .output()
        .lines()
        .map(line -> line.substring(line.lastIndexOf(' ') + 1).replaceFirst("@.*", ""))
        .collect(Collectors.toList());
  }
}
