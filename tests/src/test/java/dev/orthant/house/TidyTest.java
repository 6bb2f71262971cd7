package dev.orthant.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.testing.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The style of the house; a violation is named by file and line. */
final class TidyTest {
  private static final int COLUMNS = 100;
  private static final int MARKDOWN_COLUMNS = 130;
  private static final int FUNCTION_LINES = 70;
  private static final int FILE_LINES = 600;
  private static final Pattern UNFINISHED =
      Pattern.compile("\\b(?:TO" + "DO|FIX" + "ME|X" + "XX)\\b");
  private static final Pattern WITHOUT_LOCALE =
      Pattern.compile("String\\.format\\((?!\\s*Locale\\.ROOT)|\\.formatted\\(");
  private static final String[] CODE = {".java", ".h", ".cpp"};
  private static final String[] SCRIPTS = {".cmake", "CMakeLists.txt", ".sh", "orthant", "run"};
  private static final String[] FOLDERS = {"native", "java", "tests", "bench", "docs", ".ci"};

  private final List<String> violations = new ArrayList<>();

  @Test
  void linesFitTheScreen() {
    for (Path file : sources()) {
      forEachLine(
          file,
          (number, line) -> {
            if (columns(line) > COLUMNS && !line.contains("://")) {
              report(file, number, columns(line) + " columns");
            }
          });
    }
    for (Path file : files(".md")) {
      forEachLine(
          file,
          (number, line) -> {
            boolean table = line.startsWith("|");
            if (columns(line) > MARKDOWN_COLUMNS && !line.contains("://") && !table) {
              report(file, number, columns(line) + " columns");
            }
          });
    }
    assertThat(violations).isEmpty();
  }

  @Test
  void functionsAndFilesAreShort() {
    for (Path file : files(CODE)) {
      String text = Project.text(file);
      long lines = text.lines().count();
      if (lines > FILE_LINES) {
        report(file, 1, lines + " lines");
      }
      for (SourceText.Function function : new SourceText(text).functions()) {
        if (function.lines() > FUNCTION_LINES) {
          report(file, function.line(), "a function of " + function.lines() + " lines");
        }
      }
    }
    assertThat(violations).isEmpty();
  }

  @Test
  void sourcesAreAscii() {
    for (Path file : sources()) {
      forEachLine(
          file,
          (number, line) -> {
            if (!line.chars().allMatch(c -> c >= ' ' && c < 127)) {
              report(file, number, "not plain ASCII, or a tab");
            }
          });
    }
    assertThat(violations).isEmpty();
  }

  @Test
  void noLineEndsInBlanksAndEveryFileInANewline() {
    List<Path> all = new ArrayList<>(sources());
    all.addAll(files(".md", ".xml", ".txt", ".properties"));
    for (Path file : all) {
      String text = Project.text(file);
      if (!text.endsWith("\n") || text.endsWith("\n\n") || text.contains("\r")) {
        report(file, 1, "ends without a newline, with several, or has carriage returns");
      }
      forEachLine(
          file,
          (number, line) -> {
            if (!line.equals(line.stripTrailing())) {
              report(file, number, "trailing blanks");
            }
          });
    }
    assertThat(violations).isEmpty();
  }

  /** Else the numbers of messages and tables depend on where the program runs. */
  @Test
  void textIsFormattedInOneLocale() {
    for (Path file : Project.files("java", ".java")) {
      String text = Project.text(file);
      WITHOUT_LOCALE
          .matcher(text)
          .results()
          .forEach(
              found -> {
                long line = text.substring(0, found.start()).lines().count();
                report(file, (int) line, found.group() + " without Locale.ROOT");
              });
    }
    assertThat(violations).isEmpty();
    assertThat("String.format(\n  \"%d\"").containsPattern(WITHOUT_LOCALE);
    assertThat("String.format(\n  Locale.ROOT, \"%d\"").doesNotContainPattern(WITHOUT_LOCALE);
  }

  @Test
  void nothingIsLeftUndone() {
    List<Path> all = new ArrayList<>(sources());
    all.addAll(files(".md", ".xml"));
    for (Path file : all) {
      forEachLine(
          file,
          (number, line) -> {
            if (UNFINISHED.matcher(line).find()) {
              report(file, number, line.strip());
            }
          });
    }
    assertThat(violations).isEmpty();
  }

  @Test
  void everyDocumentHasOneTitle() {
    for (Path file : files(".md")) {
      String prose = Project.text(file).replaceAll("(?ms)^```.*?^```", "");
      long titles = prose.lines().filter(line -> line.startsWith("# ")).count();
      if (titles != 1) {
        report(file, 1, titles + " titles");
      }
    }
    assertThat(violations).isEmpty();
  }

  /** Else a page shows bars and dashes instead of a table. */
  @Test
  void everyTableHasAHead() {
    for (Path file : files(".md")) {
      List<String> lines = Project.text(file).replaceAll("(?ms)^```.*?^```", "").lines().toList();
      for (int i = 1; i + 1 < lines.size(); i++) {
        boolean first = lines.get(i).startsWith("| ") && !lines.get(i - 1).matches("[|][ -].*");
        if (first && !(lines.get(i - 1).isEmpty() && lines.get(i + 1).startsWith("|--"))) {
          report(file, i + 1, "a table without an empty line before it or a head: " + lines.get(i));
        }
      }
    }
    assertThat(violations).isEmpty();
  }

  @Test
  void theTreeIsRead() {
    assertThat(files(".java")).hasSizeGreaterThan(50);
    assertThat(files(".cpp")).hasSizeGreaterThan(30);
    assertThat(files(".md")).hasSizeGreaterThan(3);
  }

  private static List<Path> sources() {
    List<Path> all = new ArrayList<>(files(CODE));
    all.addAll(files(SCRIPTS));
    return all;
  }

  private static List<Path> files(String... endings) {
    List<Path> all = new ArrayList<>();
    for (String folder : FOLDERS) {
      all.addAll(Project.files(folder, endings));
    }
    try (Stream<Path> top = Files.list(Project.root())) {
      top.filter(Files::isRegularFile)
          .filter(file -> Project.named(file, endings))
          .sorted()
          .forEach(all::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private interface LineRule {
    void check(int number, String line);
  }

  private static void forEachLine(Path file, LineRule rule) {
    int number = 0;
    for (String line : Project.text(file).split("\n", -1)) {
      rule.check(++number, line);
    }
  }

  private static int columns(String line) {
    return line.codePointCount(0, line.length());
  }

  private void report(Path file, int line, String what) {
    violations.add(Project.name(file) + ":" + line + ": " + what);
  }
}
