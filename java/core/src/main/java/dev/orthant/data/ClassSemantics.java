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

  /**
   * Several vectors per class made one, such as those of synonyms, of prompts or of several
   * encoders: each scaled to unit length, their mean, and that scaled to unit length. Where a class
   * has no vector in some, the others make its mean; where it has one in none, it has none.
   *
   * @param several at least one; all of the same names in the same order, and of the same dimension
   * @throws IllegalArgumentException if they do not fit together, or the vectors of a class cancel
   *     out
   */
  public static ClassSemantics average(List<ClassSemantics> several) {
    List<ClassSemantics> all = Checks.noNulls("several", several);
    Checks.atLeast("number of class semantics", all.size(), 1);
    ClassSemantics first = all.get(0);
    all.forEach(first::checkFits);
    float[] mean = new float[first.values.length];
    for (int c = 0; c < first.classes(); c++) {
      double[] sum = new double[first.dimension];
      boolean known = false;
      for (ClassSemantics one : all) {
        known |= one.addUnit(c, sum);
      }
      if (known && squares(sum) < 1e-12) {
        throw new IllegalArgumentException(
            "the vectors of class " + c + ", '" + first.names.get(c) + "', cancel out");
      }
      double length = Math.sqrt(squares(sum));
      for (int j = 0; known && j < sum.length; j++) {
        mean[c * first.dimension + j] = (float) (sum[j] / length);
      }
    }
    return new ClassSemantics(first.names, first.indexOfName, mean, first.dimension);
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

  private void checkFits(ClassSemantics other) {
    if (other.dimension != dimension) {
      throw new IllegalArgumentException(
          "class vectors of " + dimension + " and of " + other.dimension + " values have no mean");
    }
    if (!other.names.equals(names)) {
      throw new IllegalArgumentException(
          "class semantics of other names: " + names + " and " + other.names);
    }
  }

  /** Adds the vector of a class, scaled to unit length, to a sum; false if it has none. */
  private boolean addUnit(int index, double[] sum) {
    double[] vector = new double[dimension];
    for (int j = 0; j < dimension; j++) {
      vector[j] = values[index * dimension + j];
    }
    double length = Math.sqrt(squares(vector));
    for (int j = 0; length > 0 && j < dimension; j++) {
      sum[j] += vector[j] / length;
    }
    return length > 0;
  }

  private static double squares(double[] vector) {
    double squares = 0;
    for (double value : vector) {
      squares += value * value;
    }
    return squares;
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
