package dev.orthant.evaluate;

import dev.orthant.data.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The queries that also stand in the base. Each of them finds itself at distance 0, which flatters
 * every measure; published splits have had up to all of their queries in the base without anyone
 * noticing. Equal <em>codes</em> prove nothing, since different pictures often share a code: the
 * check needs the vectors, or the row numbers in a common file.
 *
 * <p>Immutable. Given to {@link EvaluationOptions#withOverlap}, it is kept in the evaluation, which
 * warns if it is not empty.
 */
public final class Overlap {
  private static final int MAX_ROWS = 1024;
  private static final int MAX_VALUES = 1 << 20;

  private final int[] queryRows;
  private final int queries;

  private Overlap(int[] queryRows, int queries) {
    this.queryRows = queryRows;
    this.queries = queries;
  }

  /**
   * Queries whose vector equals a base vector, number by number. Cost: one pass over the base and
   * memory for the queries; vectors are hashed first and compared only where hashes agree.
   *
   * @throws IllegalArgumentException if the dimensions differ
   */
  public static Overlap between(Vectors queries, Vectors base) {
    Objects.requireNonNull(queries, "queries");
    Objects.requireNonNull(base, "base");
    if (queries.dimension() != base.dimension()) {
      throw new IllegalArgumentException(
          "queries have dimension "
              + queries.dimension()
              + " but the base has "
              + base.dimension());
    }
    Map<Integer, List<Integer>> queriesOfHash = new HashMap<>();
    for (int query = 0; query < queries.rows(); query++) {
      int hash = Arrays.hashCode(queries.row(query));
      queriesOfHash.computeIfAbsent(hash, h -> new ArrayList<>()).add(query);
    }
    Set<Integer> found = new HashSet<>();
    int blockRows = Math.max(1, Math.min(MAX_ROWS, MAX_VALUES / base.dimension()));
    float[] block = new float[blockRows * base.dimension()];
    float[] vector = new float[base.dimension()];
    for (int first = 0; first < base.rows(); ) {
      int count = Math.min(blockRows, base.rows() - first);
      base.copyRows(first, count, block, 0);
      for (int i = 0; i < count; i++) {
        System.arraycopy(block, i * vector.length, vector, 0, vector.length);
        for (int query : queriesOfHash.getOrDefault(Arrays.hashCode(vector), List.of())) {
          if (Arrays.equals(vector, queries.row(query))) {
            found.add(query);
          }
        }
      }
      first += count;
    }
    return new Overlap(sorted(found), queries.rows());
  }

  /**
   * Queries that were taken from the same row of a common file as a base row.
   *
   * @param queryRows where in the file each query stands
   * @param baseRows where in the file each base row stands
   */
  public static Overlap ofRows(int[] queryRows, int[] baseRows) {
    Objects.requireNonNull(queryRows, "queryRows");
    Objects.requireNonNull(baseRows, "baseRows");
    int[] base = baseRows.clone();
    Arrays.sort(base);
    int[] shared =
        IntStream.range(0, queryRows.length)
            .filter(query -> Arrays.binarySearch(base, queryRows[query]) >= 0)
            .toArray();
    return new Overlap(shared, queryRows.length);
  }

  private static int[] sorted(Set<Integer> rows) {
    return rows.stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  /** The number of queries that also stand in the base. */
  public int count() {
    return queryRows.length;
  }

  /** The number of queries looked at. */
  public int queries() {
    return queries;
  }

  /** Which queries also stand in the base, in ascending order; a copy. */
  public int[] queryRows() {
    return queryRows.clone();
  }

  @Override
  public String toString() {
    return count() + " of " + queries + " queries also stand in the base";
  }
}
