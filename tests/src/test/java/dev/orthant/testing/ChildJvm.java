package dev.orthant.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a class with a {@code main} in a Java process of its own, on this process's class path. */
public final class ChildJvm {
  private ChildJvm() {}

  /** How the process ended and all that it printed. */
  public record Outcome(int exit, String output) {}

  /** The command line that starts {@code main}. */
  public static List<String> command(Class<?> main, List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-XX:+UseSerialGC");
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("surefire.test.class.path", classPath()));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /** Runs a command to its end, at most a minute. */
  public static Outcome run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("orthant-child", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      String text = Files.readString(output, StandardCharsets.UTF_8);
      return new Outcome(process.exitValue(), text);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }
}
