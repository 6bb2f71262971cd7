package dev.orthant.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.orthant.Orthant;
import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Vectors;
import dev.orthant.encode.Encoder;
import dev.orthant.encode.HashModel;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.LinearScan;
import dev.orthant.learn.LshTrainer;
import dev.orthant.search.Searcher;
import dev.orthant.testing.Blobs;
import dev.orthant.testing.ChildJvm;
import dev.orthant.testing.Codes;
import dev.orthant.testing.Hit;
import dev.orthant.testing.NaiveSearch;
import dev.orthant.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Run once per instruction-set tier: the environment variable ORTHANT_SIMD asks for one. */
@Tag("tier")
final class TierTest {

  @Test
  void theTierAskedForIsTheActiveOne() {
    String asked = System.getenv("ORTHANT_SIMD");
    List<String> available = Orthant.simdTiers();
    assertThat(available).startsWith("scalar").doesNotHaveDuplicates();
    assumeThat(asked).as("ORTHANT_SIMD").isNotNull().isNotEmpty();
    System.out.println("tier " + Orthant.simdTier() + " of " + available);
    assumeThat(available).as("tiers of this processor").contains(asked);
    assertThat(Orthant.simdTier()).isEqualTo(asked);
  }

  @Test
  void withoutACapTheBestTierIsActive() {
    assumeThat(System.getenv("ORTHANT_SIMD")).isNull();
    List<String> available = Orthant.simdTiers();
    assertThat(Orthant.simdTier()).isEqualTo(available.get(available.size() - 1));
  }

  @Test
  void searchesEqualTheNaiveTwin() {
    Random random = Seeds.random("tier");
    for (int bits : new int[] {1, 31, 64, 65, 127, 128, 192, 256, 320, 511, 512, 1000, 1024}) {
      for (int rows : new int[] {1, 7, 8, 9, 333, 4100}) {
        BinaryCodes codes = Codes.repeated(random, rows, 1 + rows / 3, bits);
        long[] query = Codes.random(random, bits);
        long[] mask = Codes.random(random, bits);
        try (HammingIndex index = LinearScan.over(codes);
            Searcher searcher = index.newSearcher()) {
          assertThat(Hit.of(searcher.nearest(query, 25)))
              .isEqualTo(NaiveSearch.nearest(codes, query, null, 25));
          assertThat(Hit.of(searcher.nearest(query, mask, 25)))
              .isEqualTo(NaiveSearch.nearest(codes, query, mask, 25));
          assertThat(Hit.of(searcher.within(query, bits / 2)))
              .isEqualTo(NaiveSearch.within(codes, query, null, bits / 2));
        }
      }
    }
  }

  @Test
  void oneVectorAndABatchEncodeAlike() {
    Random random = Seeds.random("tier encode");
    for (int dimension : new int[] {1, 3, 15, 16, 17, 33, 100, 384}) {
      Vectors vectors = Vectors.copyOf(Blobs.gaussian(random, 130, dimension));
      try (HashModel model = LshTrainer.ofBits(70).withSeed(1).train(vectors);
          Encoder encoder = model.newEncoder()) {
        BinaryCodes batch = model.encode(vectors, 2);
        long[] code = encoder.newCode();
        for (int row = 0; row < vectors.rows(); row++) {
          encoder.encode(vectors.row(row), code);
          assertThat(code).isEqualTo(batch.row(row));
        }
      }
    }
  }

  @Test
  void aTierThatIsNoneIsRefusedAtTheFirstUse() throws Exception {
    ChildJvm.Outcome outcome = printTier("quantum");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.output()).contains("NativeLibraryException").contains("quantum");
  }

  @Test
  void aTierThatIsRequiredMustBeReached() throws Exception {
    ChildJvm.Outcome reached = printTier("scalar", "-Dorthant.simd.require=scalar");
    assertThat(reached.output()).isEqualTo("scalar" + System.lineSeparator());
    ChildJvm.Outcome missed = printTier("scalar", "-Dorthant.simd.require=popcnt");
    assertThat(missed.exit()).isEqualTo(1);
    assertThat(missed.output()).contains("NativeLibraryException", "popcnt", "scalar");
  }

  private static ChildJvm.Outcome printTier(String cap, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("env", "ORTHANT_SIMD=" + cap));
    command.addAll(ChildJvm.command(PrintTier.class, List.of(options)));
    return ChildJvm.run(command);
  }

  /** Prints the active tier. */
  static final class PrintTier {
    public static void main(String[] arguments) {
      System.out.println(Orthant.simdTier());
    }
  }
}
