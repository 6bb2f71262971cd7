package dev.orthant.cli.console;

import dev.orthant.Orthant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a timing was measured on.
 *
 * @param cpu the processor's name, or its architecture where the system tells no name
 * @param tier the instruction-set tier that Orthant uses
 * @param jdk the Java runtime's version
 * @param version Orthant's version
 */
public record Machine(String cpu, String tier, String jdk, String version) {
  /** The machine that this program runs on. */
  public static Machine current() {
    return new Machine(
        cpuName(), Orthant.simdTier(), Runtime.version().toString(), Orthant.version());
  }

  /** One line of text. */
  public String text() {
    return "Orthant " + version + ", " + cpu + ", tier " + tier + ", JDK " + jdk;
  }

  private static String cpuName() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
