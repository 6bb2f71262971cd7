package dev.orthant.search;

import dev.orthant.internal.Checks;
import dev.orthant.internal.abi.OrthantC;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What is asked about a code: how many neighbours, how far away, which rows and bits count, and how
 * much work may be done. The code itself is not part of it, so one query serves any number of
 * codes.
 *
 * <pre>{@code
 * Query query = Query.nearest(10).inRadius(12).filtered(inStock);
 * SearchResult result = searcher.search(code, query);
 * }</pre>
 *
 * <p>Every index and every plan gives the same answer to a query without a limit of work. Keep a
 * query that is used often: making one allocates, using one does not.
 *
 * <p>An immutable value; safe for any number of threads. Two queries are equal if they ask the same
 * with the same mask and the same filter object. It owns no native memory and closes no filter.
 */
public final class Query {
  private static final int ANY_RADIUS = Integer.MAX_VALUE;
  private static final long UNLIMITED = Long.MAX_VALUE;

  /** How many neighbours; 0: all. */
  final int k;

  final int radius;

  /** Null: all bits. Not to be changed. */
  final long[] mask;

  /** Null: all rows. */
  final RowFilter filter;

  final long mostCodes;
  final long mostNanos;

  /** A flag of the C interface; 0: what the index thinks best. */
  private final int plan;

  private Query(
      int k, int radius, long[] mask, RowFilter filter, long mostCodes, long mostNanos, int plan) {
    this.k = k;
    this.radius = radius;
    this.mask = mask;
    this.filter = filter;
    this.mostCodes = mostCodes;
    this.mostNanos = mostNanos;
    this.plan = plan;
  }

  /**
   * The k nearest codes.
   *
   * @param k at least 1; above the number of rows it gives all rows
   */
  public static Query nearest(int k) {
    Checks.atLeast("k", k, 1);
    return new Query(k, ANY_RADIUS, null, null, UNLIMITED, UNLIMITED, 0);
  }

  /**
   * All codes within a radius.
   *
   * @param radius the greatest distance of a hit, in bits, inclusive, at least 0; above the length
   *     of the codes it gives all rows
   */
  public static Query within(int radius) {
    Checks.atLeast("radius", radius, 0);
    return new Query(0, radius, null, null, UNLIMITED, UNLIMITED, 0);
  }

  /**
   * The same, but no hit is farther away than a radius.
   *
   * @param radius the greatest distance of a hit, in bits, inclusive, at least 0
   */
  public Query inRadius(int radius) {
    Checks.atLeast("radius", radius, 0);
    return new Query(k, radius, mask, filter, mostCodes, mostNanos, plan);
  }

  /**
   * The same, but distances are counted on some bits only.
   *
   * @param mask the bits that count, as a code of the index's length, copied; with none, all codes
   *     are at distance 0. Its length is checked when it is searched.
   */
  public Query masked(long[] mask) {
    Objects.requireNonNull(mask, "mask");
    return new Query(k, radius, mask.clone(), filter, mostCodes, mostNanos, plan);
  }

  /**
   * The same, but only rows that a filter passes are found, and counted towards k.
   *
   * @param filter open as long as the query is used
   */
  public Query filtered(RowFilter filter) {
    Objects.requireNonNull(filter, "filter");
    return new Query(k, radius, mask, filter, mostCodes, mostNanos, plan);
  }

  /**
   * The same, but the search stops when it has compared so many codes. An answer that was not
   * proved by then says so: {@link Certificate#exact()}.
   *
   * @param codes at least 1; equal codes of several rows count once, and a code that a search meets
   *     in a table and again in a scan counts twice
   */
  public Query comparingAtMost(long codes) {
    if (codes < 1) {
      throw new IllegalArgumentException("codes = " + codes + " is less than 1");
    }
    return new Query(k, radius, mask, filter, codes, mostNanos, plan);
  }

  /**
   * The same, but the search stops when so much time has passed. An answer that was not proved by
   * then says so: {@link Certificate#exact()}. The clock is looked at between blocks of a few
   * thousand codes.
   *
   * @param time longer than zero
   */
  public Query takingAtMost(Duration time) {
    Objects.requireNonNull(time, "time");
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("time = " + time + " is not longer than zero");
    }
    boolean forEver = time.compareTo(Duration.ofNanos(UNLIMITED)) >= 0;
    long nanos = forEver ? UNLIMITED : time.toNanos();
    return new Query(k, radius, mask, filter, mostCodes, nanos, plan);
  }

  /** The same, answered by comparing all codes, whatever the index. */
  public Query byScan() {
    return new Query(k, radius, mask, filter, mostCodes, mostNanos, OrthantC.ORTHANT_BY_SCAN);
  }

  /**
   * The same, answered from the index's tables as long as that can be, whatever a scan would take.
   * An index without tables scans.
   */
  public Query byProbing() {
    return new Query(k, radius, mask, filter, mostCodes, mostNanos, OrthantC.ORTHANT_BY_PROBING);
  }

  /** Returns how many neighbours are wanted; empty: all within the radius. */
  public OptionalInt k() {
    return k == 0 ? OptionalInt.empty() : OptionalInt.of(k);
  }

  /** Returns the greatest distance of a hit, in bits; empty: any distance. */
  public OptionalInt radius() {
    return radius == ANY_RADIUS ? OptionalInt.empty() : OptionalInt.of(radius);
  }

  /** Whether only so much work may be done; then an answer may be inexact. */
  public boolean isLimited() {
    return mostCodes != UNLIMITED || mostNanos != UNLIMITED;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Query
        && k == ((Query) other).k
        && radius == ((Query) other).radius
        && Arrays.equals(mask, ((Query) other).mask)
        && filter == ((Query) other).filter
        && mostCodes == ((Query) other).mostCodes
        && mostNanos == ((Query) other).mostNanos
        && plan == ((Query) other).plan;
  }

  @Override
  public int hashCode() {
    return Objects.hash(k, radius, Arrays.hashCode(mask), mostCodes, mostNanos, plan);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Query[");
    text.append(k == 0 ? "all" : k + " nearest");
    text.append(radius == ANY_RADIUS ? "" : " within " + radius);
    text.append(mask == null ? "" : ", masked");
    text.append(filter == null ? "" : ", " + filter);
    text.append(mostCodes == UNLIMITED ? "" : ", at most " + mostCodes + " codes");
    text.append(mostNanos == UNLIMITED ? "" : ", at most " + mostNanos + " ns");
    text.append(plan == OrthantC.ORTHANT_BY_SCAN ? ", by scan" : "");
    text.append(plan == OrthantC.ORTHANT_BY_PROBING ? ", by probing" : "");
    return text.append(']').toString();
  }

  /** The flags of the C interface. */
  int flags() {
    return plan
        | (mask == null ? 0 : OrthantC.ORTHANT_MASKED)
        | (filter == null ? 0 : OrthantC.ORTHANT_FILTERED)
        | (isLimited() ? OrthantC.ORTHANT_BUDGETED : 0);
  }

  /** Checks that this asks for all within a radius, as {@code purpose} needs it. */
  void requireRadiusOnly(String purpose) {
    if (k != 0) {
      throw new IllegalArgumentException(
          purpose + " needs a query within a radius, not for the " + k + " nearest");
    }
  }

  /** Checks that no work is limited, as {@code purpose} needs it. */
  void requireUnlimited(String purpose) {
    if (isLimited()) {
      throw new IllegalArgumentException(purpose + " takes no limit of codes or time: " + this);
    }
  }
}
