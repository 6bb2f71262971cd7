package dev.orthant.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The source tree that the tests run in. */
public final class Project {
  private static final Set<String> NOT_OURS = Set.of("target", ".git", "build", "node_modules");

  private Project() {}

  /** The top of the repository: the nearest folder above that holds the C header. */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("native/include/orthant/orthant.h"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("the tests run outside the source tree");
      }
    }
    return folder;
  }

  public static Path header() {
    return root().resolve("native/include/orthant/orthant.h");
  }

  /** All files of ours below {@code folder} that are {@link #named} so, sorted. */
  public static List<Path> files(String folder, String... endings) {
    Path start = root().resolve(folder);
    if (!Files.exists(start)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(start)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> isOurs(start.relativize(file)))
          .filter(file -> named(file, endings))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the file's name is one of these, or ends with one that starts with a dot. */
  public static boolean named(Path file, String... names) {
    String name = file.getFileName().toString();
    return Stream.of(names).anyMatch(n -> n.startsWith(".") ? name.endsWith(n) : name.equals(n));
  }

  /** The path from the top of the repository, with slashes. */
  public static String name(Path file) {
    return root().relativize(file).toString().replace('\\', '/');
  }

  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }

  private static boolean isOurs(Path relative) {
    for (Path part : relative) {
      if (NOT_OURS.contains(part.toString())) {
        return false;
      }
    }
    return true;
  }
}
