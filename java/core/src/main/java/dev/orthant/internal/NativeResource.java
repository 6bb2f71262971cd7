package dev.orthant.internal;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.bytedeco.javacpp.Pointer;

/**
 * A native handle that counts the calls running on it, so that it can be closed at any time.
 *
 * <p>A call does {@code enter()}, uses the handle, and does {@code leave()} in a {@code finally}.
 * After {@link #close()} no call enters, and the last one to leave frees the memory. An exclusive
 * resource lets one call in at a time and refuses a second thread.
 *
 * <p>An owner that is lost without being closed is closed by a {@link Cleaner}. Under {@code
 * -Dorthant.leaks=fail} that is reported as an error, with the place where the owner was made.
 *
 * @param <P> the handle
 */
public final class NativeResource<P extends Pointer> implements Runnable {
  /**
   * The state is the number of running calls, plus CLOSED, plus RELEASED once the memory is gone.
   */
  private static final int CLOSED = Integer.MIN_VALUE;

  private static final int RELEASED = CLOSED + (1 << 30);

  private static final Cleaner CLEANER = Cleaner.create();
  private static final boolean REPORT_LEAKS = "fail".equals(System.getProperty("orthant.leaks"));
  private static final AtomicLong LEAKS = new AtomicLong();

  private final AtomicInteger state = new AtomicInteger();
  private final String type;
  private final boolean exclusive;
  private final P handle;
  private final Consumer<? super P> free;
  private final Throwable creation;
  private final Cleaner.Cleanable cleanable;

  private NativeResource(Object owner, boolean exclusive, P handle, Consumer<? super P> free) {
    this.type = owner.getClass().getSimpleName();
    this.exclusive = exclusive;
    this.handle = handle;
    this.free = free;
    this.creation = REPORT_LEAKS ? new Throwable(type + " was created here") : null;
    this.cleanable = CLEANER.register(owner, this);
  }

  /**
   * A resource for any number of threads. The owner must hold it, and nothing it holds the owner.
   */
  public static <P extends Pointer> NativeResource<P> shared(
      Object owner, P handle, Consumer<? super P> free) {
    return new NativeResource<>(owner, false, handle, free);
  }

  /**
   * A resource for one thread at a time. The owner must hold it, and nothing it holds the owner.
   */
  public static <P extends Pointer> NativeResource<P> exclusive(
      Object owner, P handle, Consumer<? super P> free) {
    return new NativeResource<>(owner, true, handle, free);
  }

  /** Starts a call: the handle stays valid until {@link #leave()}. Allocation-free. */
  public P enter() {
    if (exclusive) {
      if (!state.compareAndSet(0, 1)) {
        requireOpen();
        throw new IllegalStateException(type + " is in use by another thread");
      }
    } else if (enterIfOpen() == null) {
      requireOpen();
    }
    return handle;
  }

  /** As {@link #enter()} of a shared resource, but returns null, and enters nothing, if closed. */
  public P enterIfOpen() {
    if (state.getAndIncrement() < 0) {
      leave();
      return null;
    }
    return handle;
  }

  /** Ends a call. Allocation-free. */
  public void leave() {
    if (state.decrementAndGet() == CLOSED) {
      release();
    }
  }

  /** Throws if this is closed; for calls that need it only to be open, not to stay so. */
  public void requireOpen() {
    if (state.get() < 0) {
      throw new IllegalStateException(type + " is closed");
    }
  }

  /** Lets no further call in. Frees the memory now, or when the last running call leaves. */
  public void close() {
    if (shut()) {
      cleanable.clean();
    }
  }

  /** For the Cleaner: the owner is gone. Does nothing if it was closed before. */
  @Override
  public void run() {
    if (shut() && REPORT_LEAKS) {
      System.getLogger("dev.orthant")
          .log(System.Logger.Level.ERROR, type + " was never closed", creation);
      LEAKS.incrementAndGet(); // last, so that whoever sees the count finds the report written
    }
  }

  /** The number of resources found lost; counted under {@code -Dorthant.leaks=fail} only. */
  public static long leaks() {
    return LEAKS.get();
  }

  private boolean shut() {
    int calls;
    do {
      calls = state.get();
      if (calls < 0) {
        return false;
      }
    } while (!state.compareAndSet(calls, calls + CLOSED));
    if (calls == 0) {
      release();
    }
    return true;
  }

  /** At most one caller sees the state CLOSED: a call refused meanwhile passes through it again. */
  private void release() {
    if (state.compareAndSet(CLOSED, RELEASED)) {
      free.accept(handle);
    }
  }
}
