package dev.orthant.data;

import dev.orthant.internal.Backstage;
import dev.orthant.internal.Checks;
import dev.orthant.internal.FileRows;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Rows of floats, all of one dimension: the features of many things, one per row.
 *
 * <p>The rows may lie in the heap ({@link #wrap}, {@link #copyOf}) or in a mapped file ({@link
 * NpyFile#vectors}), and may be chosen, scaled and joined without being copied. They are read in
 * blocks by {@link #copyRows}, so vectors larger than the heap can be trained on and encoded.
 *
 * <p>Values may be anything; trainers and models refuse NaN and infinity by row number when they
 * read them. Immutable if the arrays and files beneath are left alone; then safe for any number of
 * threads.
 */
public abstract sealed class Vectors
    permits HeapVectors, MappedVectors, JoinedVectors, SelectedVectors, ScaledVectors {
  static {
    Backstage.lendFileRows(Vectors::inFile);
  }

  private final int rows;
  private final int dimension;

  Vectors(int rows, int dimension) {
    this.rows = rows;
    this.dimension = dimension;
  }

  /**
   * Rows that lie one after the other in an array, which is not copied and must not be changed.
   *
   * @param values the values, row by row; their number is a multiple of the dimension
   * @param dimension the number of values in a row, at least 1
   */
  public static Vectors wrap(float[] values, int dimension) {
    Objects.requireNonNull(values, "values");
    Checks.atLeast("dimension", dimension, 1);
    if (values.length % dimension != 0) {
      throw new IllegalArgumentException(
          values.length + " values are not a multiple of the dimension " + dimension);
    }
    return new HeapVectors(values, dimension);
  }

  /**
   * Copies rows.
   *
   * @param rows at least one, all of the same length, which is at least 1; together below 2^31
   *     values
   */
  public static Vectors copyOf(float[][] rows) {
    Objects.requireNonNull(rows, "rows");
    Checks.atLeast("number of rows", rows.length, 1);
    int dimension = Objects.requireNonNull(rows[0], "rows[0]").length;
    Checks.atLeast("dimension", dimension, 1);
    long total = (long) rows.length * dimension;
    if (total > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          rows.length + " x " + dimension + " values do not fit into one array; use concat");
    }
    float[] values = new float[(int) total];
    for (int row = 0; row < rows.length; row++) {
      Objects.requireNonNull(rows[row], "rows[" + row + "]");
      Checks.length("rows[" + row + "]", rows[row].length, dimension);
      System.arraycopy(rows[row], 0, values, row * dimension, dimension);
    }
    return new HeapVectors(values, dimension);
  }

  /**
   * The rows of all parts, one part after the other; a view.
   *
   * @param parts at least one, all of one dimension, together below 2^31 rows
   */
  public static Vectors concat(List<Vectors> parts) {
    List<Vectors> all = Checks.noNulls("parts", parts);
    Checks.atLeast("number of parts", all.size(), 1);
    return all.size() == 1 ? all.get(0) : JoinedVectors.of(all);
  }

  /** Returns the number of rows; it may be 0. */
  public final int rows() {
    return rows;
  }

  /** Returns the number of values in each row, at least 1. */
  public final int dimension() {
    return dimension;
  }

  /**
   * Returns a copy of one row.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= row < rows()}
   */
  public final float[] row(int row) {
    Objects.checkIndex(row, rows);
    float[] values = new float[dimension];
    read(row, 1, values, 0);
    return values;
  }

  /**
   * Copies neighbouring rows into an array, one after the other.
   *
   * @param first the first row to copy
   * @param count how many rows to copy
   * @param into where to write {@code count * dimension()} values
   * @param at where in {@code into} to start
   * @throws IndexOutOfBoundsException if the rows do not exist or {@code into} is too short for
   *     them
   */
  public final void copyRows(int first, int count, float[] into, int at) {
    Objects.requireNonNull(into, "into");
    Objects.checkFromIndexSize(first, count, rows);
    Objects.checkFromIndexSize((long) at, (long) count * dimension, (long) into.length);
    read(first, count, into, at);
  }

  /**
   * Some of the rows, in the given order, also repeatedly; a view.
   *
   * @param rows row numbers, each at least 0 and less than {@link #rows()}; copied
   */
  public final Vectors select(int[] rows) {
    return new SelectedVectors(this, RowNumbers.copy(rows, this.rows));
  }

  /**
   * The rows with each column multiplied by a factor of its own; a view.
   *
   * @param perColumn {@link #dimension()} finite factors; copied
   */
  public final Vectors scaled(float[] perColumn) {
    Objects.requireNonNull(perColumn, "perColumn");
    Checks.length("perColumn", perColumn.length, dimension);
    for (int column = 0; column < dimension; column++) {
      if (!Float.isFinite(perColumn[column])) {
        throw new IllegalArgumentException(
            "perColumn[" + column + "] = " + perColumn[column] + " is not finite");
      }
    }
    return new ScaledVectors(this, perColumn.clone());
  }

  @Override
  public String toString() {
    return "Vectors[" + rows + " x " + dimension + "]";
  }

  /** Where in a file the rows lie as they are, one after the other, if they do. */
  Optional<FileRows> inFile() {
    return Optional.empty();
  }

  /** Copies rows; the arguments have been checked. */
  abstract void read(int first, int count, float[] into, int at);
}
