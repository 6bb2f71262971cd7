package dev.orthant.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.Orthant;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.LinearScan;
import dev.orthant.learn.ItqTrainer;
import dev.orthant.learn.SdhTrainer;
import dev.orthant.search.Searcher;
import dev.orthant.testing.Blobs;
import dev.orthant.testing.ChildJvm;
import dev.orthant.testing.NativeFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The native library leaves its host alone: floating point, signals, libraries, threads. */
@EnabledOnOs(OS.LINUX)
final class ProcessStateTest {

  @Test
  void signalsFloatingPointAndOutputStayAsTheyWere() throws Exception {
    ChildJvm.Outcome outcome = ChildJvm.run(ChildJvm.command(Child.class, List.of()));
    assertThat(outcome.output()).isEqualTo("as before" + System.lineSeparator());
    assertThat(outcome.exit()).isZero();
  }

  @Test
  void openBlasIsTheOneInTheCacheOfJavaCpp() throws Exception {
    NativeFiles.core();
    String cache = Loader.getCacheDir().getCanonicalPath();
    List<String> lines =
        Files.readAllLines(Path.of("/proc/self/maps")).stream()
            .filter(line -> line.contains("openblas"))
            .toList();
    assertThat(lines).isNotEmpty().allMatch(line -> line.contains(cache));
  }

  /** Looks at the process before and after everything native has been used. */
  static final class Child {
    /** The smallest denormal: a library built with -ffast-math makes it read as zero. */
    private static float denormal = Float.MIN_VALUE;

    private Child() {}

    public static void main(String[] arguments) throws Exception {
      String before = signals();
      useEverything();
      check("signals", before, signals());
      check("denormals", 2 * Float.MIN_VALUE, denormal + denormal);
      check("rounding", 1f, 1f + denormal * 0x1p100f);
      check("normals to denormals", Float.MIN_NORMAL / 2, denormal * 0x1p22f);
      System.out.println("as before");
    }

    private static void useEverything() {
      Orthant.version();
      Blobs blobs = Blobs.of(200, 40, 4, 3, 1);
      Vectors vectors = blobs.vectors();
      ItqTrainer.ofBits(32).withThreads(2).train(vectors).close();
      try (HashModel model =
              SdhTrainer.ofBits(64).withAnchors(50).withThreads(2).train(vectors, blobs.labels());
          HammingIndex index = LinearScan.over(model.encode(vectors, 2));
          Searcher searcher = index.newSearcher()) {
        searcher.nearest(model.encode(vectors.row(0)), 5);
      }
    }

    private static String signals() throws Exception {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("SigCgt") || line.startsWith("SigIgn"))
          .toList()
          .toString();
    }

    private static void check(String what, Object before, Object after) {
      if (!before.equals(after)) {
        throw new AssertionError(what + ": " + before + " became " + after);
      }
    }
  }
}
