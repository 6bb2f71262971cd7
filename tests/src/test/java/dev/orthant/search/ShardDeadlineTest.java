package dev.orthant.search;

import static dev.orthant.search.FakeShard.hits;
import static dev.orthant.search.FakeShard.withHits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.orthant.search.ShardOutcome.Status;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Late shards, interrupted callers and busy executors. */
@Timeout(60)
final class ShardDeadlineTest {
  private static final long[] CODE = {7};
  private static final Query TWO = Query.nearest(2);
  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration NEVER = Duration.ofDays(200_000);

  private final ExecutorService pool = Executors.newFixedThreadPool(2);

  @AfterEach
  void stop() throws InterruptedException {
    pool.shutdownNow();
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aLateShardIsInterruptedAndMissing() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    Shard late =
        FakeShard.of(
            30,
            () -> {
              try {
                Thread.sleep(60_000);
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
              }
              return hits(true, 9, 0);
            });
    ShardedResult result = searcher(late, withHits(10, 1, 1)).withDeadline(SOON).search(CODE, TWO);
    assertThat(result.hits().ids()).containsExactly(1);
    assertThat(result.coverage()).isEqualTo(0.25);
    assertThat(result.missing()).extracting(ShardOutcome::status).containsExactly(Status.TIMED_OUT);
    assertThat(result.missing().get(0).failure()).isEmpty();
    assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anAnswerAfterTheDeadlineIsDroppedAndFreed() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AtomicReference<WeakReference<SearchResult>> answer = new AtomicReference<>();
    Shard deaf =
        FakeShard.of(
            30,
            () -> {
              awaitDeafly(release);
              SearchResult found = hits(true, 9, 0);
              answer.set(new WeakReference<>(found));
              return found;
            });
    ShardedSearcher searcher = searcher(deaf).withDeadline(SOON);
    ShardedResult result = searcher.search(CODE, TWO);
    release.countDown();
    pool.shutdown();
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(result.missing().get(0).status()).isEqualTo(Status.TIMED_OUT);
    assertThat(result.hits().size()).isZero();
    for (int i = 0; i < 100 && answer.get().get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(answer.get().get()).isNull();
    assertThat(searcher).isNotNull();
  }

  @Test
  void aDeadlineThatIsFarAwayChangesNothing() throws Exception {
    ShardedResult result = searcher(withHits(1, 1, 1)).withDeadline(NEVER).search(CODE, TWO);
    assertThat(result.completeHits().ids()).containsExactly(1);
  }

  @Test
  void withoutAnExecutorTheDeadlineKeepsLaterShardsFromBeingAsked() throws Exception {
    Shard slow =
        FakeShard.of(
            1,
            () -> {
              Thread.sleep(100);
              return hits(true, 5, 1);
            });
    AtomicBoolean asked = new AtomicBoolean();
    Shard next =
        FakeShard.of(
            1,
            () -> {
              asked.set(true);
              return hits(true);
            });
    ShardedResult result =
        ShardedSearcher.over(List.of(slow, next)).withDeadline(SOON).search(CODE, TWO);
    assertThat(result.outcomes())
        .extracting(ShardOutcome::status)
        .containsExactly(Status.EXACT, Status.TIMED_OUT);
    assertThat(asked).isFalse();
  }

  @Test
  void anInterruptedCallerLeavesAndItsShardsAreGivenUp() throws Exception {
    for (boolean withDeadline : new boolean[] {true, false}) {
      CountDownLatch begun = new CountDownLatch(2);
      CountDownLatch givenUp = new CountDownLatch(2);
      Shard stuck =
          FakeShard.of(
              1,
              () -> {
                begun.countDown();
                try {
                  Thread.sleep(60_000);
                } catch (InterruptedException e) {
                  givenUp.countDown();
                  throw e;
                }
                return hits(true);
              });
      ShardedSearcher plain = searcher(stuck, stuck);
      ShardedSearcher searcher = withDeadline ? plain.withDeadline(NEVER) : plain;
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread caller =
          new Thread(() -> thrown.set(catchThrowable(() -> searcher.search(CODE, TWO))));
      caller.start();
      begun.await();
      caller.interrupt();
      caller.join();
      assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
      assertThat(givenUp.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void anInterruptedThreadDoesNotBegin() {
    for (ShardedSearcher searcher :
        List.of(
            ShardedSearcher.over(List.of(withHits(1, 1, 1))),
            searcher(withHits(1, 1, 1)),
            searcher(withHits(1, 1, 1)).withDeadline(NEVER))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> searcher.search(CODE, TWO)).isInstanceOf(InterruptedException.class);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }

  @Test
  void searchingFromTheOnlyThreadOfTheExecutorDoesNotLockUp() throws Exception {
    ExecutorService single = Executors.newSingleThreadExecutor();
    try {
      ShardedSearcher searcher =
          ShardedSearcher.over(List.of(withHits(1, 1, 1), withHits(1, 2, 1))).withExecutor(single);
      Future<ShardedResult> nested = single.submit(() -> searcher.search(CODE, TWO));
      assertThat(nested.get(30, TimeUnit.SECONDS).completeHits().ids()).containsExactly(1, 2);
    } finally {
      single.shutdownNow();
    }
  }

  @Test
  void aTaskThatTheExecutorNeverRunsIsRunByTheCaller() throws Exception {
    List<Runnable> kept = new ArrayList<>();
    ShardedSearcher searcher =
        ShardedSearcher.over(List.of(withHits(1, 1, 1), withHits(1, 2, 1))).withExecutor(kept::add);
    assertThat(searcher.search(CODE, TWO).isComplete()).isTrue();
    assertThat(kept).hasSize(2);
    kept.forEach(Runnable::run);
    ShardedResult late = searcher.withDeadline(SOON).search(CODE, TWO);
    assertThat(late.missing()).hasSize(2).allMatch(m -> m.status() == Status.TIMED_OUT);
    kept.forEach(Runnable::run);
    assertThat(late.hits().size()).isZero();
  }

  private ShardedSearcher searcher(Shard... shards) {
    return ShardedSearcher.over(List.of(shards)).withExecutor(pool);
  }

  private static void awaitDeafly(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // as a native search, which hears no interrupt
      }
    }
  }
}
