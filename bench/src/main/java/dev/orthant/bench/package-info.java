/**
 * Benchmarks, one class per question; {@code bench/README.md} says how to run and how to read them.
 * A rival must return the right answer before it is timed: every {@code Setup} compares first.
 */
package dev.orthant.bench;
