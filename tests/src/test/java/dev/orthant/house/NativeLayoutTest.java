package dev.orthant.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.testing.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The C++ tree: which folder may include which, and that every source file is tested. */
final class NativeLayoutTest {
  private static final Pattern INCLUDE = Pattern.compile("(?m)^\\s*#include\\s+\"([^\"]+)\"");
  private static final Pattern BLAS = Pattern.compile("#include\\s+[<\"](?:cblas|lapacke?)");

  /** Folder by folder, the other folders that it may include from. */
  private static final Map<String, Set<String>> MAY_INCLUDE =
      Map.ofEntries(
          Map.entry("kernels", Set.of()),
          Map.entry("base", Set.of("orthant")),
          Map.entry("data", Set.of("orthant", "base")),
          Map.entry("linalg", Set.of("orthant", "base", "data")),
          Map.entry("encode", Set.of("orthant", "kernels", "base", "data", "linalg")),
          Map.entry("learn", Set.of("orthant", "kernels", "base", "data", "linalg", "encode")),
          Map.entry("search", Set.of("orthant", "kernels", "base", "data")),
          Map.entry("index", Set.of("orthant", "kernels", "base", "data", "search")),
          Map.entry("evaluate", Set.of("orthant", "kernels", "base", "data", "search", "index")),
          // A mutable index is its rows in memory (index) below their durable writer (store), which
          // reads and writes the segments of a view (search).
          Map.entry("store", Set.of("orthant", "base", "data", "encode", "search", "index")),
          Map.entry(
              "abi",
              Set.of(
                  "orthant",
                  "kernels",
                  "base",
                  "data",
                  "linalg",
                  "encode",
                  "learn",
                  "search",
                  "index",
                  "evaluate",
                  "store")));

  /** Files whose tests stand under another name, with the reason. */
  private static final Map<String, String> TESTED_ELSEWHERE =
      Map.ofEntries(
          Map.entry("kernels/scalar.cpp", "collect_test runs every tier"),
          Map.entry("kernels/popcnt.cpp", "collect_test runs every tier"),
          Map.entry("kernels/avx2.cpp", "collect_test runs every tier"),
          Map.entry("kernels/avx512_vpopcntdq.cpp", "collect_test runs every tier"),
          Map.entry("kernels/neon.cpp", "collect_test runs every tier"),
          Map.entry("kernels/cpu_features.cpp", "dispatch_test sees the tiers that it finds"),
          Map.entry("search/source.cpp", "searcher_test compares whole searches"),
          Map.entry("search/gathering.cpp", "searcher_test compares whole searches"),
          Map.entry("search/batch_scan.cpp", "batch_search_test compares whole searches"),
          Map.entry("search/scan.cpp", "searcher_test compares whole searches"),
          Map.entry("search/naive_search.cpp", "searcher_test: two searches must agree"),
          Map.entry("store/code_sections.cpp", "index_file_test and segment_file_test"),
          Map.entry("abi/index.cpp", "search_test makes, saves and loads indexes"),
          Map.entry("kernels/batch_scalar.cpp", "batch_test runs every tier"),
          Map.entry("kernels/batch_popcnt.cpp", "batch_test runs every tier"),
          Map.entry("kernels/runs_scalar.cpp", "collect_runs_test runs every tier"),
          Map.entry("kernels/runs_popcnt.cpp", "collect_runs_test runs every tier"),
          Map.entry("kernels/runs_avx512_vpopcntdq.cpp", "collect_runs_test runs every tier"),
          Map.entry("kernels/runs_neon.cpp", "collect_runs_test runs every tier"),
          Map.entry("kernels/batch_avx2.cpp", "batch_test runs every tier"),
          Map.entry("kernels/batch_avx512_vpopcntdq.cpp", "batch_test runs every tier"),
          Map.entry("kernels/batch_neon.cpp", "batch_test runs every tier"),
          Map.entry("kernels/signs_scalar.cpp", "signs_test runs every tier"),
          Map.entry("kernels/signs_popcnt.cpp", "signs_test runs every tier"),
          Map.entry("kernels/signs_avx2.cpp", "signs_test runs every tier"),
          Map.entry("kernels/signs_avx512_vpopcntdq.cpp", "signs_test runs every tier"),
          Map.entry("kernels/narrow_scalar.cpp", "narrow_test runs every variant"),
          Map.entry("kernels/narrow_avx2.cpp", "narrow_test runs every variant"),
          Map.entry("kernels/narrow_avx512_vpopcntdq.cpp", "narrow_test runs every variant"),
          Map.entry("kernels/narrow_avx512_vnni.cpp", "narrow_test runs every variant"),
          Map.entry("kernels/narrow_avx512_bf16.cpp", "narrow_test runs every variant"),
          Map.entry("kernels/narrow_neon.cpp", "narrow_test runs every variant"),
          Map.entry("kernels/narrow_dispatch.cpp", "narrow_test asks for each variant"));

  @Test
  void includesPointOneWay() {
    List<String> violations = new ArrayList<>();
    for (Path file : Project.files("native/src", ".h", ".cpp")) {
      String folder = stage(file);
      Set<String> allowed = MAY_INCLUDE.get(folder);
      if (allowed == null) {
        violations.add(Project.name(file) + ": a folder without a rule");
        continue;
      }
      Matcher include = INCLUDE.matcher(Project.text(file));
      while (include.find()) {
        String from = include.group(1).replaceFirst("/.*", "");
        if (!from.equals(folder) && !allowed.contains(from)) {
          violations.add(Project.name(file) + " includes " + include.group(1));
        }
      }
    }
    assertThat(violations).isEmpty();
  }

  @Test
  void oneFileIncludesBlas() {
    assertThat(Project.files("native/src", ".h", ".cpp"))
        .filteredOn(file -> BLAS.matcher(Project.text(file)).find())
        .extracting(Project::name)
        .containsExactly("native/src/linalg/blas.cpp");
  }

  @Test
  void oneFileCatchesEverything() {
    assertThat(Project.files("native/src", ".h", ".cpp"))
        .filteredOn(file -> new SourceText(Project.text(file)).text().contains("catch (...)"))
        .extracting(Project::name)
        .allMatch(
            name ->
                name.startsWith("native/src/abi/error_guard.")
                    || name.equals("native/src/base/parallel.cpp"));
  }

  @Test
  void everySourceFileHasATestFile() {
    List<String> untested = new ArrayList<>();
    for (Path file : Project.files("native/src", ".cpp")) {
      String name = Project.name(file).substring("native/src/".length());
      String test = "native/tests/" + name.replaceFirst("\\.cpp$", "_test.cpp");
      boolean tested = Files.exists(Project.root().resolve(test));
      if (!tested && !TESTED_ELSEWHERE.containsKey(name)) {
        untested.add(name);
      }
      if (tested && TESTED_ELSEWHERE.containsKey(name)) {
        untested.add(name + " has a test file and an excuse");
      }
    }
    assertThat(untested).isEmpty();
    assertThat(TESTED_ELSEWHERE.keySet())
        .allMatch(name -> Files.exists(Project.root().resolve("native/src/" + name)));
  }

  private static String stage(Path file) {
    return Project.root().resolve("native/src").relativize(file).getName(0).toString();
  }
}
