package dev.orthant.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.search.Searcher;
import dev.orthant.testing.ChildJvm;
import dev.orthant.testing.Seeds;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that changes an index and tells of each change that returned is killed, again and
 * again. All that it told is there; of what it had begun, at most one change more.
 */
@EnabledOnOs(OS.LINUX)
final class KilledWriterTest {
  private static final int KILLS = 6;

  @TempDir Path folder;

  @Test
  void nothingThatWasAcknowledgedIsLost() throws Exception {
    Random random = Seeds.random("kills");
    MutableHammingIndex.open(folder, 64).close();
    long acknowledged = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      acknowledged = tellUntilKilled(acknowledged, 30 + random.nextInt(250));
      try (MutableHammingIndex index = MutableHammingIndex.open(folder)) {
        long told = acknowledged;
        acknowledged = index.rows();
        assertThat(acknowledged).isBetween(told, told + 1);
        assertState(index, acknowledged);
      }
    }
    assertThat(acknowledged).isGreaterThan(100);
  }

  /** Returns the last step that was told of as done. */
  private long tellUntilKilled(long done, int milliseconds) throws Exception {
    Process process =
        new ProcessBuilder(ChildJvm.command(Child.class, List.of(), folder.toString()))
            .redirectErrorStream(true)
            .start();
    long last = done;
    try (BufferedReader told =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(told.readLine()).isEqualTo("open");
      Thread killer =
          new Thread(
              () -> {
                try {
                  TimeUnit.MILLISECONDS.sleep(milliseconds);
                } catch (InterruptedException ignored) {
                  // the process is to end all the same
                }
                // not Process.destroyForcibly, which also closes the pipe that is being read
                process.toHandle().destroyForcibly();
              });
      killer.start();
      for (String line = told.readLine(); line != null; line = told.readLine()) {
        last = line.endsWith(".") ? Long.parseLong(line.replace(".", "")) : last;
      }
      killer.join();
    } finally {
      process.destroyForcibly().waitFor();
    }
    return last;
  }

  /** The newest rows are those of the last steps, and no row is missing. */
  private static void assertState(MutableHammingIndex index, long steps) {
    try (Searcher searcher = index.newSearcher()) {
      for (long key = 1; key <= steps; key++) {
        assertThat(searcher.within(new long[] {Child.code(key)}, 0).ids()).containsExactly(key);
      }
    }
  }

  /** The process that is killed: step n adds key n, now and then followed by a merge. */
  static final class Child {
    private Child() {}

    static long code(long key) {
      return key * 0x9E3779B97F4A7C15L;
    }

    public static void main(String[] arguments) throws IOException {
      MutableHammingIndex index = MutableHammingIndex.open(Path.of(arguments[0]));
      System.out.println("open");
      for (long key = index.rows() + 1; true; key++) {
        index.add(key, new long[] {code(key)});
        System.out.print(key + ".\n");
        System.out.flush();
        if (key % 500 == 0) {
          index.mergeAll();
        }
      }
    }
  }
}
