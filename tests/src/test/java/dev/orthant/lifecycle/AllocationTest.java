package dev.orthant.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Vectors;
import dev.orthant.encode.Encoder;
import dev.orthant.encode.HashModel;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.LinearScan;
import dev.orthant.index.MultiIndexHash;
import dev.orthant.index.MutableHammingIndex;
import dev.orthant.learn.LshTrainer;
import dev.orthant.search.Neighbors;
import dev.orthant.search.Query;
import dev.orthant.search.RowFilter;
import dev.orthant.search.Searcher;
import dev.orthant.testing.Blobs;
import dev.orthant.testing.Codes;
import dev.orthant.testing.Seeds;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is documented as allocation-free allocates nothing on the heap, once it has run. */
final class AllocationTest {
  private static final int CALLS = 2_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final BinaryCodes CODES = Codes.repeated(Seeds.random("heap"), 2_000, 500, 100);

  @Test
  void searchesIntoABufferAllocateNothing() {
    long[] code = CODES.row(5);
    long[] mask = {0xFFFF, 0x3};
    for (HammingIndex index : List.of(LinearScan.over(CODES), MultiIndexHash.over(CODES))) {
      try (index;
          Searcher searcher = index.newSearcher();
          RowFilter filter = RowFilter.allowIf(2_000, id -> id % 2 == 0)) {
        Neighbors hits = Neighbors.withCapacity(10);
        Query all =
            Query.nearest(20)
                .inRadius(60)
                .masked(mask)
                .filtered(filter)
                .comparingAtMost(1_000)
                .takingAtMost(Duration.ofSeconds(1));
        Query within = Query.within(40);
        assertAllocatesNothing(() -> searcher.nearest(code, hits));
        assertAllocatesNothing(() -> searcher.nearest(code, mask, hits));
        assertAllocatesNothing(() -> searcher.within(code, 40, hits));
        assertAllocatesNothing(() -> searcher.search(code, all, hits));
        assertAllocatesNothing(() -> searcher.search(code, within, hits));
        assertAllocatesNothing(() -> searcher.count(code, within));
        assertAllocatesNothing(() -> hits.isExact());
        assertAllocatesNothing(() -> hits.provedRadius());
      }
    }
  }

  @Test
  void followingAnIndexThatDoesNotChangeAllocatesNothing() throws IOException {
    long[] code = CODES.row(5);
    try (MutableHammingIndex index = MutableHammingIndex.inMemory(100);
        Searcher searcher = index.newSearcher()) {
      index.add(LongStream.range(0, CODES.rows()).toArray(), CODES);
      Neighbors hits = Neighbors.withCapacity(10);
      searcher.nearest(code, hits);
      assertAllocatesNothing(() -> searcher.nearest(code, hits));
    }
  }

  @Test
  void encodingAndRerankingAllocateNothing() {
    Vectors vectors = Vectors.copyOf(Blobs.gaussian(Seeds.random("heap vectors"), 300, 40));
    float[] vector = vectors.row(3);
    float[] projections = new float[64];
    try (HashModel model = LshTrainer.ofBits(64).train(vectors);
        Encoder encoder = model.newEncoder();
        HammingIndex index = LinearScan.over(model.encode(vectors));
        Searcher searcher = index.newSearcher()) {
      long[] code = encoder.newCode();
      Neighbors hits = Neighbors.withCapacity(50);
      assertAllocatesNothing(() -> encoder.encode(vector, code));
      assertAllocatesNothing(() -> encoder.copyProjections(projections));
      searcher.nearest(code, hits);
      assertAllocatesNothing(() -> searcher.rerank(projections, 10, hits));
      assertThat(hits.id(0)).isEqualTo(3);
      assertThat(hits.score(0)).isZero();
    }
  }

  /** Repeats what other threads may disturb: the lowest of a few measurements counts. */
  private static void assertAllocatesNothing(Runnable call) {
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 10 && least > 0; attempt++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        call.run();
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).as("bytes of %d calls", CALLS).isZero();
  }
}
