package dev.orthant.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryLoopTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 200})
  void everyTaskRunsOnce(int threads) {
    AtomicInteger[] runs = new AtomicInteger[100];
    Arrays.setAll(runs, i -> new AtomicInteger());
    QueryLoop.run(runs.length, threads, () -> query -> runs[query].incrementAndGet());
    assertThat(runs).allMatch(count -> count.get() == 1);
  }

  @Test
  void noQueriesNeedNoWork() {
    AtomicInteger runs = new AtomicInteger();
    QueryLoop.run(0, 4, () -> query -> runs.incrementAndGet());
    assertThat(runs).hasValue(0);
  }

  @Test
  void tasksReallyRunSideBySide() {
    CountDownLatch together = new CountDownLatch(2);
    QueryLoop.run(
        2,
        2,
        () ->
            query -> {
              together.countDown();
              try {
                together.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    assertThat(together.getCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aFailureReachesTheCallerAndStopsTheRest(int threads) {
    AtomicInteger runs = new AtomicInteger();
    assertThatThrownBy(() -> QueryLoop.run(100_000, threads, () -> query -> failFirst(query, runs)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("task 0");
    assertThat(runs.get()).isBetween(1, 50_000); // each of the others takes a millisecond
  }

  private static void failFirst(int query, AtomicInteger runs) {
    runs.incrementAndGet();
    if (query == 0) {
      throw new IllegalStateException("task 0");
    }
    LockSupport.parkNanos(1_000_000);
  }

  @Test
  void aThreadThatCannotStartIsReportedOnceTheOthersHaveEnded() {
    List<Thread> helpers = new ArrayList<>();
    ThreadFactory onlyOne =
        task -> {
          helpers.add(helpers.isEmpty() ? new Thread(task) : new UnstartableThread());
          return helpers.get(helpers.size() - 1);
        };
    assertThatThrownBy(
            () ->
                QueryLoop.run(1_000, 3, () -> query -> LockSupport.parkNanos(10_000_000), onlyOne))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(helpers).hasSize(2).noneMatch(Thread::isAlive);
  }

  private static final class UnstartableThread extends Thread {
    @Override
    public void start() {
      throw new OutOfMemoryError("unable to create native thread");
    }
  }

  @Test
  void anInterruptIsKeptForTheCaller() {
    Thread.currentThread().interrupt();
    QueryLoop.run(100, 3, () -> query -> {});
    assertThat(Thread.interrupted()).isTrue();
  }
}
