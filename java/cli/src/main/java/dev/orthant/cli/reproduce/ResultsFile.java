package dev.orthant.cli.reproduce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import dev.orthant.data.CorruptFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows, one JSON object a line. A line counts once its end is written: what an interrupted
 * program left behind the last end of line is ignored, and cut off by the next row. Several
 * programs may add rows at once.
 */
public final class ResultsFile {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private final Path path;

  /** The file need not exist yet. */
  public ResultsFile(Path path) {
    this.path = path;
  }

  /** The last row for each place, in the order of the places' first rows. */
  Collection<Row> rows() throws IOException {
    Map<Row.Place, Row> rows = new LinkedHashMap<>();
    if (Files.exists(path)) {
      byte[] bytes = Files.readAllBytes(path);
      String whole = new String(bytes, 0, wholeLines(bytes), UTF_8);
      List<String> lines = whole.lines().toList();
      for (int line = 0; line < lines.size(); line++) {
        Row row = parse(lines.get(line), line + 1);
        rows.put(row.place(), row);
      }
    }
    return new ArrayList<>(rows.values());
  }

  /** Adds a row: one write, synced. */
  void append(Row row) throws IOException {
    ByteBuffer line = ByteBuffer.wrap((GSON.toJson(row) + "\n").getBytes(UTF_8));
    try (FileChannel channel = FileChannel.open(path, CREATE, READ, WRITE);
        FileLock alone = channel.lock()) {
      assert alone.isValid();
      channel.truncate(endOfWholeLines(channel));
      channel.position(channel.size());
      while (line.hasRemaining()) {
        channel.write(line);
      }
      channel.force(true);
    }
  }

  private Row parse(String line, int number) throws IOException {
    try {
      Row row = GSON.fromJson(line, Row.class);
      if (row != null && row.isWhole()) {
        return row;
      }
    } catch (JsonParseException e) {
      throw new CorruptFileException(path, "line " + number + " is no row: " + e.getMessage());
    }
    throw new CorruptFileException(path, "line " + number + " is no row of results");
  }

  private static long endOfWholeLines(FileChannel channel) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    long size = channel.size();
    if (size == 0 || channel.read(last, size - 1) == 1 && last.get(0) == '\n') {
      return size;
    }
    ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(size));
    for (int read = 0; read >= 0 && all.hasRemaining(); ) {
      read = channel.read(all, all.position());
    }
    return wholeLines(Arrays.copyOf(all.array(), all.position()));
  }

  /** How many bytes stand up to the last end of line. */
  private static int wholeLines(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }
}
