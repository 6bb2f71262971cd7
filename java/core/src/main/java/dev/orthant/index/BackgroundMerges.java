package dev.orthant.index;

import dev.orthant.internal.NativeMutableIndex;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Hands the merges that are due to an executor, as one task at a time. */
final class BackgroundMerges implements Runnable {
  /** After a failure: on a full disk, each change would else be followed by a merge in vain. */
  private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final NativeMutableIndex index;
  private final Executor executor; // null: none
  private final String name;
  private final AtomicBoolean handedOver = new AtomicBoolean();
  private volatile Failure failure;

  private record Failure(Throwable cause, long nanoTime) {}

  BackgroundMerges(NativeMutableIndex index, Executor executor, String name) {
    this.index = index;
    this.executor = executor;
    this.name = name;
  }

  /** After each change. Throws nothing: the change has been made. */
  void handOverIfDue() {
    if (executor == null || handedOver.get() || rests() || !index.mergeDue()) {
      return;
    }
    if (!handedOver.compareAndSet(false, true)) {
      return;
    }
    try {
      executor.execute(this);
    } catch (RejectedExecutionException busy) {
      handedOver.set(false);
    } catch (RuntimeException | Error e) {
      report(e);
      handedOver.set(false);
    }
  }

  /** Merges until nothing is due, also of what becomes due while this ends. */
  @Override
  public void run() {
    try {
      do {
        while (index.merge(false)) {
          failure = null;
        }
        handedOver.set(false);
      } while (index.mergeDue() && handedOver.compareAndSet(false, true));
    } catch (IOException | RuntimeException | Error e) {
      if (index.isOpen()) {
        report(e);
      }
      handedOver.set(false);
    }
  }

  /** Of the last merge that failed, if none has succeeded since. */
  Optional<Throwable> lastFailure() {
    return Optional.ofNullable(failure).map(Failure::cause);
  }

  private void report(Throwable cause) {
    failure = new Failure(cause, System.nanoTime());
    System.getLogger("dev.orthant").log(Level.WARNING, "a merge of " + name + " failed", cause);
  }

  private boolean rests() {
    Failure last = failure;
    return last != null && System.nanoTime() - last.nanoTime() < REST_NANOS;
  }
}
