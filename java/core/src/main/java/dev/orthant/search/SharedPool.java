package dev.orthant.search;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of batches for which no executor was given. Made at the first use. */
final class SharedPool {
  private static final int IDLE_SECONDS = 60;

  private SharedPool() {}

  static Executor get() {
    return Holder.POOL;
  }

  private static final class Holder {
    private static final ThreadPoolExecutor POOL = pool();

    private static ThreadPoolExecutor pool() {
      int others = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
      AtomicInteger made = new AtomicInteger();
      ThreadPoolExecutor pool =
          new ThreadPoolExecutor(
              others,
              others,
              IDLE_SECONDS,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(),
              task -> {
                String name = "orthant-worker-" + made.incrementAndGet();
                Thread thread = new Thread(null, task, name, 0, false);
                thread.setDaemon(true);
                thread.setContextClassLoader(null); // of whoever happened to be the first to search
                return thread;
              });
      pool.allowCoreThreadTimeOut(true);
      return pool;
    }
  }
}
