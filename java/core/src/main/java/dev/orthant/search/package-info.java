/**
 * Finding the codes nearest to a code, exactly.
 *
 * <p>The distance of two codes is the number of bits in which they differ; under a mask only the
 * mask's bits count. There are two questions: the k nearest codes, and all codes within a radius.
 * Both are answered exactly and in one order, always: by distance, and among equal distances by id,
 * the number of the row. With b bits there are only b + 1 distances, so ties are common, and only a
 * fixed order makes results comparable and repeatable on every processor.
 *
 * <p>An index is shared; a {@link dev.orthant.search.Searcher} is what one thread uses to search
 * it. A {@link dev.orthant.search.Query} says what is asked beyond the code: a {@link
 * dev.orthant.search.RowFilter}, a mask, a radius for the nearest, a limit of work. {@link
 * dev.orthant.search.SearchResult} is an immutable answer with its {@link
 * dev.orthant.search.Certificate}. {@link dev.orthant.search.Neighbors} is a buffer that a service
 * fills again and again without allocating. {@link dev.orthant.search.Workers} are the threads of
 * searches for many codes at once, which an index does by itself.
 *
 * <p>A base in several parts is searched by a {@link dev.orthant.search.ShardedSearcher}, whose
 * answer says which {@link dev.orthant.search.Shard} it lacks. A {@link
 * dev.orthant.search.SearchListener} hears of the searches of a searcher.
 */
package dev.orthant.search;
