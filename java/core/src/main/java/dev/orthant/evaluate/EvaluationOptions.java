package dev.orthant.evaluate;

import dev.orthant.internal.Checks;
import java.util.Objects;
import java.util.Optional;

/**
 * How a ranking is evaluated. Immutable: each {@code with} method returns a new value.
 *
 * <pre>{@code
 * EvaluationOptions options =
 *     EvaluationOptions.defaults().withThreads(2).withMask(model.semanticMask());
 * }</pre>
 */
public final class EvaluationOptions {
  private static final EvaluationOptions DEFAULTS = new EvaluationOptions(null, 1, null);

  private final long[] mask;
  private final int threads;
  private final Overlap overlap;

  private EvaluationOptions(long[] mask, int threads, Overlap overlap) {
    this.mask = mask;
    this.threads = threads;
    this.overlap = overlap;
  }

  /** All bits count; one thread, the caller's; the overlap of queries and base is not known. */
  public static EvaluationOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Only these bits of the codes count, copied; in words of 64 bits as codes are. The evaluation
   * refuses a mask that has another length than the codes, sets bits behind their end, or is zero.
   */
  public EvaluationOptions withMask(long[] mask) {
    return new EvaluationOptions(Objects.requireNonNull(mask, "mask").clone(), threads, overlap);
  }

  /**
   * Queries are shared among so many threads. Results are the same at any number.
   *
   * @param threads 1 to 256
   * @throws IllegalArgumentException if it is outside these bounds
   */
  public EvaluationOptions withThreads(int threads) {
    return new EvaluationOptions(mask, Checks.threads(threads), overlap);
  }

  /**
   * What is known of queries that also stand in the base; the evaluation warns if there are any.
   */
  public EvaluationOptions withOverlap(Overlap overlap) {
    return new EvaluationOptions(mask, threads, Objects.requireNonNull(overlap, "overlap"));
  }

  /** The bits that count, if not all; a copy. */
  public Optional<long[]> mask() {
    return Optional.ofNullable(mask).map(long[]::clone);
  }

  /** The number of threads. */
  public int threads() {
    return threads;
  }

  /** What is known of queries that also stand in the base. */
  public Optional<Overlap> overlap() {
    return Optional.ofNullable(overlap);
  }
}
