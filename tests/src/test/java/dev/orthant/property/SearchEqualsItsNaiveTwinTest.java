package dev.orthant.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.data.BinaryCodes;
import dev.orthant.index.AutoIndex;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.LinearScan;
import dev.orthant.index.MultiIndexHash;
import dev.orthant.search.Neighbors;
import dev.orthant.search.Query;
import dev.orthant.search.RowFilter;
import dev.orthant.search.Searcher;
import dev.orthant.testing.Codes;
import dev.orthant.testing.Hit;
import dev.orthant.testing.NaiveSearch;
import java.util.List;
import java.util.Random;
import java.util.function.LongPredicate;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** For any codes, query, mask, k and radius; few distinct codes, so ties are the rule. */
final class SearchEqualsItsNaiveTwinTest {

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void forTheNearest(
      @ForAll @IntRange(min = 1, max = 1024) int bits,
      @ForAll @IntRange(min = 0, max = 120) int rows,
      @ForAll @IntRange(min = 1, max = 20) int distinct,
      @ForAll @IntRange(min = 1, max = 130) int k,
      @ForAll long seed) {
    Random random = new Random(seed);
    BinaryCodes codes = Codes.repeated(random, rows, distinct, bits);
    long[] query = Codes.random(random, bits);
    long[] mask = Codes.random(random, bits);
    Neighbors neighbors = Neighbors.withCapacity(k);
    try (HammingIndex index = LinearScan.over(codes);
        Searcher searcher = index.newSearcher()) {
      var all = NaiveSearch.nearest(codes, query, null, k);
      assertThat(Hit.of(searcher.nearest(query, k))).isEqualTo(all);
      searcher.nearest(query, neighbors);
      assertThat(Hit.of(neighbors)).isEqualTo(all);
      var masked = NaiveSearch.nearest(codes, query, mask, k);
      assertThat(Hit.of(searcher.nearest(query, mask, k))).isEqualTo(masked);
      searcher.nearest(query, mask, neighbors);
      assertThat(Hit.of(neighbors)).isEqualTo(masked);
    }
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void forARadius(
      @ForAll @IntRange(min = 1, max = 1024) int bits,
      @ForAll @IntRange(min = 0, max = 120) int rows,
      @ForAll @IntRange(min = 1, max = 20) int distinct,
      @ForAll @IntRange(min = 0, max = 1030) int radius,
      @ForAll long seed) {
    Random random = new Random(seed);
    BinaryCodes codes = Codes.repeated(random, rows, distinct, bits);
    long[] query = rows > 0 && random.nextBoolean() ? codes.row(0) : Codes.random(random, bits);
    long[] mask = Codes.random(random, bits);
    Neighbors neighbors = Neighbors.withCapacity(1);
    try (HammingIndex index = LinearScan.over(codes);
        Searcher searcher = index.newSearcher()) {
      var all = NaiveSearch.within(codes, query, null, radius);
      assertThat(Hit.of(searcher.within(query, radius))).isEqualTo(all);
      searcher.within(query, radius, neighbors);
      assertThat(Hit.of(neighbors)).isEqualTo(all);
      assertThat(Hit.of(searcher.within(query, mask, radius)))
          .isEqualTo(NaiveSearch.within(codes, query, mask, radius));
    }
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void forEveryQueryAndKindOfIndex(
      @ForAll @IntRange(min = 1, max = 1024) int bits,
      @ForAll @IntRange(min = 0, max = 200) int rows,
      @ForAll @IntRange(min = 1, max = 60) int distinct,
      @ForAll @IntRange(min = 0, max = 210) int k,
      @ForAll long seed) {
    Random random = new Random(seed);
    BinaryCodes codes = Codes.repeated(random, rows, distinct, bits);
    long[] code = rows > 0 && random.nextBoolean() ? codes.row(0) : Codes.random(random, bits);
    long[] mask = random.nextBoolean() ? null : Codes.random(random, bits);
    int radius = random.nextInt(bits + 2);
    long[] allowed = random.longs((rows + 63) / 64).toArray();
    boolean filtered = random.nextBoolean();
    LongPredicate passes = id -> !filtered || (allowed[(int) id / 64] >>> id & 1) != 0;
    var expected =
        NaiveSearch.search(codes, code, mask, passes, radius, k == 0 ? Integer.MAX_VALUE : k);
    try (RowFilter filter = RowFilter.allowBits(allowed)) {
      Query query = k == 0 ? Query.within(radius) : Query.nearest(k).inRadius(radius);
      query = mask == null ? query : query.masked(mask);
      query = filtered ? query.filtered(filter) : query;
      for (HammingIndex index :
          List.of(LinearScan.over(codes), MultiIndexHash.over(codes), AutoIndex.over(codes))) {
        try (index;
            Searcher searcher = index.newSearcher()) {
          for (Query planned : List.of(query, query.byScan(), query.byProbing())) {
            assertThat(Hit.of(searcher.search(code, planned))).isEqualTo(expected);
            assertThat(searcher.verify()).isTrue();
          }
          BinaryCodes one = BinaryCodes.wrap(code, bits);
          assertThat(index.searchAll(one, query).ids(0))
              .containsExactly(expected.stream().mapToLong(Hit::id).toArray());
        }
      }
    }
  }
}
