/**
 * Other ways to find the nearest codes, one file per rival, and the report that compares them with
 * ours. A rival either returns the exact answer, or what it misses is printed beside its time.
 *
 * <p>The classes are public for JMH and for rivals in a source folder of their own.
 */
package dev.orthant.bench.rival;
