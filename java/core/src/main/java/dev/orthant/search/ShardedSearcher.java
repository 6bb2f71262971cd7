package dev.orthant.search;

import dev.orthant.internal.Checks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Searches the shards of a base and merges their hits by (distance, id). If every shard answers
 * exactly, the result is that of one index over all rows. If one fails, is late or answers within a
 * limit only, the result is partial, and says so and why.
 *
 * <pre>{@code
 * ShardedSearcher searcher =
 *     ShardedSearcher.over(List.of(first, second.withIdsFrom(first.rows())))
 *         .withExecutor(executor)
 *         .withDeadline(Duration.ofMillis(50));
 * ShardedResult result = searcher.search(code, Query.nearest(10));
 * }</pre>
 *
 * <p>Ids are those of the shards; {@link Shard#withIdsFrom} and {@link Shard#withIds} make them
 * distinct. Whether they are is not looked at: a hit that two shards have is there twice. Nothing
 * is tried twice.
 *
 * <p>Immutable; safe for any number of threads. It owns nothing: shards and executor stay with
 * whoever made them, and closing them is theirs.
 */
public final class ShardedSearcher {
  private final List<Shard> shards;
  private final Optional<Executor> executor;
  private final Optional<Duration> deadline;

  private ShardedSearcher(
      List<Shard> shards, Optional<Executor> executor, Optional<Duration> deadline) {
    this.shards = shards;
    this.executor = executor;
    this.deadline = deadline;
  }

  /**
   * Searches the shards on the calling thread, one after the other, without a deadline.
   *
   * @param shards at least one; copied
   */
  public static ShardedSearcher over(List<? extends Shard> shards) {
    List<Shard> copy = List.copyOf(Checks.noNulls("shards", shards));
    Checks.atLeast("shards", copy.size(), 1);
    return new ShardedSearcher(copy, Optional.empty(), Optional.empty());
  }

  /**
   * The same with shards searched side by side, as tasks of an executor. Without a deadline the
   * calling thread searches too, so that it never waits for a task that has not begun. A task that
   * the executor rejects makes its shard a failed one.
   */
  public ShardedSearcher withExecutor(Executor executor) {
    return new ShardedSearcher(
        shards, Optional.of(Objects.requireNonNull(executor, "executor")), deadline);
  }

  /**
   * The same with a time after which a search waits for no shard any more. The threads of shards
   * that are then still searched are interrupted, and what they find is dropped. Without an
   * executor a shard is never left alone: the deadline then keeps later ones from being asked.
   *
   * @param afterStart from the start of each search, more than 0
   */
  public ShardedSearcher withDeadline(Duration afterStart) {
    Objects.requireNonNull(afterStart, "afterStart");
    if (afterStart.isZero() || afterStart.isNegative()) {
      throw new IllegalArgumentException("deadline = " + afterStart + " is not more than 0");
    }
    return new ShardedSearcher(shards, executor, Optional.of(afterStart));
  }

  /**
   * Asks every shard and merges what they answer.
   *
   * @param code the query's code; copied
   * @param query what is searched for
   * @throws InterruptedException if the calling thread is interrupted; shards still searched are
   *     given up as at a deadline
   */
  public ShardedResult search(long[] code, Query query) throws InterruptedException {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(query, "query");
    ShardView.check(shards, query);
    throwIfInterrupted();
    long start = System.nanoTime();
    CountDownLatch ended = new CountDownLatch(shards.size());
    List<ShardCall> calls = calls(code.clone(), query, ended);
    try {
      if (executor.isEmpty()) {
        searchHere(calls, start);
      } else {
        submit(calls, executor.get(), start);
        if (deadline.isEmpty()) {
          help(calls);
        }
        ended.await(nanosLeft(start), TimeUnit.NANOSECONDS);
      }
    } finally {
      calls.forEach(ShardCall::giveUp);
    }
    return ShardedResult.of(calls, query);
  }

  @Override
  public String toString() {
    return "ShardedSearcher[" + shards.size() + " shards]";
  }

  private List<ShardCall> calls(long[] code, Query query, CountDownLatch ended) {
    List<ShardCall> calls = new ArrayList<>(shards.size());
    for (int i = 0; i < shards.size(); i++) {
      calls.add(new ShardCall(i, shards.get(i), code, query, ended));
    }
    return calls;
  }

  private void searchHere(List<ShardCall> calls, long start) throws InterruptedException {
    for (ShardCall call : calls) {
      if (nanosLeft(start) > 0) {
        run(call);
      }
    }
  }

  private void submit(List<ShardCall> calls, Executor executor, long start) {
    for (ShardCall call : calls) {
      if (nanosLeft(start) > 0) { // an executor may run a task at once, or let the caller wait
        try {
          executor.execute(call);
        } catch (RejectedExecutionException e) {
          call.fail(e);
        }
      }
    }
  }

  /** From the last one, for the executor begins with the first. */
  private static void help(List<ShardCall> calls) throws InterruptedException {
    for (int i = calls.size() - 1; i >= 0; i--) {
      run(calls.get(i));
    }
  }

  private static void run(ShardCall call) throws InterruptedException {
    call.run();
    throwIfInterrupted();
  }

  private static void throwIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("a sharded search was interrupted");
    }
  }

  private long nanosLeft(long start) {
    return deadline
        .map(time -> TimeUnit.NANOSECONDS.convert(time) - (System.nanoTime() - start))
        .orElse(Long.MAX_VALUE);
  }
}
