package dev.orthant.search;

import dev.orthant.internal.NativeBatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The threads at work on one batch. Helpers come in while the batch is open; its caller works as
 * they do, then shuts the door and waits for those inside, each of whom has at most the queries it
 * has claimed left to do. Whoever comes later goes away.
 */
final class Crew {
  private final NativeBatch batch;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();
  private int inside;
  private boolean shut;
  private Throwable failure;

  private Crew(NativeBatch batch) {
    this.batch = batch;
  }

  /** Does the whole batch; throws what any of the threads met. */
  static void finish(NativeBatch batch, Workers workers) {
    Crew crew = new Crew(batch);
    try {
      crew.call(workers);
      batch.work();
    } finally {
      crew.shutAndWait();
    }
    crew.rethrow();
  }

  private void call(Workers workers) {
    if (workers.threads() == 1) {
      return;
    }
    try {
      for (int i = 1; i < workers.threads(); i++) {
        workers.executor().execute(this::help);
      }
    } catch (RejectedExecutionException fewerHelpers) {
      return; // those that came, and the caller, do all
    }
  }

  private void help() {
    if (!comeIn()) {
      return;
    }
    Throwable thrown = null;
    try {
      batch.work();
    } catch (RuntimeException | Error e) {
      thrown = e; // the caller's to throw: it is the batch that failed, not the executor's task
    } finally {
      goOut(thrown);
    }
  }

  private boolean comeIn() {
    lock.lock();
    try {
      if (!shut) {
        inside++;
      }
      return !shut;
    } finally {
      lock.unlock();
    }
  }

  private void goOut(Throwable thrown) {
    lock.lock();
    try {
      inside--;
      failure = failure == null ? thrown : failure;
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void shutAndWait() {
    lock.lock();
    try {
      shut = true;
      while (inside > 0) {
        left.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void rethrow() {
    if (failure instanceof Error) {
      throw (Error) failure;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }
}
