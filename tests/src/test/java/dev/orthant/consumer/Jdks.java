package dev.orthant.consumer;

import dev.orthant.testing.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The JDKs of this machine that the consumer's project is started on. */
final class Jdks {
  private static final Path DEBIAN = Path.of("/usr/lib/jvm");

  private Jdks() {}

  /** This one, and JDK 25: the folder that JAVA25_HOME names, or one of Debian's. */
  static List<Path> found() {
    List<Path> jdks = new ArrayList<>();
    jdks.add(Path.of(System.getProperty("java.home")));
    String java25 = System.getenv("JAVA25_HOME");
    if (java25 != null) {
      jdks.add(Path.of(java25));
    } else if (Files.isDirectory(DEBIAN)) {
      jdks.addAll(debian25());
    }
    return jdks;
  }

  /** 17, 25 ...: read from the JDK's release file. */
  static String feature(Path jdk) {
    String release = Project.text(jdk.resolve("release"));
    return release.replaceFirst("(?s).*JAVA_VERSION=\"(\\d+).*", "$1");
  }

  private static List<Path> debian25() {
    try (var folders = Files.list(DEBIAN)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("bin/java")))
          .filter(folder -> folder.getFileName().toString().contains("25"))
          .limit(1)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
