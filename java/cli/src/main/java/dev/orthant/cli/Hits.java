package dev.orthant.cli;

import dev.orthant.data.NpyFile;
import dev.orthant.search.Certificate;
import dev.orthant.search.SearchResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The hits of one query, nearest first.
 *
 * @param query the row of the query
 * @param name what a class that is searched for is called; else null
 * @param exact whether the answer was proved before a limit ended the search
 * @param provedRadius see the library's certificate; null for one search of a batch
 * @param explanation how the search was planned, per part of the index; null unless asked for
 */
record Hits(
    int query,
    String name,
    long[] ids,
    int[] distances,
    boolean exact,
    Integer provedRadius,
    List<Map<String, String>> explanation) {
  private static final int COLUMNS = 3;
  private static final int MAX_WRITTEN = (Integer.MAX_VALUE - 8) / COLUMNS;

  /** An answer; explanation: null if nobody asked. */
  static Hits of(
      int query, String name, SearchResult found, List<Map<String, String>> explanation) {
    Certificate certificate = found.certificate();
    return new Hits(
        query,
        name,
        found.ids(),
        found.distances(),
        certificate.exact(),
        certificate.provedRadius(),
        explanation);
  }

  /** An answer of a batch. */
  static Hits of(int query, String name, long[] ids, int[] distances) {
    return new Hits(query, name, ids, distances, true, null, null);
  }

  /** One line: the query, id@distance of each hit, and what else is to be said of them. */
  String text() {
    StringBuilder text = new StringBuilder(name == null ? "query " + query : name).append(':');
    for (int rank = 0; rank < ids.length; rank++) {
      text.append(' ').append(ids[rank]).append('@').append(distances[rank]);
    }
    if (!exact) {
      text.append(" (not exact; proved to distance ").append(provedRadius).append(')');
    }
    if (explanation != null) {
      for (Map<String, String> part : explanation) {
        part.forEach((key, value) -> text.append("\n  ").append(key + ": " + value));
      }
    }
    return text.toString();
  }

  /**
   * Writes an npy file of int64, hits x 3: query row, id, distance; also if there is no hit.
   * Returns the number of hits.
   */
  static long write(Path path, List<Hits> all) throws IOException {
    long count = all.stream().mapToLong(hits -> hits.ids.length).sum();
    if (count > MAX_WRITTEN) {
      throw new IllegalArgumentException(
          count + " hits are more than the " + MAX_WRITTEN + " of one file; ask fewer queries");
    }
    long[] rows = new long[(int) count * COLUMNS];
    int at = 0;
    for (Hits hits : all) {
      for (int rank = 0; rank < hits.ids.length; rank++) {
        rows[at++] = hits.query;
        rows[at++] = hits.ids[rank];
        rows[at++] = hits.distances[rank];
      }
    }
    NpyFile.write(path, rows, COLUMNS);
    return count;
  }
}
