package dev.orthant.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orthant.data.BinaryCodes;
import dev.orthant.index.HammingIndex;
import dev.orthant.search.Certificate;
import dev.orthant.search.Neighbors;
import dev.orthant.search.Query;
import dev.orthant.search.RerankedResult;
import dev.orthant.search.RowFilter;
import dev.orthant.search.SearchResult;
import dev.orthant.search.Searcher;
import dev.orthant.testing.Codes;
import dev.orthant.testing.Hit;
import dev.orthant.testing.NaiveSearch;
import dev.orthant.testing.Seeds;
import java.time.Duration;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every index promises of a {@link Query}, whatever it combines. */
interface QueryContract {
  HammingIndex over(BinaryCodes codes);

  /** As the facts and files of the index say it. */
  String kind();

  @Test
  default void everyCombinationEqualsTheNaiveTwin() {
    Random random = Seeds.random("combinations");
    for (int bits : new int[] {1, 17, 64, 100, 128, 320}) {
      BinaryCodes codes = Codes.repeated(random, 900, 300, bits);
      BitSet chosen = new BitSet();
      IntStream.range(0, 400).forEach(i -> chosen.set(random.nextInt(900)));
      try (HammingIndex index = over(codes);
          Searcher searcher = index.newSearcher();
          RowFilter filter = RowFilter.allow(chosen)) {
        for (int round = 0; round < 40; round++) {
          long[] code = round % 3 == 0 ? codes.row(round) : Codes.random(random, bits);
          long[] mask = random.nextBoolean() ? null : Codes.random(random, bits);
          boolean filtered = random.nextBoolean();
          int radius = random.nextBoolean() ? bits : random.nextInt(bits + 1);
          int k = random.nextInt(60);
          Query query = k == 0 ? Query.within(radius) : Query.nearest(k).inRadius(radius);
          query = mask == null ? query : query.masked(mask);
          query = filtered ? query.filtered(filter) : query;
          LongPredicate passes = id -> !filtered || chosen.get((int) id);
          List<Hit> expected =
              NaiveSearch.search(codes, code, mask, passes, radius, k == 0 ? 900 : k);
          assertAnswer(searcher, code, query, expected);
          assertAnswer(searcher, code, query.byScan(), expected);
          assertAnswer(searcher, code, query.byProbing(), expected);
        }
      }
    }
  }

  private static void assertAnswer(
      Searcher searcher, long[] code, Query query, List<Hit> expected) {
    SearchResult result = searcher.search(code, query);
    assertThat(Hit.of(result)).as("%s", query).isEqualTo(expected);
    assertThat(searcher.verify()).as("verified: %s", query).isTrue();
    assertProved(result.certificate(), query, expected);
    Neighbors neighbors = Neighbors.withCapacity(1);
    searcher.search(code, query, neighbors);
    assertThat(Hit.of(neighbors)).as("%s", query).isEqualTo(expected);
    assertThat(neighbors.certificate()).isEqualTo(searcher.certificate());
    if (query.k().isEmpty()) {
      assertThat(searcher.count(code, query)).as("%s", query).isEqualTo(expected.size());
      assertThat(searcher.verify()).as("verified: count of %s", query).isTrue();
    }
  }

  private static void assertProved(Certificate certificate, Query query, List<Hit> hits) {
    assertThat(certificate.exact()).as("%s", query).isTrue();
    boolean full = query.k().isPresent() && hits.size() == query.k().getAsInt();
    int least = full ? hits.get(hits.size() - 1).distance() : query.radius().orElse(0);
    assertThat(certificate.provedRadius()).as("%s", query).isGreaterThanOrEqualTo(least);
    assertThat(certificate.stats().compared()).isNotNegative();
  }

  @Test
  default void everyWayToMakeAFilterMeansTheSame() {
    BinaryCodes codes = Codes.repeated(Seeds.random("filters"), 200, 60, 64);
    long[] ids = LongStream.range(0, 200).filter(id -> id % 7 == 3).toArray();
    BitSet bits = new BitSet();
    LongStream.of(ids).forEach(id -> bits.set((int) id));
    long[] beyond =
        LongStream.concat(LongStream.of(ids), LongStream.of(-1, 200, 1L << 40)).toArray();
    try (HammingIndex index = over(codes);
        Searcher searcher = index.newSearcher()) {
      for (RowFilter filter :
          List.of(
              RowFilter.allow(ids),
              RowFilter.allow(beyond),
              RowFilter.allow(bits),
              RowFilter.allowBits(bits.toLongArray()),
              RowFilter.allowIf(200, id -> id % 7 == 3))) {
        assertPasses(searcher, codes, filter, id -> id % 7 == 3);
      }
      for (RowFilter filter :
          List.of(
              RowFilter.deny(ids),
              RowFilter.deny(beyond),
              RowFilter.deny(bits),
              RowFilter.denyBits(bits.toLongArray()))) {
        assertPasses(searcher, codes, filter, id -> id % 7 != 3);
      }
      assertPasses(searcher, codes, RowFilter.allow(), id -> false);
      assertPasses(searcher, codes, RowFilter.deny(), id -> true);
      assertPasses(searcher, codes, RowFilter.allowIf(64, id -> true), id -> id < 64);
    }
  }

  private static void assertPasses(
      Searcher searcher, BinaryCodes codes, RowFilter filter, LongPredicate passes) {
    try (filter) {
      SearchResult all = searcher.search(codes.row(0), Query.within(64).filtered(filter));
      assertThat(Hit.of(all))
          .as("%s", filter)
          .isEqualTo(NaiveSearch.search(codes, codes.row(0), null, passes, 64, 200));
    }
  }

  @Test
  default void filtersAreNotMixedUp() {
    BinaryCodes codes = Codes.repeated(Seeds.random("two filters"), 300, 40, 64);
    try (HammingIndex index = over(codes);
        Searcher searcher = index.newSearcher();
        RowFilter even = RowFilter.allowIf(300, id -> id % 2 == 0);
        RowFilter odd = RowFilter.allowIf(300, id -> id % 2 == 1)) {
      Query query = Query.nearest(300);
      for (int round = 0; round < 3; round++) {
        assertThat(Hit.of(searcher.search(codes.row(1), query.filtered(even))))
            .hasSize(150)
            .allMatch(hit -> hit.id() % 2 == 0);
        assertThat(searcher.search(codes.row(1), query).size()).isEqualTo(300);
        assertThat(Hit.of(searcher.search(codes.row(1), query.filtered(odd))))
            .hasSize(150)
            .allMatch(hit -> hit.id() % 2 == 1);
      }
    }
  }

  @Test
  default void aClosedFilterIsRefusedAndTheSearcherStaysWhole() {
    BinaryCodes codes = Codes.random(Seeds.random("closed filter"), 50, 64);
    try (HammingIndex index = over(codes);
        Searcher searcher = index.newSearcher()) {
      RowFilter used = RowFilter.allow(1, 2, 3);
      RowFilter unused = RowFilter.allow(4);
      Query query = Query.nearest(5).filtered(used);
      assertThat(searcher.search(codes.row(0), query).size()).isEqualTo(3);
      used.close();
      used.close();
      unused.close();
      for (Query closed : List.of(query, Query.nearest(5).filtered(unused))) {
        assertThatIllegalStateException()
            .isThrownBy(() -> searcher.search(codes.row(0), closed))
            .withMessageContaining("RowFilter is closed");
        assertThatIllegalStateException().isThrownBy(() -> index.searchAll(codes, closed));
      }
      assertThat(searcher.verify()).as("the answer before the refused ones").isTrue();
      assertThat(searcher.nearest(codes.row(7), 1).id(0)).isEqualTo(7);
    }
  }

  @Test
  default void anAnswerUnderALimitSaysWhatItIsWorth() {
    Random random = Seeds.random("limits");
    BinaryCodes codes = Codes.random(random, 5_000, 64);
    try (HammingIndex index = over(codes);
        Searcher searcher = index.newSearcher()) {
      for (int round = 0; round < 30; round++) {
        long[] code = Codes.random(random, 64);
        List<Hit> right = NaiveSearch.nearest(codes, code, null, 10);
        long limit = 1 + random.nextInt(4_000);
        SearchResult limited = searcher.search(code, Query.nearest(10).comparingAtMost(limit));
        assertThat(searcher.verify()).isTrue();
        assertThat(limited.certificate().stats().compared()).isLessThanOrEqualTo(limit);
        assertThat(Hit.of(limited)).allSatisfy(hit -> assertTrue(codes, code, hit));
        if (limited.certificate().exact()) {
          assertThat(Hit.of(limited)).isEqualTo(right);
        }
        Query far = Query.nearest(10).comparingAtMost(100_000).takingAtMost(Duration.ofDays(1));
        SearchResult free = searcher.search(code, far);
        assertThat(free.certificate().exact()).isTrue();
        assertThat(Hit.of(free)).isEqualTo(right);
        searcher.search(code, Query.nearest(10).takingAtMost(Duration.ofNanos(1)));
        assertThat(searcher.verify()).isTrue();
      }
      Neighbors neighbors = Neighbors.withCapacity(10);
      searcher.search(codes.row(0), Query.nearest(10).comparingAtMost(9), neighbors);
      assertThat(neighbors.isExact()).as("ten neighbours of nine codes").isFalse();
    }
  }

  private static void assertTrue(BinaryCodes codes, long[] code, Hit hit) {
    assertThat(hit.distance())
        .isEqualTo(NaiveSearch.distance(codes.row((int) hit.id()), code, null, codes.bits()));
  }

  @Test
  default void rerankingOrdersByAsymmetricDistance() {
    Random random = Seeds.random("rerank");
    for (int bits : new int[] {1, 64, 90}) {
      BinaryCodes codes = Codes.repeated(random, 500, 200, bits);
      float[] projections = new float[bits];
      IntStream.range(0, bits).forEach(bit -> projections[bit] = (float) random.nextGaussian());
      long[] mask = Codes.random(random, bits);
      Neighbors neighbors = Neighbors.withCapacity(3);
      try (HammingIndex index = over(codes);
          Searcher searcher = index.newSearcher()) {
        for (long[] bitsThatCount : new long[][] {null, mask}) {
          Query query = Query.nearest(80);
          query = bitsThatCount == null ? query : query.masked(bitsThatCount);
          SearchResult hits = searcher.search(codes.row(2), query);
          List<Long> expected =
              LongStream.of(hits.ids())
                  .boxed()
                  .sorted(
                      Comparator.<Long>comparingDouble(
                              id -> score(codes, id, projections, bitsThatCount))
                          .thenComparing(Comparator.naturalOrder()))
                  .toList();
          RerankedResult reranked = searcher.rerank(projections, 20);
          assertThat(reranked.ids()).containsExactly(expected.subList(0, 20).toArray(Long[]::new));
          searcher.rerank(projections, 100, neighbors);
          assertThat(neighbors.size()).isEqualTo(80);
          assertThat(neighbors.isReranked()).isTrue();
          for (int rank = 0; rank < 80; rank++) {
            long id = neighbors.id(rank);
            assertThat(id).isEqualTo(expected.get(rank));
            assertThat(neighbors.score(rank))
                .isEqualTo(score(codes, id, projections, bitsThatCount));
          }
          assertThatIllegalStateException().isThrownBy(searcher::verify);
        }
        searcher.nearest(codes.row(0), neighbors);
        assertThatIllegalStateException().isThrownBy(() -> neighbors.score(0));
      }
    }
  }

  private static float score(BinaryCodes codes, long id, float[] projections, long[] mask) {
    return NaiveSearch.score(codes.row((int) id), projections, mask);
  }

  @Test
  default void withoutALastAnswerThereIsNothingToSayAboutIt() {
    BinaryCodes codes = Codes.random(Seeds.random("no answer"), 9, 64);
    float[] projections = new float[64];
    try (HammingIndex index = over(codes);
        Searcher searcher = index.newSearcher()) {
      assertThatIllegalStateException().isThrownBy(searcher::verify);
      assertThatIllegalStateException().isThrownBy(searcher::explain);
      assertThatIllegalStateException().isThrownBy(searcher::certificate);
      assertThatIllegalStateException().isThrownBy(() -> searcher.rerank(projections, 1));
      assertThat(searcher.count(codes.row(0), Query.within(0))).isOne();
      assertThatIllegalStateException().isThrownBy(() -> searcher.rerank(projections, 1));
      assertThat(searcher.explain())
          .hasSize(1)
          .first()
          .satisfies(part -> assertThat(part).isNotEmpty());
      assertThat(Neighbors.withCapacity(1).isExact()).isFalse();
      assertThat(Neighbors.withCapacity(1).provedRadius()).isEqualTo(-1);
    }
  }

  @Test
  default void badQueriesAreRefusedByValue() {
    BinaryCodes codes = Codes.random(Seeds.random("bad query"), 9, 70);
    long[] code = codes.row(0);
    assertRefused(() -> Query.nearest(0), "k = 0");
    assertRefused(() -> Query.within(-1), "radius = -1");
    assertRefused(() -> Query.nearest(1).inRadius(-2), "radius = -2");
    assertRefused(() -> Query.nearest(1).comparingAtMost(0), "codes = 0");
    assertRefused(() -> Query.nearest(1).takingAtMost(Duration.ZERO), "PT0S");
    assertRefused(() -> RowFilter.allow(5, 6, 5), "5");
    assertRefused(() -> RowFilter.allowIf(-1, id -> true), "-1");
    try (HammingIndex index = over(codes);
        Searcher searcher = index.newSearcher()) {
      searcher.nearest(code, 1);
      assertRefused(() -> searcher.search(code, Query.nearest(1).masked(new long[1])), "1", "2");
      assertRefused(
          () -> searcher.search(code, Query.nearest(1).masked(new long[] {0, 1L << 6})), "70");
      assertRefused(() -> searcher.search(new long[1], Query.nearest(1)), "1", "2");
      assertRefused(() -> searcher.count(code, Query.nearest(3)), "3", "radius");
      assertRefused(() -> searcher.rerank(new float[69], 1), "69", "70");
      assertRefused(() -> searcher.rerank(new float[70], 0), "keep = 0");
      float[] projections = new float[70];
      projections[8] = Float.NaN;
      assertRefused(() -> searcher.rerank(projections, 1), "projections[8]", "NaN");
      assertThatThrownBy(() -> searcher.search(code, (Query) null))
          .isInstanceOf(NullPointerException.class);
      assertThat(searcher.verify()).as("the answer before the refused calls").isTrue();
    }
  }

  private static void assertRefused(Runnable call, String... parts) {
    assertThatIllegalArgumentException()
        .isThrownBy(call::run)
        .satisfies(refused -> assertThat(refused.getMessage()).contains(parts));
  }
}
