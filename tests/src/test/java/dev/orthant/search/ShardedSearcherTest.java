package dev.orthant.search;

import static dev.orthant.search.FakeShard.hits;
import static dev.orthant.search.FakeShard.withHits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.orthant.data.BinaryCodes;
import dev.orthant.index.IndexShard;
import dev.orthant.index.LinearScan;
import dev.orthant.search.ShardOutcome.Status;
import dev.orthant.testing.Hit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the merged answer says when a shard fails, is bounded or answers nonsense. */
final class ShardedSearcherTest {
  private static final long[] CODE = {7};
  private static final Query FOUR = Query.nearest(4);

  @Test
  void hitsAreMergedByDistanceAndIdAndOneOfTwoShardsIsThereTwice() throws Exception {
    ShardedResult result =
        search(withHits(10, 5, 0, 9, 2), withHits(20, 1, 2, 5, 2), withHits(30, 1, 2, 8, 3));
    assertThat(Hit.of(result.completeHits()))
        .containsExactly(new Hit(5, 0), new Hit(1, 2), new Hit(1, 2), new Hit(5, 2));
    assertThat(result.outcomes()).extracting(ShardOutcome::shard).containsExactly(0, 1, 2);
    assertThat(result.outcomes()).extracting(ShardOutcome::rows).containsExactly(10L, 20L, 30L);
    assertThat(result.outcomes()).allMatch(ShardOutcome::isExact);
    assertThat(result.missing()).isEmpty();
    assertThat(result.coverage()).isEqualTo(1);
  }

  @Test
  void theCertificateIsTheSumOfWorkAndTheLeastOfProofs() throws Exception {
    Certificate all = search(withHits(10), withHits(20, 1, 1)).hits().certificate();
    assertThat(all).isEqualTo(new Certificate(true, 64, new SearchStats(200, 20, 2, 2, 0)));
    Shard bounded = FakeShard.of(20, () -> hits(false, 1, 1));
    Certificate some = search(withHits(10), bounded).hits().certificate();
    assertThat(some).isEqualTo(new Certificate(false, 3, new SearchStats(200, 20, 2, 1, 1)));
    Certificate none = search(withHits(10), failing()).hits().certificate();
    assertThat(none).isEqualTo(new Certificate(false, -1, new SearchStats(100, 10, 1, 1, 0)));
  }

  @Test
  void aFailedShardMakesTheAnswerPartialAndSaysWhy() throws Exception {
    ShardedResult result = search(withHits(30, 2, 1), failing(), withHits(50, 1, 1));
    assertThat(Hit.of(result.hits())).containsExactly(new Hit(1, 1), new Hit(2, 1));
    assertThat(result.isComplete()).isFalse();
    assertThat(result.coverage()).isCloseTo(0.8, within(1e-12));
    ShardOutcome missing = result.missing().get(0);
    assertThat(result.missing()).hasSize(1);
    assertThat(missing.shard()).isEqualTo(1);
    assertThat(missing.status()).isEqualTo(Status.FAILED);
    assertThat(missing.hasAnswered()).isFalse();
    assertThat(missing.failure()).containsInstanceOf(IOException.class);
    assertThat(result.toString()).contains("partial", "shard 1 of 20 rows: FAILED", "no route");
    assertThatThrownBy(result::completeHits)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("shard 1")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
  }

  @Test
  void aBoundedShardIsMergedButNotComplete() throws Exception {
    ShardedResult result = search(withHits(60, 2, 1), FakeShard.of(40, () -> hits(false, 1, 1)));
    assertThat(result.hits().ids()).containsExactly(1, 2);
    assertThat(result.isComplete()).isFalse();
    assertThat(result.coverage()).isCloseTo(0.6, within(1e-12));
    assertThat(result.missing().get(0).status()).isEqualTo(Status.BOUNDED);
    assertThat(result.missing().get(0).hasAnswered()).isTrue();
    assertThat(result.missing().get(0).failure()).isEmpty();
  }

  @Test
  void aLimitOfTheQueryBoundsRealShards() throws Exception {
    BinaryCodes codes = BinaryCodes.wrap(new Random(5).longs(20_000).toArray(), 64);
    try (LinearScan index = LinearScan.over(codes);
        IndexShard shard = IndexShard.over(index)) {
      ShardedSearcher searcher = ShardedSearcher.over(List.of(shard));
      assertThat(searcher.search(CODE, FOUR).isComplete()).isTrue();
      assertThat(searcher.search(CODE, FOUR.comparingAtMost(1)).isComplete()).isFalse();
    }
  }

  @Test
  void whenAllShardsFailTheAnswerIsEmptyAndSaysSo() throws Exception {
    ShardedResult result = search(failing(), failing());
    assertThat(result.hits().size()).isZero();
    assertThat(result.coverage()).isZero();
    assertThat(result.missing()).hasSize(2);
  }

  @Test
  void anErrorOfAShardIsItsFailure() throws Exception {
    Shard broken =
        FakeShard.of(
            1,
            () -> {
              throw new StackOverflowError("deep");
            });
    assertThat(search(broken).missing().get(0).failure())
        .containsInstanceOf(StackOverflowError.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'1 0 2 0 3 0 4 0 5 0', 5 hits",
    "'1 2 3 1', not by (distance",
    "'3 1 1 1', not by (distance",
    "'3 1 3 1', not by (distance",
    "'1 9', beyond 8",
  })
  void nonsenseFails(String answer, String says) throws Exception {
    long[] numbers = List.of(answer.split(" ")).stream().mapToLong(Long::parseLong).toArray();
    ShardedResult result =
        ShardedSearcher.over(List.of(withHits(1, numbers), withHits(1, 6, 6)))
            .search(CODE, FOUR.inRadius(8));
    assertThat(result.hits().ids()).containsExactly(6);
    assertThat(result.missing().get(0).failure().orElseThrow()).hasMessageContaining(says);
  }

  @Test
  void anAnswerOfNullFails() throws Exception {
    assertThat(search(FakeShard.of(1, () -> null)).missing().get(0).failure().orElseThrow())
        .hasMessageContaining("null");
  }

  @Test
  void idsInAnotherOrderThanTheShardsFail() throws Exception {
    ShardedResult result = search(withHits(2, 0, 1, 1, 1).withIds(id -> 10 - id));
    assertThat(result.missing().get(0).failure().orElseThrow())
        .hasMessageContaining("9 at 1 is hit 1 after 10 at 1");
    assertThat(search(withHits(2, 5, 1).withIdsFrom(Long.MAX_VALUE)).missing().get(0).failure())
        .containsInstanceOf(ArithmeticException.class);
  }

  @Test
  void aShardThatCannotCountItsRowsIsNotSearched() throws Exception {
    List<String> searched = new ArrayList<>();
    for (long rows : new long[] {-1, -2}) {
      ShardedResult result =
          search(
              FakeShard.of(
                  rows,
                  () -> {
                    searched.add("yes");
                    return hits(true);
                  }),
              withHits(5));
      assertThat(result.isComplete()).isFalse();
      assertThat(result.outcomes().get(0).rows()).isZero();
      assertThat(result.outcomes().get(0).failure())
          .containsInstanceOf(IllegalStateException.class);
    }
    assertThat(searched).isEmpty();
  }

  @Test
  void shardsGetACopyOfTheCode() throws Exception {
    long[] code = {7};
    Shard greedy =
        new Shard() {
          @Override
          public long rows() {
            return 1;
          }

          @Override
          public SearchResult search(long[] given, Query query) {
            assertThat(given).isNotSameAs(code).isEqualTo(code);
            return hits(true);
          }
        };
    assertThat(ShardedSearcher.over(List.of(greedy)).search(code, FOUR).isComplete()).isTrue();
  }

  @Test
  void aFilterGoesToShardsWithIdsOfTheirOwnOnly() throws Exception {
    try (RowFilter filter = RowFilter.allow(1)) {
      Query filtered = FOUR.filtered(filter);
      Shard shard = withHits(2, 0, 1);
      assertThat(ShardedSearcher.over(List.of(shard)).search(CODE, filtered).isComplete()).isTrue();
      for (Shard view : List.of(shard.withIdsFrom(3), shard.withFilter(filter))) {
        assertThatThrownBy(() -> ShardedSearcher.over(List.of(view)).search(CODE, filtered))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("Shard.withFilter");
      }
      assertThatThrownBy(() -> shard.withFilter(filter).withIdsFrom(1).withFilter(filter))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("has a filter already");
    }
  }

  @Test
  void wrongArgumentsAreRefused() {
    ShardedSearcher searcher = ShardedSearcher.over(List.of(withHits(1)));
    assertThatThrownBy(() -> ShardedSearcher.over(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shards = 0 is less than 1");
    assertThatThrownBy(() -> searcher.withDeadline(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT0S");
    assertThatThrownBy(() -> withHits(1).withIdsFrom(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> searcher.search(null, FOUR)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> searcher.search(CODE, null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void whatTheExecutorRejectsHasFailed() throws Exception {
    ShardedResult result =
        ShardedSearcher.over(List.of(withHits(1, 1, 1), withHits(1, 2, 1)))
            .withExecutor(
                task -> {
                  throw new RejectedExecutionException("full");
                })
            .search(CODE, FOUR);
    assertThat(result.missing()).hasSize(2);
    assertThat(result.missing().get(1).failure())
        .containsInstanceOf(RejectedExecutionException.class);
  }

  private static Shard failing() {
    return FakeShard.of(
        20,
        () -> {
          throw new IOException("no route");
        });
  }

  private static ShardedResult search(Shard... shards) throws InterruptedException {
    return ShardedSearcher.over(List.of(shards)).search(CODE, FOUR);
  }
}
