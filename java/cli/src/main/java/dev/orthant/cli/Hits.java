package dev.orthant.cli;

import dev.orthant.data.NpyFile;
import dev.orthant.search.SearchResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The hits of one query, nearest first. */
record Hits(int query, long[] ids, int[] distances) {
  static Hits of(int query, SearchResult found) {
    return new Hits(query, found.ids(), found.distances());
  }

  /** Writes an npy file of int64, hits x 3: query row, id, distance. Returns the number of hits. */
  static int write(Path path, List<Hits> all) throws IOException {
    List<long[]> rows = new ArrayList<>();
    for (Hits hits : all) {
      for (int rank = 0; rank < hits.ids.length; rank++) {
        rows.add(new long[] {hits.query, hits.ids[rank], hits.distances[rank]});
      }
    }
    NpyFile.write(path, rows.toArray(long[][]::new));
    return rows.size();
  }
}
