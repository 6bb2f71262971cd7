package dev.orthant.data;

import dev.orthant.internal.Checks;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What classes mean: a name and a vector for each, such as the word vector of its name or a row of
 * attributes. Class c of {@link Labels} is entry c here.
 *
 * <p>A vector of zeros means that the class has none. Trainers refuse a class that has training
 * rows but no vector; a class with a vector and no rows is a name known before its class was ever
 * seen.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class ClassSemantics {
  private final List<String> names;
  private final Map<String, Integer> indexOfName;
  private final float[] values;
  private final int dimension;

  private ClassSemantics(
      List<String> names, Map<String, Integer> indexOfName, float[] values, int dimension) {
    this.names = names;
    this.indexOfName = indexOfName;
    this.values = values;
    this.dimension = dimension;
  }

  /**
   * Names and their vectors, which are copied.
   *
   * @param names the names of classes 0, 1, ...: at least one, not blank, no two equal
   * @param vectors one row of finite values per name, together below 2^31 - 8 values
   */
  public static ClassSemantics of(List<String> names, Vectors vectors) {
    List<String> copy = Checks.noNulls("names", names);
    Objects.requireNonNull(vectors, "vectors");
    Checks.atLeast("number of names", copy.size(), 1);
    if (copy.size() != vectors.rows()) {
      throw new IllegalArgumentException(
          copy.size() + " names, but vectors for " + vectors.rows() + " classes");
    }
    Map<String, Integer> indexOfName = new HashMap<>();
    for (int c = 0; c < copy.size(); c++) {
      if (copy.get(c).isBlank()) {
        throw new IllegalArgumentException("the name of class " + c + " is blank");
      }
      Integer earlier = indexOfName.putIfAbsent(copy.get(c), c);
      if (earlier != null) {
        throw new IllegalArgumentException(
            "classes " + earlier + " and " + c + " are both named '" + copy.get(c) + "'");
      }
    }
    float[] values = new float[Checks.arrayLength("values", vectors.rows(), vectors.dimension())];
    vectors.copyRows(0, vectors.rows(), values, 0);
    checkFinite(copy, values, vectors.dimension());
    return new ClassSemantics(copy, indexOfName, values, vectors.dimension());
  }

  /** Returns the number of classes. */
  public int classes() {
    return names.size();
  }

  /** Returns the number of values in each vector. */
  public int dimension() {
    return dimension;
  }

  /** Returns the names, by class. */
  public List<String> names() {
    return names;
  }

  /** Returns the vectors, one row per class; a row of zeros where a class has none. */
  public Vectors vectors() {
    return Vectors.wrap(values, dimension);
  }

  /**
   * Returns the class of a name.
   *
   * @throws IllegalArgumentException if no class has this name
   */
  public int indexOf(String name) {
    Integer found = indexOfName.get(Objects.requireNonNull(name, "name"));
    if (found == null) {
      throw new IllegalArgumentException(
          "no class is named '"
              + name
              + "'; the "
              + names.size()
              + " names are "
              + String.join(", ", names));
    }
    return found;
  }

  /**
   * Whether a class has a vector.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= index < classes()}
   */
  public boolean isKnown(int index) {
    Objects.checkIndex(index, classes());
    for (int i = index * dimension; i < (index + 1) * dimension; i++) {
      if (values[i] != 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * The same classes with the vectors of some taken away: their names are not known at training.
   *
   * @param classes classes, each at least 0 and less than {@link #classes()}
   */
  public ClassSemantics without(int... classes) {
    Objects.requireNonNull(classes, "classes");
    float[] left = values.clone();
    for (int c : classes) {
      Checks.inRange("class", c, 0, classes() - 1);
      Arrays.fill(left, c * dimension, (c + 1) * dimension, 0);
    }
    return new ClassSemantics(names, indexOfName, left, dimension);
  }

  @Override
  public String toString() {
    return "ClassSemantics[" + classes() + " classes x " + dimension + "]";
  }

  private static void checkFinite(List<String> names, float[] values, int dimension) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "the vector of class "
                + i / dimension
                + ", '"
                + names.get(i / dimension)
                + "', has the value "
                + values[i]
                + " in column "
                + i % dimension);
      }
    }
  }
}
