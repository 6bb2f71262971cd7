/**
 * Filters of a search from Roaring bitmaps, as a service has them for what is in stock, permitted
 * or deleted (Lemire et al., <i>Roaring Bitmaps: Implementation of an Optimized Software
 * Library</i>, Software: Practice and Experience 2018).
 *
 * <p>A {@link dev.orthant.search.RowFilter} is evaluated inside the search, once for each row of an
 * index, and must be fast at that. {@link dev.orthant.roaring.RoaringFilters} copies a Roaring
 * bitmap into one, in whichever of its two forms suits: a bitmap for dense sets, a sorted list for
 * sparse ones.
 */
package dev.orthant.roaring;
