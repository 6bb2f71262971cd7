package dev.orthant.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orthant.data.BinaryCodes;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.IndexFacts;
import dev.orthant.search.Neighbors;
import dev.orthant.search.Query;
import dev.orthant.search.SearchResult;
import dev.orthant.search.Searcher;
import dev.orthant.testing.Codes;
import dev.orthant.testing.Hit;
import dev.orthant.testing.NaiveSearch;
import dev.orthant.testing.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every index promises: exact answers, ordered by (distance, id), equal to the naive twin. */
abstract class HammingIndexContract implements QueryContract, BatchContract {
  @TempDir Path folder;

  @Test
  void theNearestEqualTheNaiveTwinForEveryCodeLength() {
    Random random = Seeds.random("nearest");
    for (int bits = 1; bits <= 1024; bits += bits < 140 ? 1 : 59) {
      assertSearchesEqual(random, Codes.random(random, 70, bits), 9);
    }
    assertSearchesEqual(random, Codes.random(random, 70, 1024), 9);
  }

  @Test
  void tiesComeInTheOrderOfIds() {
    Random random = Seeds.random("ties");
    for (int bits : new int[] {1, 3, 64, 100, 128, 512}) {
      assertSearchesEqual(random, Codes.repeated(random, 400, 5, bits), 37);
    }
  }

  @Test
  void allEqualCodesComeInTheOrderOfIds() {
    BinaryCodes equal = Codes.repeated(Seeds.random("equal"), 10_000, 1, 64);
    try (HammingIndex index = over(equal);
        Searcher searcher = index.newSearcher()) {
      SearchResult result = searcher.nearest(equal.row(0), 1234);
      assertThat(result.size()).isEqualTo(1234);
      for (int rank = 0; rank < result.size(); rank++) {
        assertThat(result.id(rank)).isEqualTo(rank);
        assertThat(result.distance(rank)).isZero();
      }
      assertThat(searcher.within(equal.row(0), 0).size()).isEqualTo(10_000);
    }
  }

  @Test
  void rowsBeyondOneBlockAreSearched() {
    Random random = Seeds.random("blocks");
    for (int rows : new int[] {4095, 4096, 4097, 9000}) {
      assertSearchesEqual(random, Codes.repeated(random, rows, 700, 64), 100);
    }
  }

  @Test
  void askingForMoreThanThereIsReturnsAll() {
    Random random = Seeds.random("more");
    BinaryCodes codes = Codes.random(random, 12, 64);
    try (HammingIndex index = over(codes);
        Searcher searcher = index.newSearcher()) {
      for (int k : new int[] {12, 13, 1_000_000, Integer.MAX_VALUE}) {
        assertThat(Hit.of(searcher.nearest(codes.row(3), k)))
            .isEqualTo(NaiveSearch.nearest(codes, codes.row(3), null, 12));
      }
    }
  }

  @Test
  void anIndexWithoutRowsFindsNothing() throws IOException {
    try (HammingIndex index = over(BinaryCodes.wrap(new long[0], 64));
        Searcher searcher = index.newSearcher()) {
      assertThat(index.rows()).isZero();
      assertThat(index.bits()).isEqualTo(64);
      assertThat(searcher.nearest(new long[1], 5).size()).isZero();
      assertThat(searcher.within(new long[1], 64).size()).isZero();
      Neighbors neighbors = Neighbors.withCapacity(3);
      searcher.nearest(new long[1], neighbors);
      assertThat(neighbors.size()).isZero();
      index.save(folder.resolve("empty"));
    }
    try (HammingIndex index = HammingIndex.open(folder.resolve("empty"))) {
      assertThat(index.rows()).isZero();
    }
  }

  @Test
  void anyRadiusIsMeaningful() {
    Random random = Seeds.random("radius");
    BinaryCodes codes = Codes.random(random, 300, 32);
    long[] query = Codes.random(random, 32);
    try (HammingIndex index = over(codes);
        Searcher searcher = index.newSearcher()) {
      for (int radius : new int[] {0, 1, 15, 16, 31, 32, 33, 2000, Integer.MAX_VALUE}) {
        assertThat(Hit.of(searcher.within(query, radius)))
            .isEqualTo(NaiveSearch.within(codes, query, null, radius));
      }
      assertThatIllegalArgumentException()
          .isThrownBy(() -> searcher.within(query, -1))
          .withMessageContaining("-1");
    }
  }

  @Test
  void aMaskOfNoBitsMakesAllRowsEqual() {
    BinaryCodes codes = Codes.random(Seeds.random("no mask"), 50, 70);
    try (HammingIndex index = over(codes);
        Searcher searcher = index.newSearcher()) {
      SearchResult result = searcher.nearest(codes.row(9), new long[2], 50);
      assertThat(result.ids()).isSorted().hasSize(50);
      assertThat(result.distance(49)).isZero();
    }
  }

  @Test
  void aMaskedSearchDoesNotMarkTheNextOne() {
    BinaryCodes codes = Codes.random(Seeds.random("mask"), 200, 64);
    try (HammingIndex index = over(codes);
        Searcher searcher = index.newSearcher()) {
      List<Hit> before = Hit.of(searcher.nearest(codes.row(0), 20));
      searcher.nearest(codes.row(0), new long[] {1}, 20);
      searcher.within(codes.row(0), new long[] {3}, 1);
      assertThat(Hit.of(searcher.nearest(codes.row(0), 20))).isEqualTo(before);
    }
  }

  @Test
  void aBufferIsFilledUpToItsCapacityAndReused() {
    Random random = Seeds.random("buffer");
    BinaryCodes codes = Codes.random(random, 500, 64);
    Neighbors neighbors = Neighbors.withCapacity(10);
    try (HammingIndex index = over(codes);
        Searcher searcher = index.newSearcher()) {
      for (int round = 0; round < 20; round++) {
        long[] query = Codes.random(random, 64);
        searcher.nearest(query, neighbors);
        assertThat(Hit.of(neighbors)).isEqualTo(NaiveSearch.nearest(codes, query, null, 10));
        searcher.nearest(query, new long[] {0xFF}, neighbors);
        assertThat(Hit.of(neighbors))
            .isEqualTo(NaiveSearch.nearest(codes, query, new long[] {0xFF}, 10));
        List<Hit> seen = new ArrayList<>();
        neighbors.forEach((id, distance) -> seen.add(new Hit(id, distance)));
        assertThat(seen).isEqualTo(Hit.of(neighbors));
      }
    }
  }

  @Test
  void aBufferGrowsForARadius() {
    Random random = Seeds.random("growth");
    BinaryCodes codes = Codes.random(random, 3000, 64);
    long[] query = Codes.random(random, 64);
    Neighbors neighbors = Neighbors.withCapacity(1);
    try (HammingIndex index = over(codes);
        Searcher searcher = index.newSearcher()) {
      for (int radius : new int[] {40, 10, 28, 64}) {
        searcher.within(query, radius, neighbors);
        assertThat(Hit.of(neighbors)).isEqualTo(NaiveSearch.within(codes, query, null, radius));
      }
    }
  }

  @Test
  void aResultIsNotChangedByTheNextSearch() {
    Random random = Seeds.random("result");
    BinaryCodes codes = Codes.random(random, 100, 64);
    try (HammingIndex index = over(codes);
        Searcher searcher = index.newSearcher()) {
      SearchResult first = searcher.nearest(codes.row(1), 10);
      List<Hit> hits = Hit.of(first);
      searcher.nearest(codes.row(2), 20);
      first.ids()[0] = -5;
      assertThat(Hit.of(first)).isEqualTo(hits);
      List<Hit> seen = new ArrayList<>();
      first.forEach((id, distance) -> seen.add(new Hit(id, distance)));
      assertThat(seen).isEqualTo(hits);
    }
  }

  @Test
  void savingAndOpeningKeepsEveryAnswer() throws IOException {
    Random random = Seeds.random("save");
    for (int bits : new int[] {1, 64, 65, 1024}) {
      BinaryCodes codes = Codes.random(random, 123, bits);
      Path path = folder.resolve("index-" + bits);
      try (HammingIndex index = over(codes)) {
        index.save(path);
      }
      try (HammingIndex index = HammingIndex.open(path);
          Searcher searcher = index.newSearcher()) {
        assertThat(index.rows()).isEqualTo(123);
        assertThat(index.bits()).isEqualTo(bits);
        assertThat(index.facts().kind()).isEqualTo(kind());
        long[] query = Codes.random(random, bits);
        assertThat(Hit.of(searcher.nearest(query, 123)))
            .isEqualTo(NaiveSearch.nearest(codes, query, null, 123));
      }
    }
  }

  @Test
  void theFactsSayWhatGroupingSaves() {
    BinaryCodes codes = BinaryCodes.wrap(new long[] {5, 9, 5, 5, 0, 9, 5}, 64);
    try (HammingIndex index = over(codes)) {
      IndexFacts facts = index.facts();
      assertThat(facts.kind()).isEqualTo(kind());
      assertThat(facts.rows()).isEqualTo(7);
      assertThat(facts.bits()).isEqualTo(64);
      assertThat(facts.distinctCodes()).isEqualTo(3);
      assertThat(facts.largestGroup()).isEqualTo(4);
      assertThat(facts.bytesUngrouped()).isEqualTo(7 * Long.BYTES);
      assertThat(facts.bytes()).isPositive();
      assertThat(facts.chunks()).isNotNegative();
    }
  }

  @Test
  void theIndexDoesNotFollowTheArrayItWasMadeFrom() {
    long[] words = {1, 2, 3};
    try (HammingIndex index = over(BinaryCodes.wrap(words, 64));
        Searcher searcher = index.newSearcher()) {
      words[0] = -1;
      assertThat(searcher.nearest(new long[] {1}, 1).distance(0)).isZero();
    }
  }

  @Test
  void badArgumentsAreRefusedByValue() {
    BinaryCodes codes = Codes.random(Seeds.random("bad"), 5, 70);
    try (HammingIndex index = over(codes);
        Searcher searcher = index.newSearcher()) {
      long[] query = codes.row(0);
      assertRefused(() -> searcher.nearest(query, 0), "0");
      assertRefused(() -> searcher.nearest(query, -7), "-7");
      assertRefused(() -> searcher.nearest(new long[1], 3), "1", "2");
      assertRefused(() -> searcher.nearest(new long[3], 3), "3", "2");
      assertRefused(() -> searcher.nearest(new long[] {0, 1L << 6}, 3), "70");
      assertRefused(() -> searcher.nearest(query, new long[] {0, 1L << 63}, 3), "70");
      assertRefused(() -> searcher.nearest(query, new long[1], 3), "1", "2");
      assertRefused(() -> searcher.within(new long[0], 3), "0", "2");
      assertRefused(() -> Neighbors.withCapacity(0), "0");
      assertThatThrownBy(() -> searcher.nearest(null, 1)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> searcher.nearest(query, (Neighbors) null))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> searcher.nearest(query, 3).id(3))
          .isInstanceOfAny(IllegalArgumentException.class, IndexOutOfBoundsException.class);
    }
  }

  @Test
  void aClosedIndexOrSearcherRefusesCalls() {
    BinaryCodes codes = Codes.random(Seeds.random("closed"), 5, 64);
    HammingIndex index = over(codes);
    Searcher searcher = index.newSearcher();
    searcher.close();
    searcher.close();
    assertThatIllegalStateException().isThrownBy(() -> searcher.nearest(codes.row(0), 1));
    Searcher orphan = index.newSearcher();
    index.close();
    index.close();
    assertThatIllegalStateException().isThrownBy(index::newSearcher);
    assertThatIllegalStateException().isThrownBy(index::facts);
    assertThatIllegalStateException()
        .isThrownBy(() -> index.searchAll(codes, Query.nearest(1)))
        .withMessageContaining("closed");
    assertThatIllegalStateException()
        .isThrownBy(() -> index.join(codes, 3, (row, id, distance) -> {}));
    assertThatIllegalStateException().isThrownBy(() -> index.save(folder.resolve("closed")));
    assertThatIllegalStateException().isThrownBy(() -> orphan.nearest(codes.row(0), 1));
    assertThatIllegalStateException().isThrownBy(() -> orphan.within(codes.row(0), 1));
    orphan.close();
  }

  private void assertSearchesEqual(Random random, BinaryCodes codes, int k) {
    int bits = codes.bits();
    try (HammingIndex index = over(codes);
        Searcher searcher = index.newSearcher()) {
      long[] query = random.nextBoolean() ? codes.row(0) : Codes.random(random, bits);
      long[] mask = Codes.random(random, bits);
      int radius = random.nextInt(bits + 1);
      String what = "bits " + bits + ", rows " + codes.rows() + ", k " + k + ", radius " + radius;
      assertThat(Hit.of(searcher.nearest(query, k)))
          .as(what)
          .isEqualTo(NaiveSearch.nearest(codes, query, null, k));
      assertThat(Hit.of(searcher.nearest(query, mask, k)))
          .as(what)
          .isEqualTo(NaiveSearch.nearest(codes, query, mask, k));
      assertThat(Hit.of(searcher.within(query, radius)))
          .as(what)
          .isEqualTo(NaiveSearch.within(codes, query, null, radius));
      assertThat(Hit.of(searcher.within(query, mask, radius)))
          .as(what)
          .isEqualTo(NaiveSearch.within(codes, query, mask, radius));
    }
  }

  private static void assertRefused(Runnable call, String... parts) {
    assertThatIllegalArgumentException()
        .isThrownBy(call::run)
        .satisfies(refused -> assertThat(refused.getMessage()).isNotBlank().contains(parts));
  }
}
