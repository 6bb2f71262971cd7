package dev.orthant.examples;

import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Twenty Gaussian clouds, one per class: row i belongs to class i mod 20. A class is a vector of
 * four attributes, and the centre of its cloud a fixed random mixture of them: what a name says
 * shows in the data, as it does for the embeddings of pictures and of words.
 */
final class Blobs {
  private static final int CLASSES = 20;
  private static final int ATTRIBUTES = 4;

  private Blobs() {}

  static Vectors vectors(int rows, int dimension) {
    Random random = new Random(1);
    float[][] mixture = gaussian(ATTRIBUTES, dimension, random);
    float[][] attributes = attributes();
    float[][] vectors = gaussian(rows, dimension, random);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < dimension; j++) {
        for (int a = 0; a < ATTRIBUTES; a++) {
          vectors[i][j] += attributes[i % CLASSES][a] * mixture[a][j];
        }
      }
    }
    return Vectors.copyOf(vectors);
  }

  static Labels labels(int rows) {
    return Labels.of(IntStream.range(0, rows).map(i -> i % CLASSES).toArray());
  }

  static ClassSemantics semantics() {
    List<String> names = IntStream.range(0, CLASSES).mapToObj(c -> "class " + c).toList();
    return ClassSemantics.of(names, Vectors.copyOf(attributes()));
  }

  private static float[][] attributes() {
    return gaussian(CLASSES, ATTRIBUTES, new Random(2));
  }

  private static float[][] gaussian(int rows, int columns, Random random) {
    float[][] values = new float[rows][columns];
    for (float[] row : values) {
      for (int j = 0; j < columns; j++) {
        row[j] = (float) random.nextGaussian();
      }
    }
    return values;
  }
}
