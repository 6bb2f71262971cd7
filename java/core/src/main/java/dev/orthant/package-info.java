/**
 * Learning to hash on the JVM: short binary codes that keep what is alike near, and exact search
 * over them.
 *
 * <p>Six stages, each a package, each feeding the next:
 *
 * <pre>
 * data  -&gt;  learn  -&gt;  encode  -&gt;  index  -&gt;  search  -&gt;  evaluate
 * vectors   a trainer   a model      codes,     the nearest  how good
 * labels    learns      turns a      ready to   codes, by    the ranking
 * classes   from them   vector into  be         (distance,   is, ties
 *                       a code       scanned    row)         counted
 * </pre>
 *
 * <p>Values (vectors, labels, codes, trainers, results) are immutable and need no closing. Four
 * types own native memory and have {@code close()}: {@link dev.orthant.encode.HashModel} and {@link
 * dev.orthant.index.HammingIndex} are shared by any number of threads; {@link
 * dev.orthant.encode.Encoder} and {@link dev.orthant.search.Searcher} belong to one thread each and
 * are made by the shared ones.
 *
 * <p>This holds everywhere: a {@code null} argument gives a {@link NullPointerException} with the
 * parameter's name, a value out of bounds an {@link IllegalArgumentException} with the value and
 * the bound, a position outside a value an {@link IndexOutOfBoundsException}, and a call on
 * something closed an {@link IllegalStateException}. The native library is loaded when it is first
 * needed; a {@link dev.orthant.NativeLibraryException} says what is missing if it cannot be.
 */
package dev.orthant;
