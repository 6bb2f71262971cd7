package dev.orthant.search;

import dev.orthant.internal.NativeError;
import dev.orthant.internal.NativeResource;
import dev.orthant.internal.abi.OrthantC;
import dev.orthant.internal.abi.orthant_filter;
import java.util.BitSet;
import java.util.Objects;
import java.util.function.LongPredicate;

/**
 * A set of ids that a search may return, or must not. It is evaluated inside the search, so k
 * neighbours that pass are found if there are k.
 *
 * <pre>{@code
 * try (RowFilter inStock = RowFilter.allowIf(index.rows(), id -> stock[(int) id] > 0)) {
 *   searcher.search(code, Query.nearest(10).filtered(inStock));
 * }
 * }</pre>
 *
 * <p>A filter suits every index: ids that no row has do no harm. A searcher remembers the filter of
 * its last filtered search and what it means for the index. Searching with the same filter again
 * costs nothing; a change to another one costs a pass over the rows, and one bit of memory for
 * each.
 *
 * <p>Immutable; safe for any number of threads. It owns native memory, an eighth of a byte per id
 * of a bitmap or 8 bytes per id of a list: close it. Searches that run end normally, later ones
 * with it throw {@link IllegalStateException}. A searcher keeps the memory until its next filter or
 * its end.
 */
public final class RowFilter implements AutoCloseable {
  /** More rows no index has. */
  private static final long MOST_ROWS = (1L << 32) - 1;

  private static final int ALLOW = 1;
  private static final int DENY = 0;

  private final NativeResource<orthant_filter> resource;
  private final String text;

  private RowFilter(orthant_filter handle, String text) {
    this.resource = NativeResource.shared(this, handle, OrthantC::orthant_filter_free);
    this.text = text;
  }

  /**
   * Passes these ids and no other.
   *
   * @param ids any ids, in any order, none twice, copied; with none, nothing passes
   * @throws IllegalArgumentException if an id is there twice
   */
  public static RowFilter allow(long... ids) {
    return ofIds(ids, ALLOW, "allows ");
  }

  /**
   * Passes every id but these.
   *
   * @param ids any ids, in any order, none twice, copied
   * @throws IllegalArgumentException if an id is there twice
   */
  public static RowFilter deny(long... ids) {
    return ofIds(ids, DENY, "denies ");
  }

  /**
   * Passes the ids whose bits are set.
   *
   * @param ids copied
   */
  public static RowFilter allow(BitSet ids) {
    return allowBits(Objects.requireNonNull(ids, "ids").toLongArray());
  }

  /**
   * Passes every id but those whose bits are set.
   *
   * @param ids copied
   */
  public static RowFilter deny(BitSet ids) {
    return denyBits(Objects.requireNonNull(ids, "ids").toLongArray());
  }

  /**
   * Passes the ids of a bitmap.
   *
   * @param words id i is in it if bit {@code i % 64} of {@code words[i / 64]} is set; copied
   */
  public static RowFilter allowBits(long[] words) {
    return ofBits(words, ALLOW, "allows ");
  }

  /**
   * Passes every id but those of a bitmap.
   *
   * @param words id i is in it if bit {@code i % 64} of {@code words[i / 64]} is set; copied
   */
  public static RowFilter denyBits(long[] words) {
    return ofBits(words, DENY, "denies ");
  }

  /**
   * Passes the ids from 0 to {@code rows - 1} for which a condition holds. It is evaluated here,
   * once for each of them in ascending order, not by searches.
   *
   * @param rows the number of rows of the index, 0 to 2^32 - 1
   * @param condition whether an id passes
   */
  public static RowFilter allowIf(long rows, LongPredicate condition) {
    Objects.requireNonNull(condition, "condition");
    if (rows < 0 || rows > MOST_ROWS) {
      throw new IllegalArgumentException("rows = " + rows + " is not in [0, " + MOST_ROWS + "]");
    }
    long[] words = new long[(int) ((rows + 63) / 64)];
    for (long id = 0; id < rows; id++) {
      if (condition.test(id)) {
        words[(int) (id / 64)] |= 1L << id;
      }
    }
    return allowBits(words);
  }

  /** Closes the filter, now or when the last running call has left. Again does nothing. */
  @Override
  public void close() {
    resource.close();
  }

  @Override
  public String toString() {
    return "RowFilter[" + text + "]";
  }

  /** For searchers, which count their use of it. */
  NativeResource<orthant_filter> resource() {
    return resource;
  }

  private static RowFilter ofIds(long[] ids, int sense, String verb) {
    Objects.requireNonNull(ids, "ids");
    NativeError error = NativeError.slotForOneCall();
    return new RowFilter(
        error.check(OrthantC.orthant_filter_of_ids(ids, ids.length, sense, error.slot())),
        verb + ids.length + " ids");
  }

  private static RowFilter ofBits(long[] words, int sense, String verb) {
    Objects.requireNonNull(words, "words");
    long count = 0;
    for (long word : words) {
      count += Long.bitCount(word);
    }
    NativeError error = NativeError.slotForOneCall();
    return new RowFilter(
        error.check(OrthantC.orthant_filter_of_bits(words, words.length, sense, error.slot())),
        verb + count + " ids");
  }
}
