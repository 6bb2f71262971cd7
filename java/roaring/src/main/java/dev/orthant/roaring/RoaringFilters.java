package dev.orthant.roaring;

import dev.orthant.search.RowFilter;
import java.util.Objects;
import org.roaringbitmap.ImmutableBitmapDataProvider;
import org.roaringbitmap.longlong.ImmutableLongBitmapDataProvider;

/**
 * Makes filters from Roaring bitmaps of row ids: from every class of 32-bit ones ({@code
 * RoaringBitmap}, {@code ImmutableRoaringBitmap}, also a mapped one) and of 64-bit ones ({@code
 * Roaring64Bitmap}, {@code Roaring64NavigableMap}).
 *
 * <pre>{@code
 * RoaringBitmap inStock = RoaringBitmap.bitmapOf(3, 5, 8);
 * try (RowFilter filter = RoaringFilters.allow(inStock)) {
 *   searcher.search(code, Query.nearest(10).filtered(filter));
 * }
 * }</pre>
 *
 * <p>A 32-bit value is an unsigned id, so -1 is the id 4,294,967,295. A 64-bit one must be less
 * than 2^63. The bitmap is copied and may change afterwards, but not meanwhile. The filter takes an
 * eighth of a byte for each id up to the last one if these are less than a million or at least one
 * of 512 is set, and else 8 bytes for each id that is set.
 *
 * <p>Thread-safe. Close the filters.
 */
public final class RoaringFilters {
  private RoaringFilters() {}

  /** Passes the ids of the bitmap and no other. */
  public static RowFilter allow(ImmutableBitmapDataProvider ids) {
    return allow(IdSet.of(Objects.requireNonNull(ids, "ids")));
  }

  /** Passes every id but those of the bitmap. */
  public static RowFilter deny(ImmutableBitmapDataProvider ids) {
    return deny(IdSet.of(Objects.requireNonNull(ids, "ids")));
  }

  /**
   * Passes the ids of the bitmap and no other.
   *
   * @throws IllegalArgumentException if an id is 2^63 or more, or if they fit into no array
   */
  public static RowFilter allow(ImmutableLongBitmapDataProvider ids) {
    return allow(IdSet.of(Objects.requireNonNull(ids, "ids")));
  }

  /**
   * Passes every id but those of the bitmap.
   *
   * @throws IllegalArgumentException if an id is 2^63 or more, or if they fit into no array
   */
  public static RowFilter deny(ImmutableLongBitmapDataProvider ids) {
    return deny(IdSet.of(Objects.requireNonNull(ids, "ids")));
  }

  private static RowFilter allow(IdSet ids) {
    return ids.isDense() ? RowFilter.allowBits(ids.words()) : RowFilter.allow(ids.list());
  }

  private static RowFilter deny(IdSet ids) {
    return ids.isDense() ? RowFilter.denyBits(ids.words()) : RowFilter.deny(ids.list());
  }
}
