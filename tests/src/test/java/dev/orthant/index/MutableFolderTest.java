package dev.orthant.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.CorruptFileException;
import dev.orthant.data.NewerFileException;
import dev.orthant.search.Searcher;
import dev.orthant.testing.ChildJvm;
import dev.orthant.testing.Codes;
import dev.orthant.testing.Hit;
import dev.orthant.testing.NaiveSearch;
import dev.orthant.testing.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** An index in a folder: what stays, what is refused, and how the exceptions say it. */
final class MutableFolderTest {
  private static final BinaryCodes CODES = Codes.random(Seeds.random("folder"), 300, 70);
  private static final long[] KEYS = LongStream.range(0, 300).toArray();

  @TempDir Path folder;

  @Test
  void whatWasClosedIsThereAgain() throws IOException {
    try (MutableHammingIndex index = MutableHammingIndex.open(folder, 70)) {
      assertThat(index.recovery()).isEqualTo(new IndexRecovery(0, 0, ""));
      index.add(KEYS, CODES);
      assertThat(index.toString()).contains(folder.toString(), "70");
    }
    try (MutableHammingIndex index = MutableHammingIndex.open(folder)) {
      assertThat(index.bits()).isEqualTo(70);
      assertThat(index.recovery().logBytes()).isGreaterThan(300 * 24);
      assertThat(index.recovery().droppedBytes()).isZero();
      assertAllThere(index);
      index.mergeAll();
    }
    FolderReport report = MutableHammingIndex.check(folder);
    assertThat(report.segments()).isOne();
    assertThat(report.segmentRows()).isEqualTo(300);
    assertThat(report.rows()).isEqualTo(300);
    assertThat(report.bits()).isEqualTo(70);
    assertThat(report.logs()).isOne();
    assertThat(report.droppedBytes()).isZero();
    assertThat(report.generation()).isGreaterThan(1);
    try (MutableHammingIndex index = MutableHammingIndex.open(folder, 70)) {
      assertAllThere(index);
    }
  }

  private static void assertAllThere(MutableHammingIndex index) {
    assertThat(index.rows()).isEqualTo(300);
    try (Searcher searcher = index.newSearcher()) {
      assertThat(Hit.of(searcher.nearest(CODES.row(9), 300)))
          .isEqualTo(NaiveSearch.nearest(CODES, CODES.row(9), null, 300));
    }
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> MutableHammingIndex.open(missing))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(missing.toString());
    assertThatThrownBy(() -> MutableHammingIndex.open(missing, 64))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> MutableHammingIndex.check(missing))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(missing.toString());
    assertThat(missing).doesNotExist();
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text");
    assertThatThrownBy(() -> MutableHammingIndex.open(file, 64))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
    assertThat(file).hasContent("text");
  }

  @Test
  void anEmptyFolderNeedsBitsAndAnIndexHasItsOwn() throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MutableHammingIndex.open(folder))
        .withMessageContaining("needs its bits");
    assertThatThrownBy(() -> MutableHammingIndex.check(folder))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("no index");
    for (int bits : new int[] {0, -1, 1025}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MutableHammingIndex.open(folder, bits))
          .withMessageContaining("bits = " + bits);
    }
    MutableHammingIndex.open(folder, 64).close();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MutableHammingIndex.open(folder, 65))
        .withMessageContainingAll("64", "65");
    MutableHammingIndex.open(folder).close();
  }

  @Test
  void aFolderHasOneWriter() throws Exception {
    try (MutableHammingIndex index = MutableHammingIndex.open(folder, 70)) {
      index.add(KEYS, CODES);
      assertThatThrownBy(() -> MutableHammingIndex.open(folder))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("open already", folder.toString());
      ChildJvm.Outcome other =
          ChildJvm.run(ChildJvm.command(Child.class, List.of(), "open", folder.toString()));
      assertThat(other.output()).contains("FileSystemException", "open already");
      index.add(1000, CODES.row(0));
    }
    ChildJvm.Outcome next =
        ChildJvm.run(ChildJvm.command(Child.class, List.of(), "open", folder.toString()));
    assertThat(next.output()).contains("301 rows");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFolderThatTakesNoFilesIsRefused() {
    assertThatThrownBy(() -> MutableHammingIndex.open(Path.of("/proc"), 64))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/proc");
  }

  @Test
  void aReadOnlyFolderIsRefused() throws IOException {
    MutableHammingIndex.open(folder, 64).close();
    assertThat(folder.toFile().setWritable(false)).isTrue();
    Files.setAttribute(folder.resolve("lock"), "posix:permissions", Set.of());
    try {
      assumeTrue(!Files.isWritable(folder), "the administrator may write anywhere");
      assertThatThrownBy(() -> MutableHammingIndex.open(folder))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(folder.toString());
    } finally {
      assertThat(folder.toFile().setWritable(true)).isTrue();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void onAFullDiskAChangeIsNotMadeAndTheIndexGoesOn() throws Exception {
    MutableHammingIndex.open(folder, 64).close();
    List<String> java =
        ChildJvm.command(Child.class, List.of("-XX:-UsePerfData"), "fill", folder.toString());
    List<String> limited = new ArrayList<>(List.of("bash", "-c", "ulimit -f 64; exec \"$@\"", "-"));
    limited.addAll(java);
    ChildJvm.Outcome outcome = ChildJvm.run(limited);
    assertThat(outcome.output()).contains("FileSystemException", "log-");
    long rows = Long.parseLong(outcome.output().replaceAll("(?s).*?(\\d+) rows.*", "$1"));
    assertThat(rows).isGreaterThan(500);
    try (MutableHammingIndex index = MutableHammingIndex.open(folder)) {
      assertThat(index.rows()).isEqualTo(rows);
      assertThat(index.recovery().droppedBytes()).isZero();
    }
  }

  @Test
  void damageIsFoundWhereverItIsAndNamed() throws IOException {
    Path whole = Files.createDirectory(folder.resolve("whole"));
    try (MutableHammingIndex index = MutableHammingIndex.open(whole, 70)) {
      index.add(KEYS, CODES);
      index.mergeAll();
      index.remove(3, 4);
      index.mergeAll();
      index.add(3, CODES.row(3));
      index.remove(77);
    }
    List<Path> files = filesOf(whole);
    assertThat(files).hasSizeGreaterThan(3);
    Random random = Seeds.random("flips");
    Path copy = Files.createDirectory(folder.resolve("copy"));
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      for (int round = 0; round < 25; round++) {
        copyTo(copy, files);
        int last = file.getFileName().toString().startsWith("log") ? 32 : bytes.length;
        byte[] flipped = bytes.clone();
        flipped[random.nextInt(last)] ^= (byte) (1 << random.nextInt(8));
        Files.write(copy.resolve(file.getFileName()), flipped);
        assertDamaged(copy, file.getFileName().toString());
      }
      copyTo(copy, files);
      byte[] half = Arrays.copyOf(bytes, Math.min(bytes.length / 2, 31));
      Files.write(copy.resolve(file.getFileName()), half);
      assertDamaged(copy, file.getFileName().toString());
    }
  }

  private static void assertDamaged(Path copy, String file) {
    assertThatThrownBy(() -> MutableHammingIndex.check(copy))
        .isInstanceOfAny(CorruptFileException.class, NewerFileException.class)
        .hasMessageContaining(file);
    if (!file.startsWith("manifest")) { // of which the other may do
      assertThatThrownBy(() -> MutableHammingIndex.open(copy))
          .isInstanceOfAny(CorruptFileException.class, NewerFileException.class)
          .hasMessageContaining(file);
    }
  }

  private static List<Path> filesOf(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> !file.endsWith("lock")).sorted().toList();
    }
  }

  private static void copyTo(Path folder, List<Path> files) throws IOException {
    for (Path file : files) {
      Path copy = folder.resolve(file.getFileName());
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Another process: opens the folder, or fills it. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException {
      try (MutableHammingIndex index = MutableHammingIndex.open(Path.of(arguments[1]))) {
        try {
          for (long key = 0; arguments[0].equals("fill"); key++) {
            index.add(key, new long[] {key});
          }
        } catch (IOException full) {
          System.out.println(full);
          index.remove(); // nothing, which fits
          index.snapshot().close();
        }
        System.out.println(index.rows() + " rows");
      } catch (IOException refused) {
        System.out.println(refused);
      }
    }
  }
}
