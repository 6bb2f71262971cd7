package dev.orthant.search;

import dev.orthant.search.ShardOutcome.Status;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * One shard's part of one search: run by the first thread that gets to it, and once. However it
 * ends, it counts the latch down. What it finds after it was given up is dropped.
 */
final class ShardCall implements Runnable {
  private final int position;
  private final Shard shard;
  private final long[] code;
  private final Query query;
  private final Task task;
  private final long rows;

  ShardCall(int position, Shard shard, long[] code, Query query, CountDownLatch ended) {
    this.position = position;
    this.shard = shard;
    this.code = code;
    this.query = query;
    this.task = new Task(this, ended);
    this.rows = countRows();
  }

  /** Searches on this thread, unless another one has begun or the call has ended. */
  @Override
  public void run() {
    task.run();
  }

  /** Ends the call, unless it has ended. */
  void fail(Exception reason) {
    task.setException(reason);
  }

  /** Ends the call, unless it has ended; interrupts the thread that runs it. */
  void giveUp() {
    task.cancel(true);
  }

  /** What has become of the call, which has ended. */
  Ending ending() throws InterruptedException {
    if (task.isCancelled()) {
      return ending(Status.TIMED_OUT, Optional.empty(), Optional.empty());
    }
    try {
      SearchResult answer = task.get();
      Status status = answer.certificate().exact() ? Status.EXACT : Status.BOUNDED;
      return ending(status, Optional.of(answer), Optional.empty());
    } catch (ExecutionException e) {
      return ending(Status.FAILED, Optional.empty(), Optional.of(e.getCause()));
    }
  }

  /** A shard's outcome, and its answer if it has answered. */
  record Ending(ShardOutcome outcome, Optional<SearchResult> answer) {}

  private Ending ending(Status status, Optional<SearchResult> answer, Optional<Throwable> failure) {
    return new Ending(new ShardOutcome(position, rows, status, failure), answer);
  }

  /** A shard that cannot say how large it is has failed before it is asked for more. */
  private long countRows() {
    try {
      return ShardAnswer.checkedRows(shard.rows());
    } catch (RuntimeException e) {
      fail(e);
      return 0;
    }
  }

  private SearchResult search() throws Exception {
    try {
      return ShardAnswer.checked(shard.search(code, query), query);
    } catch (InterruptedException e) {
      if (!task.isCancelled()) { // then it was meant for the thread, not for this call
        Thread.currentThread().interrupt();
      }
      throw e;
    }
  }

  private static final class Task extends FutureTask<SearchResult> {
    private final CountDownLatch ended;

    Task(ShardCall call, CountDownLatch ended) {
      super(call::search);
      this.ended = ended;
    }

    @Override
    protected void done() {
      ended.countDown();
    }

    @Override
    protected void setException(Throwable reason) {
      super.setException(reason);
    }
  }
}
