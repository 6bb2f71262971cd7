package dev.orthant.data;

import dev.orthant.internal.Backstage;
import dev.orthant.internal.Checks;
import java.util.Arrays;
import java.util.Objects;

/**
 * The classes that each row belongs to: one, or a set of several. Classes are numbered from 0; two
 * rows are related if they share a class.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class Labels {
  /** The largest number of classes, 2^20: learners need memory for each of them. */
  public static final int MAX_CLASSES = 1 << 20;

  static {
    Backstage.lendLabels(labels -> labels.labels, labels -> labels.starts);
  }

  private final int[] labels;

  /** Where each row's labels start in {@code labels}, and their number at the end. */
  private final int[] starts;

  private final int classes;

  private Labels(int[] labels, int[] starts, int classes) {
    this.labels = labels;
    this.starts = starts;
    this.classes = classes;
  }

  /**
   * One class per row. The number of classes is the largest label plus 1.
   *
   * @param onePerRow the class of each row, at least 0 and less than {@link #MAX_CLASSES}; copied
   * @throws IllegalArgumentException if a label is not in that range, with its row
   */
  public static Labels of(int... onePerRow) {
    Objects.requireNonNull(onePerRow, "onePerRow");
    int[] labels = onePerRow.clone();
    int[] starts = new int[labels.length + 1];
    Arrays.setAll(starts, row -> row);
    return new Labels(labels, starts, countClasses(labels, starts));
  }

  /**
   * A set of classes per row. The number of classes is the largest label plus 1.
   *
   * @param sets the classes of each row, at least one, each at least 0 and less than {@link
   *     #MAX_CLASSES}; copied, sorted, and a label that a row repeats is kept once
   * @throws IllegalArgumentException if a row has no label, or one not in that range
   */
  public static Labels ofSets(int[][] sets) {
    Objects.requireNonNull(sets, "sets");
    int[][] sorted = new int[sets.length][];
    int[] starts = new int[sets.length + 1];
    for (int row = 0; row < sets.length; row++) {
      Objects.requireNonNull(sets[row], "sets[" + row + "]");
      if (sets[row].length == 0) {
        throw new IllegalArgumentException("row " + row + " has no label; at least one is needed");
      }
      sorted[row] = Arrays.stream(sets[row]).sorted().distinct().toArray();
      starts[row + 1] = end(starts[row], sorted[row].length, row);
    }
    int[] labels = new int[starts[sets.length]];
    for (int row = 0; row < sets.length; row++) {
      System.arraycopy(sorted[row], 0, labels, starts[row], sorted[row].length);
    }
    return new Labels(labels, starts, countClasses(labels, starts));
  }

  /** Returns the number of rows. */
  public int rows() {
    return starts.length - 1;
  }

  /** Returns the number of classes; every label is less. Some classes may have no row. */
  public int classes() {
    return classes;
  }

  /**
   * Returns the classes of one row, ascending; at least one.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= row < rows()}
   */
  public int[] row(int row) {
    Objects.checkIndex(row, rows());
    return Arrays.copyOfRange(labels, starts[row], starts[row + 1]);
  }

  /**
   * Whether a row and a row of other labels share a class. Allocation-free.
   *
   * @throws IndexOutOfBoundsException if one of the rows does not exist
   */
  public boolean related(int row, Labels other, int otherRow) {
    Objects.requireNonNull(other, "other");
    Objects.checkIndex(row, rows());
    Objects.checkIndex(otherRow, other.rows());
    int here = starts[row];
    int there = other.starts[otherRow];
    while (here < starts[row + 1] && there < other.starts[otherRow + 1]) {
      int order = Integer.compare(labels[here], other.labels[there]);
      if (order == 0) {
        return true;
      }
      if (order < 0) {
        here++;
      } else {
        there++;
      }
    }
    return false;
  }

  /**
   * Copies the labels of some rows, in the given order, also repeatedly. The number of classes
   * stays.
   *
   * @param rows row numbers, each at least 0 and less than {@link #rows()}
   */
  public Labels select(int[] rows) {
    int[] chosen = RowNumbers.copy(rows, rows());
    int[] newStarts = new int[chosen.length + 1];
    for (int i = 0; i < chosen.length; i++) {
      int count = starts[chosen[i] + 1] - starts[chosen[i]];
      newStarts[i + 1] = end(newStarts[i], count, i);
    }
    int[] newLabels = new int[newStarts[chosen.length]];
    for (int i = 0; i < chosen.length; i++) {
      int count = newStarts[i + 1] - newStarts[i];
      System.arraycopy(labels, starts[chosen[i]], newLabels, newStarts[i], count);
    }
    return new Labels(newLabels, newStarts, classes);
  }

  /**
   * The same labels with another number of classes, for classes that no row here belongs to.
   *
   * @param classes more than every label, at most {@link #MAX_CLASSES}
   */
  public Labels withClasses(int classes) {
    Checks.atLeast("classes", classes, countClasses(labels, starts));
    Checks.atMost("classes", classes, MAX_CLASSES);
    return new Labels(labels, starts, classes);
  }

  /** Whether the other object is the same labels, row by row, of as many classes. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Labels
        && classes == ((Labels) other).classes
        && Arrays.equals(labels, ((Labels) other).labels)
        && Arrays.equals(starts, ((Labels) other).starts);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * classes + Arrays.hashCode(labels)) + Arrays.hashCode(starts);
  }

  @Override
  public String toString() {
    return "Labels[" + rows() + " rows, " + classes + " classes]";
  }

  /** Where the labels of a row end that start at {@code start}. */
  private static int end(int start, int count, int row) {
    if (count > Checks.MAX_ARRAY - start) {
      throw new IllegalArgumentException(
          "rows 0 to "
              + row
              + " have "
              + ((long) start + count)
              + " labels, more than the "
              + Checks.MAX_ARRAY
              + " of one array");
    }
    return start + count;
  }

  /** Checks that every label is in range. */
  private static int countClasses(int[] labels, int[] starts) {
    int largest = -1;
    for (int row = 0; row + 1 < starts.length; row++) {
      for (int i = starts[row]; i < starts[row + 1]; i++) {
        if (labels[i] < 0 || labels[i] >= MAX_CLASSES) {
          throw new IllegalArgumentException(
              "row "
                  + row
                  + " has the label "
                  + labels[i]
                  + ", which is not in [0, "
                  + (MAX_CLASSES - 1)
                  + "]");
        }
        largest = Math.max(largest, labels[i]);
      }
    }
    return largest + 1;
  }
}
