package dev.orthant.testing;

import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Synthetic data where names and pictures share their structure: class c has a random class vector
 * e_c, and its rows are M e_c plus noise for one random linear map M.
 */
public record Blobs(float[][] features, int[] classes, float[][] classVectors) {

  /** Rows go round the classes: row i has the class {@code i % classes}. */
  public static Blobs of(int rows, int dimension, int classes, int semanticDimension, long seed) {
    Random random = new Random(seed);
    float[][] vectors = gaussian(random, classes, semanticDimension);
    float[][] map = gaussian(random, dimension, semanticDimension);
    float[][] features = gaussian(random, rows, dimension);
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = row % classes;
      for (int j = 0; j < dimension; j++) {
        features[row][j] = 0.25f * features[row][j] + dot(map[j], vectors[labels[row]]);
      }
    }
    return new Blobs(features, labels, vectors);
  }

  public static float[][] gaussian(Random random, int rows, int columns) {
    float[][] values = new float[rows][columns];
    for (float[] row : values) {
      for (int j = 0; j < columns; j++) {
        row[j] = (float) random.nextGaussian();
      }
    }
    return values;
  }

  public Vectors vectors() {
    return Vectors.copyOf(features);
  }

  public Labels labels() {
    return Labels.of(classes).withClasses(classVectors.length);
  }

  public ClassSemantics semantics() {
    List<String> names =
        IntStream.range(0, classVectors.length).mapToObj(c -> "class" + c).toList();
    return ClassSemantics.of(names, Vectors.copyOf(classVectors));
  }

  /** The rows of the classes for which {@code wanted} says so. */
  public int[] rowsOf(IntPredicate wanted) {
    return IntStream.range(0, classes.length).filter(i -> wanted.test(classes[i])).toArray();
  }

  private static float dot(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
