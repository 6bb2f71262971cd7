package dev.orthant.cli;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Labels;
import dev.orthant.data.NpyFile;
import dev.orthant.data.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Reads the arrays that options name. */
final class Npy {
  private Npy() {}

  static Vectors vectors(DataOptions data, List<String> names) throws IOException {
    List<Vectors> parts = new ArrayList<>();
    for (String name : names) {
      parts.add(NpyFile.open(data.find(name)).vectors());
    }
    return parts.size() == 1 ? parts.get(0) : Vectors.concat(parts);
  }

  static float[] floats(DataOptions data, String name) throws IOException {
    return NpyFile.open(data.find(name)).floats();
  }

  static int[] ints(DataOptions data, String name) throws IOException {
    return NpyFile.open(data.find(name)).ints();
  }

  /** Ids, of which there may be more than row numbers of one array. */
  static long[] ids(DataOptions data, String name) throws IOException {
    return NpyFile.open(data.find(name)).longs();
  }

  /** Row numbers, each of them one of {@code count} rows; null if {@code name} is. */
  static int[] rows(DataOptions data, String name, int count) throws IOException {
    if (name == null) {
      return null;
    }
    int[] rows = ints(data, name);
    for (int row : rows) {
      if (row < 0 || row >= count) {
        throw new IllegalArgumentException(
            name + " has the row number " + row + ", which is not in 0 to " + (count - 1));
      }
    }
    return rows;
  }

  static BinaryCodes codes(DataOptions data, String name, int bits) throws IOException {
    return NpyFile.open(data.find(name)).codes(bits);
  }

  /** Class numbers, one per row; or rows x classes, where what is not 0 is a label of the row. */
  static Labels labels(DataOptions data, List<String> names) throws IOException {
    List<NpyFile> files = new ArrayList<>();
    for (String name : names) {
      files.add(NpyFile.open(data.find(name)));
    }
    if (files.stream().allMatch(file -> file.shape().length == 1)) {
      List<int[]> classes = new ArrayList<>();
      for (NpyFile file : files) {
        classes.add(file.ints());
      }
      return Labels.of(classes.stream().flatMapToInt(IntStream::of).toArray());
    }
    List<int[]> sets = new ArrayList<>();
    for (NpyFile file : files) {
      sets.addAll(Arrays.asList(file.labelSets()));
    }
    return Labels.ofSets(sets.toArray(int[][]::new));
  }
}
