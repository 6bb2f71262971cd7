package dev.orthant.search;

import dev.orthant.internal.Checks;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * Which threads work on a batch. The caller always does, and does all the work that no other thread
 * takes: it never waits for a thread that has not started. Answers do not depend on the threads.
 *
 * <pre>{@code
 * index.searchAll(codes, Query.nearest(10), Workers.of(4));
 * index.searchAll(codes, Query.nearest(10), Workers.of(4).on(executor));
 * }</pre>
 *
 * <p>Unless an executor is given, other threads than the caller are those of a pool of the
 * library's own: daemon threads, one less than {@code Runtime.availableProcessors()} at the first
 * use, shared by all batches, that end after a minute without work. Where only the caller is asked
 * for, no thread is ever started.
 *
 * <p>An immutable value; safe for any number of threads.
 */
public final class Workers {
  private static final Workers CALLER = new Workers(1, null);

  private final int threads;
  private final Executor executor;

  private Workers(int threads, Executor executor) {
    this.threads = threads;
    this.executor = executor;
  }

  /** The calling thread alone. */
  public static Workers caller() {
    return CALLER;
  }

  /**
   * The caller and others.
   *
   * @param threads how many in all, the caller among them, 1 to 256
   */
  public static Workers of(int threads) {
    return new Workers(Checks.threads(threads), null);
  }

  /**
   * The same number of threads, those beside the caller from an executor. If it refuses a task, or
   * starts it late, fewer threads work on the batch; a task that starts when the batch is done does
   * nothing.
   *
   * @param executor is handed one task less than there are threads, for each part of a batch
   */
  public Workers on(Executor executor) {
    return new Workers(threads, Objects.requireNonNull(executor, "executor"));
  }

  /** Returns the number of threads in all, the caller among them. */
  public int threads() {
    return threads;
  }

  /** Where the others come from. */
  Executor executor() {
    return executor == null ? SharedPool.get() : executor;
  }

  @Override
  public String toString() {
    return "Workers[" + threads + (executor == null ? "]" : " on " + executor + "]");
  }
}
