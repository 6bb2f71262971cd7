/**
 * Codes made ready to be searched.
 *
 * <p>A {@link dev.orthant.index.HammingIndex} holds its own copy of codes in native memory and
 * never changes. Learned codes repeat, so it keeps each distinct code once, with the ids of the
 * rows that have it. There are three kinds, which give the same answers:
 *
 * <ul>
 *   <li>{@link dev.orthant.index.LinearScan} compares the query with every distinct code. At a few
 *       bytes per code and one instruction per 64 bits this runs at the speed of the memory:
 *       predictable, and hard to beat for small indexes and far neighbours.
 *   <li>{@link dev.orthant.index.MultiIndexHash} looks up what lies near the query. It reads a
 *       small part of a large index where near neighbours exist.
 *   <li>{@link dev.orthant.index.AutoIndex} chooses between the two, per query.
 * </ul>
 *
 * <p>Where codes come and go, a {@link dev.orthant.index.MutableHammingIndex} keeps rows with keys,
 * in memory or in a folder. Its {@link dev.orthant.index.IndexSnapshot}s never change.
 *
 * <p>One search at a time is a {@link dev.orthant.search.Searcher}'s; batches and joins are asked
 * of the index itself.
 *
 * <p>To replace an index in service: open the new one, let each thread swap its searcher, close the
 * old one. Calls that come too late get an exception, not a crash.
 */
package dev.orthant.index;
