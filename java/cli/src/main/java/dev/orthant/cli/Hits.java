package dev.orthant.cli;

import dev.orthant.data.NpyFile;
import dev.orthant.search.SearchResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The hits of one query, nearest first. */
record Hits(int query, long[] ids, int[] distances) {
  private static final int COLUMNS = 3;
  private static final int MAX_WRITTEN = (Integer.MAX_VALUE - 8) / COLUMNS;

  static Hits of(int query, SearchResult found) {
    return new Hits(query, found.ids(), found.distances());
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
