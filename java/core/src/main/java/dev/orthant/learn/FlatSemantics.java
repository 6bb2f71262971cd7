package dev.orthant.learn;

import dev.orthant.data.ClassSemantics;

/** Class vectors as native calls take them: those of all classes, one after the other. */
final class FlatSemantics {
  private FlatSemantics() {}

  static float[] of(ClassSemantics semantics) {
    float[] vectors = new float[semantics.classes() * semantics.dimension()];
    semantics.vectors().copyRows(0, semantics.classes(), vectors, 0);
    return vectors;
  }
}
