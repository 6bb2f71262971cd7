package dev.orthant.evaluate;

import dev.orthant.data.Labels;
import dev.orthant.internal.Checks;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Which rows of a base are relevant to which query. Immutable; any number of threads may use it.
 *
 * <p>Relevance is binary. From labels, a row is relevant if it shares at least one class with the
 * query, as hashing papers have it; from row numbers, any other truth can be given, for example the
 * exact nearest neighbours in the original space.
 */
public final class GroundTruth {
  private final int[][] groupsOfQuery;
  private final int[][] rowsOfGroup;
  private final int baseRows;

  private GroundTruth(int[][] groupsOfQuery, int[][] rowsOfGroup, int baseRows) {
    this.groupsOfQuery = groupsOfQuery;
    this.rowsOfGroup = rowsOfGroup;
    this.baseRows = baseRows;
  }

  /**
   * A base row is relevant to a query if they share a class. A query whose classes no base row has
   * is allowed; it has nothing to find. Cost and memory: linear in the number of labels.
   *
   * @param queries the queries' classes, numbered as those of {@code base}
   * @param base the base rows' classes
   */
  public static GroundTruth fromLabels(Labels queries, Labels base) {
    Objects.requireNonNull(queries, "queries");
    Objects.requireNonNull(base, "base");
    int[][] classes =
        IntStream.range(0, queries.rows()).mapToObj(queries::row).toArray(int[][]::new);
    return new GroundTruth(classes, rowsOfClasses(classes, base), base.rows());
  }

  /** The base rows of each class that a query has; classes of the base alone cost nothing. */
  private static int[][] rowsOfClasses(int[][] queryClasses, Labels base) {
    int most = Arrays.stream(queryClasses).flatMapToInt(Arrays::stream).max().orElse(-1) + 1;
    int[] counts = new int[most];
    forEachLabel(base, most, (label, row) -> counts[label]++);
    int[][] rows = Arrays.stream(counts).mapToObj(int[]::new).toArray(int[][]::new);
    Arrays.fill(counts, 0);
    forEachLabel(base, most, (label, row) -> rows[label][counts[label]++] = row);
    return rows;
  }

  private interface LabelVisitor {
    void visit(int label, int row);
  }

  private static void forEachLabel(Labels base, int most, LabelVisitor visitor) {
    for (int row = 0; row < base.rows(); row++) {
      for (int label : base.row(row)) {
        if (label < most) {
          visitor.visit(label, row);
        }
      }
    }
  }

  /**
   * The relevant rows by number, copied.
   *
   * @param relevant per query the numbers of its relevant base rows, in any order; may be empty
   * @param baseRows rows of the base, at least 0
   * @throws IllegalArgumentException if a number is not in 0 .. baseRows - 1, or is given twice
   */
  public static GroundTruth fromRows(int[][] relevant, int baseRows) {
    Objects.requireNonNull(relevant, "relevant");
    Checks.atLeast("baseRows", baseRows, 0);
    int[][] rows = new int[relevant.length][];
    for (int query = 0; query < rows.length; query++) {
      rows[query] = Objects.requireNonNull(relevant[query], "relevant").clone();
      Arrays.sort(rows[query]);
      checkSortedRows(rows[query], query, baseRows);
    }
    int[][] groups =
        IntStream.range(0, rows.length).mapToObj(i -> new int[] {i}).toArray(int[][]::new);
    return new GroundTruth(groups, rows, baseRows);
  }

  private static void checkSortedRows(int[] rows, int query, int baseRows) {
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] < 0 || rows[i] >= baseRows) {
        throw new IllegalArgumentException(
            relevantRow(rows[i], query) + " is outside 0 to " + (baseRows - 1));
      }
      if (i > 0 && rows[i] == rows[i - 1]) {
        throw new IllegalArgumentException(relevantRow(rows[i], query) + " is given twice");
      }
    }
  }

  private static String relevantRow(int row, int query) {
    return "relevant row " + row + " of query " + query;
  }

  /** The number of queries. */
  public int queries() {
    return groupsOfQuery.length;
  }

  /** The number of rows of the base. */
  public int baseRows() {
    return baseRows;
  }

  /**
   * Whether a base row is relevant to a query. Logarithmic in the number of relevant rows.
   *
   * @throws IndexOutOfBoundsException if there is no such query or row
   */
  public boolean isRelevant(int query, int row) {
    Objects.checkIndex(query, queries());
    Objects.checkIndex(row, baseRows);
    for (int group : groupsOfQuery[query]) {
      if (Arrays.binarySearch(rowsOfGroup[group], row) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Sets one byte per base row: 1 if it is relevant to the query, else 0. */
  void mark(int query, byte[] relevant) {
    Arrays.fill(relevant, (byte) 0);
    for (int group : groupsOfQuery[query]) {
      for (int row : rowsOfGroup[group]) {
        relevant[row] = 1;
      }
    }
  }
}
