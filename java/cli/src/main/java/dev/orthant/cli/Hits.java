package dev.orthant.cli;

import dev.orthant.cli.console.OutputFile;
import dev.orthant.search.SearchResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The hits of one query, nearest first. */
record Hits(int query, long[] ids, int[] distances) {
  private static final int HEADER_BYTES = 128;
  private static final int COLUMNS = 3;

  static Hits of(int query, SearchResult found) {
    return new Hits(query, found.ids(), found.distances());
  }

  /**
   * Writes an npy file of int64, hits x 3: query row, id, distance; also if there is no hit.
   * Returns the number of hits.
   */
  static long write(Path path, List<Hits> all) throws IOException {
    long count = all.stream().mapToLong(hits -> hits.ids.length).sum();
    OutputFile.write(
        path,
        out -> {
          out.write(header(count));
          for (Hits hits : all) {
            hits.writeTo(out);
          }
        });
    return count;
  }

  private void writeTo(OutputStream out) throws IOException {
    ByteBuffer row = ByteBuffer.allocate(COLUMNS * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int rank = 0; rank < ids.length; rank++) {
      row.clear().putLong(query).putLong(ids[rank]).putLong(distances[rank]);
      out.write(row.array());
    }
  }

  /** Version 1.0 of the format: magic, version, length of the text, the text padded with blanks. */
  private static byte[] header(long count) {
    String shape = "(" + count + ", " + COLUMNS + ")";
    String text = "{'descr': '<i8', 'fortran_order': False, 'shape': " + shape + ", }";
    int length = HEADER_BYTES - 10;
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    header.put((byte) 1).put((byte) 0).putShort((short) length);
    header.put(text.getBytes(StandardCharsets.US_ASCII));
    while (header.remaining() > 1) {
      header.put((byte) ' ');
    }
    return header.put((byte) '\n').array();
  }
}
