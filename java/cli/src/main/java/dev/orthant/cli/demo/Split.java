package dev.orthant.cli.demo;

import dev.orthant.data.Labels;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A sample split into what training sees and what it does not.
 *
 * @param unseen the classes held out, ascending
 * @param trainingRows the database rows of the other classes
 * @param unseenQueries the query rows of the unseen classes
 * @param seenQueries the query rows of the other classes
 */
record Split(int[] unseen, int[] trainingRows, int[] unseenQueries, int[] seenQueries) {
  /** Holds {@code unseen} out; at least one class, and at least two must remain. */
  static Split of(Sample sample, int[] unseen) {
    int classes = sample.semantics().classes();
    int[] held = IntStream.of(unseen).sorted().distinct().toArray();
    if (held.length < 1 || classes - held.length < 2) {
      throw new IllegalArgumentException(
          held.length
              + " unseen classes: at least 1 must be held out and 2 of "
              + classes
              + " must remain");
    }
    IntPredicate isUnseen = c -> IntStream.of(held).anyMatch(u -> u == c);
    return new Split(
        held,
        rows(sample.databaseLabels(), isUnseen.negate()),
        rows(sample.queryLabels(), isUnseen),
        rows(sample.queryLabels(), isUnseen.negate()));
  }

  private static int[] rows(Labels labels, IntPredicate wanted) {
    return IntStream.range(0, labels.rows())
        .filter(row -> wanted.test(labels.row(row)[0]))
        .toArray();
  }
}
