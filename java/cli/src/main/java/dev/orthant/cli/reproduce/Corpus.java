package dev.orthant.cli.reproduce;

import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * All rows of a set of data under one numbering, the class of each, and what the classes mean.
 *
 * @param labels one class per row
 */
record Corpus(Vectors features, Labels labels, ClassSemantics semantics) {
  Corpus {
    if (features.rows() != labels.rows()) {
      throw new IllegalArgumentException(
          labels.rows() + " labels for " + features.rows() + " rows of features");
    }
  }

  /** Those of {@code rows} that belong to one of the classes. */
  int[] of(Set<Integer> classes, int[] rows) {
    return Arrays.stream(rows).filter(row -> classes.contains(labels.row(row)[0])).toArray();
  }

  /** Those of {@code rows} that belong to none of the classes. */
  int[] notOf(Set<Integer> classes, int[] rows) {
    return Arrays.stream(rows).filter(row -> !classes.contains(labels.row(row)[0])).toArray();
  }

  /** All rows from one on, up to and without another. */
  static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  /** Those of {@code rows} that are none of the others. */
  static int[] without(int[] rows, int[] others) {
    BitSet left = new BitSet();
    Arrays.stream(others).forEach(left::set);
    return Arrays.stream(rows).filter(row -> !left.get(row)).toArray();
  }

  static int[] concat(int[] first, int[] second) {
    return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
  }
}
