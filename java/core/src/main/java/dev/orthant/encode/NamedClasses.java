package dev.orthant.encode;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Vectors;
import dev.orthant.internal.Checks;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The classes that a model's codes can be searched for by name: each name with its code, and
 * classes added at any time without training again. The names live beside the model, which does not
 * change; neither do the codes that it has made.
 *
 * <pre>{@code
 * NamedClasses classes = NamedClasses.of(model, semantics).addClass("zebra", vector);
 * searcher.nearest(classes.code("zebra"), classes.mask(), 20);
 * }</pre>
 *
 * <p>Of an added class the model knows no row. Its code is as good as its vector is expressed by
 * the classes that the model was trained on; {@link #outside} says what share is not.
 *
 * <p>Immutable; safe for any number of threads. It borrows the model, which must be open when a
 * class is added.
 */
public final class NamedClasses {
  private record Named(long[] code, float outside) {}

  private final HashModel model;
  private final long[] mask;
  private final Map<String, Named> classes;

  private NamedClasses(HashModel model, long[] mask, Map<String, Named> classes) {
    this.model = model;
    this.mask = mask;
    this.classes = Collections.unmodifiableMap(classes);
  }

  /**
   * The classes that have a vector.
   *
   * @param model a model that encodes class vectors
   * @param semantics names and vectors; a class without a vector is left out
   * @throws IllegalArgumentException if the model encodes no class vectors, or not these
   */
  public static NamedClasses of(HashModel model, ClassSemantics semantics) {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(semantics, "semantics");
    int[] known = IntStream.range(0, semantics.classes()).filter(semantics::isKnown).toArray();
    return new NamedClasses(model, model.semanticMask(), Map.of())
        .with(
            IntStream.of(known).mapToObj(semantics.names()::get).toList(),
            semantics.vectors().select(known));
  }

  /**
   * These classes and one more.
   *
   * @param name not blank and not yet among the names
   * @param vector {@link HashModel#semanticDimension()} finite values, not all zero
   * @throws IllegalArgumentException if the name is taken or the model cannot encode the vector
   */
  public NamedClasses addClass(String name, float[] vector) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(vector, "vector");
    if (name.isBlank()) {
      throw new IllegalArgumentException("the name of the class is blank");
    }
    if (classes.containsKey(name)) {
      throw new IllegalArgumentException("there is a class named '" + name + "' already");
    }
    Checks.atLeast("number of values of a class vector", vector.length, 1);
    return with(List.of(name), Vectors.copyOf(new float[][] {vector}));
  }

  /** These classes and more, whose names are not among these, one row of vectors for each. */
  private NamedClasses with(List<String> names, Vectors vectors) {
    float[] outside = new float[vectors.rows()];
    BinaryCodes codes = model.encodeSemantics(vectors, outside); // refuses what is not encoded
    Map<String, Named> more = new LinkedHashMap<>(classes);
    for (int i = 0; i < names.size(); i++) {
      more.put(names.get(i), new Named(codes.row(i), outside[i]));
    }
    return new NamedClasses(model, mask, more);
  }

  /** Returns the names, in the order in which they were added. */
  public List<String> names() {
    return List.copyOf(classes.keySet());
  }

  /**
   * Returns the code to search for; only the bits of {@link #mask()} mean anything.
   *
   * @throws IllegalArgumentException if no class has this name
   */
  public long[] code(String name) {
    return named(name).code.clone();
  }

  /** Returns the bits that count in a search by name: those of {@link HashModel#semanticMask}. */
  public long[] mask() {
    return mask.clone();
  }

  /**
   * Returns the share, 0 to 1, of a class's vector that the model cannot express, as {@link
   * HashModel#semanticsOutside}.
   *
   * @throws IllegalArgumentException if no class has this name
   */
  public float outside(String name) {
    return named(name).outside;
  }

  private Named named(String name) {
    Named found = classes.get(Objects.requireNonNull(name, "name"));
    if (found == null) {
      throw new IllegalArgumentException(
          "no class is named '" + name + "'; the names are " + String.join(", ", classes.keySet()));
    }
    return found;
  }

  @Override
  public String toString() {
    return "NamedClasses" + names();
  }
}
