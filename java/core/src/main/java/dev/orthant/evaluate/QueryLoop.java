package dev.orthant.evaluate;

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
    QueryLoop loop = new QueryLoop(queries, workers);
    Thread[] helpers = new Thread[Math.max(0, Math.min(threads, queries) - 1)];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Thread(loop::claimAll, "orthant-evaluate-" + (i + 1));
      helpers[i].setDaemon(true);
      helpers[i].start();
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
      failure.compareAndSet(null, e);
      next.set(queries);
    }
  }

  /** Not interruptible: the helpers read native memory that the caller frees afterwards. */
  private static void joinAll(Thread[] helpers) {
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
