package dev.orthant.cli;

import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Choices of rows and classes. */
final class Rows {
  private Rows() {}

  /** The vectors of {@code rows}; null: of all rows. */
  static Vectors of(Vectors vectors, int[] rows) {
    return rows == null ? vectors : vectors.select(rows);
  }

  /** The labels of {@code rows}; null: of all rows. */
  static Labels of(Labels labels, int[] rows) {
    return rows == null ? labels : labels.select(rows);
  }

  /** Labels must be as many as the rows that they label. */
  static Labels checkedLabels(Labels labels, int rows) {
    if (labels.rows() != rows) {
      throw new IllegalArgumentException(labels.rows() + " labels for " + rows + " rows");
    }
    return labels;
  }

  /** Those of {@code count} rows that are not among {@code rows}. */
  static int[] others(int[] rows, int count) {
    boolean[] named = new boolean[count];
    for (int row : rows) {
      named[row] = true;
    }
    return IntStream.range(0, count).filter(row -> !named[row]).toArray();
  }

  /** Those of {@code rows} (null: of all rows) whose labels are all among {@code classes}. */
  static int[] ofClasses(Labels labels, int[] rows, int[] classes) {
    boolean[] wanted = new boolean[labels.classes()];
    for (int c : classes) {
      wanted[c] = true;
    }
    IntStream from = rows == null ? IntStream.range(0, labels.rows()) : Arrays.stream(rows);
    int[] chosen =
        from.filter(row -> IntStream.of(labels.row(row)).allMatch(c -> wanted[c])).toArray();
    if (chosen.length == 0) {
      throw new IllegalArgumentException("no row has a label among " + Arrays.toString(classes));
    }
    return chosen;
  }

  /**
   * Class numbers of what a user wrote: a name of {@code names}, or a number below {@code count}.
   */
  static int[] classes(List<String> written, List<String> names, int count) {
    return written.stream().mapToInt(text -> classNumber(text.strip(), names, count)).toArray();
  }

  private static int classNumber(String text, List<String> names, int count) {
    int named = names.indexOf(text);
    if (named >= count) {
      throw new IllegalArgumentException(
          "class \""
              + text
              + "\" is number "
              + named
              + ", but no row has a label above "
              + (count - 1));
    }
    if (named >= 0) {
      return named;
    }
    int number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    if (number < 0 || number >= count) {
      throw new IllegalArgumentException(
          "class \""
              + text
              + "\" is no number from 0 to "
              + (count - 1)
              + (names.isEmpty() ? "" : ", and none of " + String.join(", ", names)));
    }
    return number;
  }
}
