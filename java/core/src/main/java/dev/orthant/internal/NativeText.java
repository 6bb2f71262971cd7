package dev.orthant.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;

/** Text across the boundary, which is in UTF-8 and ends with a zero byte. */
public final class NativeText {
  private NativeText() {}

  /** The text that the native core lent. */
  public static String of(BytePointer text) {
    return text.getString(UTF_8);
  }

  /** The entries of lines of "key=value", in their order; unmodifiable. */
  public static Map<String, String> entries(String lines) {
    Map<String, String> entries = new LinkedHashMap<>();
    for (String line : lines.split("\n")) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        entries.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return Collections.unmodifiableMap(entries);
  }

  /** The entries of blocks of such lines, each of which begins with the same key; unmodifiable. */
  public static List<Map<String, String>> blocks(String lines, String firstKey) {
    return Arrays.stream(lines.split("(?m)^(?=" + firstKey + "=)"))
        .map(NativeText::entries)
        .filter(entries -> !entries.isEmpty())
        .toList();
  }

  /** The absolute path, in memory that the result keeps alive. */
  public static BytePointer of(Path path) {
    if (path.getFileSystem() != FileSystems.getDefault()) {
      throw new IllegalArgumentException(
          "path " + path.toUri() + " is not on the default file system");
    }
    byte[] utf8 = path.toAbsolutePath().toString().getBytes(UTF_8);
    ByteBuffer bytes = ByteBuffer.allocateDirect(utf8.length + 1);
    bytes.put(0, utf8);
    return new BytePointer(bytes);
  }
}
