/**
 * Codes made ready to be searched.
 *
 * <p>A {@link dev.orthant.index.HammingIndex} holds its own copy of codes in native memory and
 * never changes. The one there is, {@link dev.orthant.index.LinearScan}, compares the query with
 * every code; at a few bytes per code and one instruction per 64 bits this runs at the speed of the
 * memory, which makes it exact, predictable and hard to beat up to tens of millions of codes.
 *
 * <p>To replace an index in service: open the new one, let each thread swap its searcher, close the
 * old one. Calls that come too late get an exception, not a crash.
 */
package dev.orthant.index;
