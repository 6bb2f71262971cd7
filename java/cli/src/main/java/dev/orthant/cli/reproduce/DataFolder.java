package dev.orthant.cli.reproduce;

import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Labels;
import dev.orthant.data.NpyFile;
import dev.orthant.data.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Reads the arrays of one folder of evaluation data. */
public record DataFolder(Path path) {
  /** Where folders of evaluation data are. */
  @FunctionalInterface
  public interface Source {
    /** The folder of that name. */
    DataFolder folder(String name) throws IOException;
  }

  /** The rows of several files, numbered through. */
  Vectors vectors(String... names) throws IOException {
    List<Vectors> parts = new ArrayList<>();
    for (String name : names) {
      parts.add(NpyFile.open(path.resolve(name)).vectors());
    }
    return Vectors.concat(parts);
  }

  float[] floats(String name) throws IOException {
    return NpyFile.open(path.resolve(name)).floats();
  }

  /** The integers of several files, one after the other. */
  int[] ints(String... names) throws IOException {
    IntStream all = IntStream.empty();
    for (String name : names) {
      all = IntStream.concat(all, IntStream.of(NpyFile.open(path.resolve(name)).ints()));
    }
    return all.toArray();
  }

  /** Row numbers, each of them one of {@code count} rows. */
  int[] rows(String name, int count) throws IOException {
    int[] rows = ints(name);
    for (int row : rows) {
      if (row < 0 || row >= count) {
        throw new IllegalArgumentException(
            path.resolve(name) + " has the row " + row + ", not one of 0 to " + (count - 1));
      }
    }
    return rows;
  }

  /** What the classes of {@code classes.txt} mean, by a file of class vectors. */
  ClassSemantics semantics(String vectors) throws IOException {
    List<String> names = Files.readAllLines(path.resolve("classes.txt"));
    return ClassSemantics.of(names, vectors(vectors));
  }

  /** One class per row, of as many classes as there are names. */
  Labels labels(ClassSemantics semantics, String... names) throws IOException {
    return Labels.of(ints(names)).withClasses(semantics.classes());
  }
}
