package dev.orthant.cli;

import dev.orthant.data.ClassSemantics;
import dev.orthant.data.CorruptFileException;
import dev.orthant.data.Vectors;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** The options that name class vectors and class names. */
final class SemanticsOptions {
  @Option(
      names = "--semantics",
      split = ",",
      paramLabel = "S.npy",
      description =
          "Class vectors, such as word vectors of the class names: classes x dimension floats. "
              + "A row of zeros means that the class has none. Several files, separated by commas, "
              + "as of synonyms or prompts: the mean of their unit vectors, class by class.")
  private List<String> vectors = List.of();

  @Option(
      names = "--class-names",
      paramLabel = "F.txt",
      description = "The name of each class, one a line, in the order of the class vectors.")
  private String names;

  boolean given() {
    return !vectors.isEmpty();
  }

  /**
   * The class vectors with their names; without a file of names, the class numbers are the names.
   */
  ClassSemantics read(DataOptions data) throws IOException {
    if (!given()) {
      throw new IllegalArgumentException("--semantics is missing");
    }
    List<ClassSemantics> several = new ArrayList<>();
    for (String file : vectors) {
      several.add(read(data, file));
    }
    return several.size() == 1 ? several.get(0) : ClassSemantics.average(several);
  }

  private ClassSemantics read(DataOptions data, String file) throws IOException {
    Vectors rows = Npy.vectors(data, List.of(file));
    List<String> read = names(data);
    if (read.isEmpty()) {
      return ClassSemantics.of(
          IntStream.range(0, rows.rows()).mapToObj(Integer::toString).toList(), rows);
    }
    if (read.size() != rows.rows()) {
      throw new IllegalArgumentException(
          names + " has " + read.size() + " names, " + file + " has " + rows.rows() + " rows");
    }
    return ClassSemantics.of(read, rows);
  }

  /** The class names; empty if no file was named. */
  List<String> names(DataOptions data) throws IOException {
    if (names == null) {
      return List.of();
    }
    Path file = data.find(names);
    try {
      return Files.readAllLines(file).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (CharacterCodingException e) {
      throw new CorruptFileException(file, "it is not text in UTF-8");
    }
  }
}
