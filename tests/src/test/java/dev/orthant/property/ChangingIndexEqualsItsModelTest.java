package dev.orthant.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.data.BinaryCodes;
import dev.orthant.index.IndexSnapshot;
import dev.orthant.index.MutableHammingIndex;
import dev.orthant.search.Query;
import dev.orthant.search.Searcher;
import dev.orthant.testing.Codes;
import dev.orthant.testing.Hit;
import dev.orthant.testing.KeyedRows;
import dev.orthant.testing.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Through any changes, merges and reopenings, an index answers as a sorted map does. */
final class ChangingIndexEqualsItsModelTest {
  private static final int[] LENGTHS = {1, 13, 64, 100, 128, 500};

  @TempDir Path folder;
  private final Random random = Seeds.random("changing");

  @Test
  void inMemory() throws IOException {
    for (int bits : LENGTHS) {
      Run run = new Run(bits);
      try (MutableHammingIndex index = MutableHammingIndex.inMemory(bits);
          Searcher searcher = index.newSearcher()) {
        for (int step = 0; step < 120; step++) {
          run.changeOrMerge(index);
          run.assertSearchesEqual(index, searcher);
        }
      }
    }
  }

  @Test
  void inFoldersThatAreReopened() throws IOException {
    for (int bits : LENGTHS) {
      Path own = Files.createDirectory(folder.resolve("of-" + bits));
      Run run = new Run(bits);
      MutableHammingIndex.open(own, bits).close();
      for (int session = 0; session < 6; session++) {
        try (MutableHammingIndex index = MutableHammingIndex.open(own);
            Searcher searcher = index.newSearcher()) {
          run.assertSearchesEqual(index, searcher);
          for (int step = 0; step < 20; step++) {
            run.changeOrMerge(index);
            run.assertSearchesEqual(index, searcher);
          }
        }
        assertThat(MutableHammingIndex.check(own).rows()).isEqualTo(run.model.size());
      }
    }
  }

  /** An index's twin, and what is done to both. */
  private final class Run {
    private final int bits;
    private final KeyedRows model;
    private final BinaryCodes pool; // few, so that ties are the rule

    Run(int bits) {
      this.bits = bits;
      this.model = new KeyedRows(bits);
      this.pool = Codes.random(random, 150, bits);
    }

    private void changeOrMerge(MutableHammingIndex index) throws IOException {
      int what = random.nextInt(10);
      if (what < 3) {
        long[] keys = newKeys(random.nextInt(60));
        BinaryCodes codes = codes(keys.length);
        index.add(keys, codes);
        model.putAll(keys, codes);
      } else if (what < 5) {
        long[] keys = model.some(random, random.nextInt(30));
        index.remove(keys);
        model.removeAll(keys);
      } else if (what < 7) {
        long[] keys = model.some(random, random.nextInt(30));
        BinaryCodes codes = codes(keys.length);
        index.replace(keys, codes);
        model.putAll(keys, codes);
      } else if (what < 8) {
        long[] key = newKeys(1);
        long[] code = codes(1).row(0);
        index.add(key[0], code);
        index.replace(key[0], code);
        model.put(key[0], code);
      } else if (what < 9) {
        index.mergeAll();
      } else {
        index.sync();
        boolean due = index.mergeDue();
        assertThat(index.merge()).isEqualTo(due);
      }
    }

    private long[] newKeys(int count) {
      return LongStream.generate(() -> random.nextInt(3000) - 1500L)
          .filter(key -> !model.has(key))
          .distinct()
          .limit(count)
          .toArray();
    }

    private BinaryCodes codes(int count) {
      return pool.select(random.ints(count, 0, pool.rows()).toArray());
    }

    private void assertSearchesEqual(MutableHammingIndex index, Searcher searcher) {
      long[] query = random.nextBoolean() ? Codes.random(random, bits) : codes(1).row(0);
      long[] mask = random.nextBoolean() ? null : Codes.random(random, bits);
      int radius = random.nextInt(bits + 1);
      int k = 1 + random.nextInt(40);
      Query nearest = Query.nearest(k).inRadius(radius);
      nearest = mask == null ? nearest : nearest.masked(mask);
      List<Hit> expected = model.search(query, mask, radius, k);
      assertThat(index.rows()).isEqualTo(model.size());
      assertThat(Hit.of(searcher.search(query, nearest))).isEqualTo(expected);
      assertThat(searcher.verify()).isTrue();
      assertThat(Hit.of(searcher.within(query, radius)))
          .isEqualTo(model.search(query, null, radius, Integer.MAX_VALUE));
      try (IndexSnapshot snapshot = index.snapshot();
          Searcher own = snapshot.newSearcher()) {
        assertThat(snapshot.rows()).isEqualTo(model.size());
        assertThat(Hit.of(own.search(query, nearest))).isEqualTo(expected);
        assertThat(snapshot.searchAll(BinaryCodes.wrap(query, bits), nearest).ids(0))
            .containsExactly(expected.stream().mapToLong(Hit::id).toArray());
      }
    }
  }
}
