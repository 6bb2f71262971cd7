package dev.orthant.cli;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The folder of data: where a relative path is looked up that does not exist as it stands. */
final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder in which relative paths are looked up that do not exist as they stand. "
              + "Default: the environment variable ORTHANT_DATA.")
  private Path folder;

  /** The existing file that {@code name} means. */
  Path find(String name) throws NoSuchFileException {
    Path path = Path.of(name);
    if (Files.exists(path)) {
      return path;
    }
    Path data = folder();
    if (data == null || path.isAbsolute()) {
      throw new NoSuchFileException(name);
    }
    if (!Files.exists(data.resolve(path))) {
      throw new NoSuchFileException(name + ", nor " + data.resolve(path));
    }
    return data.resolve(path);
  }

  private Path folder() {
    String variable = System.getenv("ORTHANT_DATA");
    return folder != null || variable == null ? folder : Path.of(variable);
  }
}
