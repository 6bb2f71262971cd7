package dev.orthant.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Vectors;
import dev.orthant.encode.Encoder;
import dev.orthant.encode.HashModel;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.LinearScan;
import dev.orthant.internal.NativeResource;
import dev.orthant.learn.LshTrainer;
import dev.orthant.search.Searcher;
import dev.orthant.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What was forgotten is freed and, under {@code -Dorthant.leaks=fail}, reported. */
final class LeakTest {

  @Test
  void aLostModelIsReportedWithThePlaceOfItsMaking() throws Exception {
    ChildJvm.Outcome outcome = run("forget", "-Dorthant.leaks=fail");
    assertThat(outcome.output())
        .contains("HashModel was never closed", "forgetsAModel", "leaks 1")
        .doesNotContain("LinearScan was never closed");
    assertThat(outcome.exit()).isZero();
  }

  @Test
  void withoutTheOptionALostModelIsFreedInSilence() throws Exception {
    ChildJvm.Outcome outcome = run("forget");
    assertThat(outcome.output()).contains("leaks 0").doesNotContain("never closed");
  }

  @Test
  void aLostModelLivesAsLongAsItsEncoder() throws Exception {
    ChildJvm.Outcome outcome = run("keep", "-Dorthant.leaks=fail");
    assertThat(outcome.output()).contains("leaks 0").doesNotContain("never closed");
    assertThat(outcome.exit()).isZero();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void lostAndClosedIndexesDoNotPileUp() throws Exception {
    for (String how : new String[] {"lose", "close"}) {
      ChildJvm.Outcome outcome = run(how, "-Dorthant.leaks=off");
      assertThat(outcome.output()).contains("done");
      assertThat(outcome.exit()).isZero();
    }
  }

  private static ChildJvm.Outcome run(String... argumentAndOptions) throws Exception {
    List<String> options = List.of(argumentAndOptions).subList(1, argumentAndOptions.length);
    return ChildJvm.run(ChildJvm.command(Child.class, options, argumentAndOptions[0]));
  }

  /** What the tests run in a process of its own. */
  static final class Child {
    private static final long MEBIBYTE = 1 << 20;

    private Child() {}

    public static void main(String[] arguments) throws Exception {
      switch (arguments[0]) {
        case "forget" -> forget();
        case "keep" -> keepAnEncoder();
        case "lose" -> makeIndexes(false);
        default -> makeIndexes(true);
      }
    }

    private static void forget() throws InterruptedException {
      HammingIndex held = LinearScan.over(BinaryCodes.wrap(new long[10], 64));
      held.newSearcher().close();
      forgetsAModel();
      for (int i = 0; i < 50 && NativeResource.leaks() == 0; i++) {
        System.gc();
        Thread.sleep(20);
      }
      System.out.println("leaks " + NativeResource.leaks());
      held.close();
    }

    private static void keepAnEncoder() throws InterruptedException {
      try (Encoder encoder = encoderOfALostModel()) {
        long[] code = encoder.newCode();
        for (int i = 0; i < 20; i++) {
          System.gc();
          Thread.sleep(5);
          encoder.encode(new float[] {i, 1}, code);
        }
        System.out.println("leaks " + NativeResource.leaks());
      }
    }

    private static Encoder encoderOfALostModel() {
      return LshTrainer.ofBits(8).train(Vectors.wrap(new float[] {1, 2, 3, 4}, 2)).newEncoder();
    }

    private static void forgetsAModel() {
      HashModel model = LshTrainer.ofBits(8).train(Vectors.wrap(new float[] {1, 2, 3, 4}, 2));
      model.encode(new float[] {1, 2});
    }

    /** 200 indexes of 4 MiB each: 800 MiB if none were freed. */
    private static void makeIndexes(boolean close) throws Exception {
      BinaryCodes codes = BinaryCodes.wrap(new long[(int) (4 * MEBIBYTE / Long.BYTES)], 64);
      long before = residentBytes();
      for (int i = 0; i < 200; i++) {
        HammingIndex index = LinearScan.over(codes);
        try (Searcher searcher = index.newSearcher()) {
          searcher.nearest(new long[1], 1);
        }
        if (close) {
          index.close();
        } else if (i % 20 == 19) {
          index = null;
          System.gc();
          Thread.sleep(50);
        }
      }
      long grown = (residentBytes() - before) / MEBIBYTE;
      if (grown > 200) {
        throw new AssertionError("grown by " + grown + " MiB");
      }
      System.out.println("done, grown by " + grown + " MiB");
    }

    private static long residentBytes() throws Exception {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
      throw new AssertionError("no VmRSS");
    }
  }
}
