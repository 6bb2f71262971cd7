package dev.orthant.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Runs one task per query on some threads, the caller's included. Tasks are claimed one by one and
 * write to places of their own, so results do not depend on the number of threads.
 */
final class QueryLoop {
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final int queries;
  private final Supplier<IntConsumer> workers;

  private QueryLoop(int queries, Supplier<IntConsumer> workers) {
    this.queries = queries;
    this.workers = workers;
  }

  /**
   * Every thread asks {@code workers} for a worker of its own, which may hold scratch. Returns, or
   * throws what the first failing task threw, once no thread runs any more.
   */
  static void run(int queries, int threads, Supplier<IntConsumer> workers) {
    run(queries, threads, workers, Thread::new);
  }

  static void run(
      int queries, int threads, Supplier<IntConsumer> workers, ThreadFactory helperThreads) {
    QueryLoop loop = new QueryLoop(queries, workers);
    List<Thread> helpers = new ArrayList<>();
    try {
      for (int i = 1; i < Math.min(threads, queries); i++) {
        Thread helper = helperThreads.newThread(loop::claimAll);
        helper.setName("orthant-evaluate-" + i);
        helper.setDaemon(true);
        helper.start();
        helpers.add(helper);
      }
    } catch (OutOfMemoryError e) { // no thread to be had: those that run must end first
      loop.fail(e);
    }
    loop.claimAll();
    joinAll(helpers);
    loop.rethrow();
  }

  private void claimAll() {
    try {
      IntConsumer worker = workers.get();
      for (int query; (query = next.getAndIncrement()) < queries; ) {
        worker.accept(query);
      }
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  /** Keeps the first failure and lets no further task be claimed. */
  private void fail(Throwable problem) {
    failure.compareAndSet(null, problem);
    next.set(queries);
  }

  /** Not interruptible: the helpers read native memory that the caller frees afterwards. */
  private static void joinAll(List<Thread> helpers) {
    boolean interrupted = false;
    for (Thread helper : helpers) {
      while (helper.isAlive()) {
        try {
          helper.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void rethrow() {
    Throwable first = failure.get();
    if (first instanceof RuntimeException exception) {
      throw exception;
    }
    if (first instanceof Error error) {
      throw error;
    }
  }
}
