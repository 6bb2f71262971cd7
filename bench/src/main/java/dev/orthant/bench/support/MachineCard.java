package dev.orthant.bench.support;

import dev.orthant.Orthant;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** What a timing is worth nothing without: processor, tier, JDK, and how busy the machine is. */
public record MachineCard(
    String processor, int processors, String tier, String version, String jdk, double load) {

  /** Of this machine, now. */
  public static MachineCard now() {
    return new MachineCard(
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        Orthant.simdTier(),
        Orthant.version(),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String processorName() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElseGet(() -> System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch"); // not Linux
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s, %d processors, tier %s; Orthant %s; %s; load average %.2f",
        processor,
        processors,
        tier,
        version,
        jdk,
        load);
  }
}
