package dev.orthant.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orthant.data.BinaryCodes;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.LinearScan;
import dev.orthant.search.Searcher;
import dev.orthant.testing.ChildJvm;
import dev.orthant.testing.Codes;
import dev.orthant.testing.Seeds;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A reader finds the old file or the new one, whenever the writer was stopped. */
final class SaveIsAtomicTest {
  @TempDir Path folder;

  @Test
  void savingReplacesAndLeavesNothingBeside() throws IOException {
    Path path = folder.resolve("index");
    for (int rows : new int[] {5, 50_000, 7}) {
      save(path, rows);
      try (HammingIndex read = HammingIndex.open(path)) {
        assertThat(read.rows()).isEqualTo(rows);
      }
    }
    assertThat(names()).containsExactly("index");
  }

  @Test
  void savingWhereItCannotBeLeavesNothing() throws IOException {
    Path occupied = Files.createDirectory(folder.resolve("a-folder"));
    Files.createFile(occupied.resolve("inhabitant"));
    assertThatThrownBy(() -> save(occupied, 3)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> save(folder.resolve("no/such/folder/index"), 3))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("such");
    String long255 = "n".repeat(255); // too long with what a temporary file's name adds
    assertThatThrownBy(() -> save(folder.resolve(long255), 3))
        .isExactlyInstanceOf(FileSystemException.class)
        .hasMessageContaining("cannot create")
        .hasMessageContaining(long255);
    assertThat(names()).containsExactly("a-folder");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whenTheDiskIsFullTheOldFileStays() throws Exception {
    Path path = folder.resolve("index");
    save(path, 100);
    byte[] before = Files.readAllBytes(path);
    List<String> java =
        ChildJvm.command(Child.class, List.of("-XX:-UsePerfData"), "once", path.toString());
    List<String> limited = new ArrayList<>(List.of("bash", "-c", "ulimit -f 64; exec \"$@\"", "-"));
    limited.addAll(java);
    ChildJvm.Outcome outcome = ChildJvm.run(limited);
    assertThat(outcome.output()).contains("FileSystemException").contains("index");
    assertThat(Files.readAllBytes(path)).isEqualTo(before);
    assertThat(names()).containsExactly("index");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whenTheWriterIsKilledTheFileIsWhole() throws Exception {
    Path path = folder.resolve("index");
    Random random = Seeds.random("kill");
    for (int round = 0; round < 4; round++) {
      Process process =
          new ProcessBuilder(ChildJvm.command(Child.class, List.of(), "forever", path.toString()))
              .redirectErrorStream(true)
              .start();
      BufferedReader output =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      assertThat(output.readLine()).isEqualTo("saving");
      TimeUnit.MILLISECONDS.sleep(20 + random.nextInt(150));
      process.destroyForcibly().waitFor();
      try (HammingIndex read = HammingIndex.open(path);
          Searcher searcher = read.newSearcher()) {
        assertThat(read.rows()).isIn(30_000L, 200_000L);
        assertThat(searcher.within(new long[1], 64).size()).isEqualTo((int) read.rows());
      }
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void save(Path path, int rows) throws IOException {
    BinaryCodes codes = Codes.random(new Random(rows), rows, 64);
    try (HammingIndex index = LinearScan.over(codes)) {
      index.save(path);
    }
  }

  /** The writer that is limited or killed. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException {
      Path path = Path.of(arguments[1]);
      if (arguments[0].equals("once")) {
        save(path, 200_000);
        return;
      }
      save(path, 30_000);
      System.out.println("saving");
      while (true) {
        save(path, 200_000);
        save(path, 30_000);
      }
    }
  }
}
