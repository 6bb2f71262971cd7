package dev.orthant.cli.reproduce;

import dev.orthant.data.NpyFile;
import dev.orthant.data.Vectors;
import dev.orthant.testing.Blobs;
import dev.orthant.testing.NpyBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Folders of evaluation data in the layout of the real ones, small enough for a test. */
public final class TinyData {
  static final int CLASSES = 6;
  static final int TRAIN = 240; // pictures, of which each class has 40; the test pictures are 60
  static final int ALL = 300;
  private static final int DIMENSION = 9;
  private static final int TEXTS = 10_003 + 60;

  static final Blobs PICTURES = Blobs.of(ALL, DIMENSION, CLASSES, 5, 11);

  private TinyData() {}

  public static void write(Path folder) throws IOException {
    writePictures(folder.resolve("cifar10-mobilenetv1"));
    writeTexts(folder.resolve("text-intents"));
    writeDemo(folder.resolve("demo-cifar10"), 21);
    writeDemo(folder.resolve("demo-fashion"), 22);
  }

  private static void writePictures(Path folder) throws IOException {
    Path splits = Files.createDirectories(folder.resolve("splits"));
    writeClasses(folder, PICTURES);
    writeBytes(folder.resolve("train_features_u8.npy"), PICTURES, 0, TRAIN);
    writeBytes(folder.resolve("test_features_u8.npy"), PICTURES, TRAIN, ALL);
    writeScale(folder);
    NpyFile.write(folder.resolve("train_labels.npy"), labels(PICTURES, 0, TRAIN));
    NpyFile.write(folder.resolve("test_labels.npy"), labels(PICTURES, TRAIN, ALL));
    for (int unseen : new int[] {1, 4}) {
      Path prefix = splits.resolve("unseen" + unseen);
      NpyFile.write(at(prefix, "_train.npy"), rows(0, 120, c -> c != unseen));
      NpyFile.write(at(prefix, "_database.npy"), database(unseen));
      NpyFile.write(at(prefix, "_queries.npy"), rows(TRAIN, ALL, c -> c == unseen));
      NpyFile.write(at(prefix, "_seen_queries.npy"), rows(TRAIN, ALL, c -> c != unseen));
    }
    NpyFile.write(splits.resolve("setting1_train.npy"), rows(0, 90, c -> true));
    NpyFile.write(splits.resolve("setting1_database.npy"), rows(0, TRAIN, c -> true));
    NpyFile.write(splits.resolve("setting1_queries.npy"), rows(TRAIN, ALL, c -> true));
  }

  /** All pictures but the queries of the unseen class: the seen queries stand in the database. */
  static int[] database(int unseen) {
    return rows(0, ALL, TRAIN, unseen);
  }

  private static int[] rows(int from, int to, int train, int unseen) {
    return IntStream.range(from, to)
        .filter(row -> row < train || PICTURES.classes()[row] != unseen)
        .toArray();
  }

  static int[] rows(int from, int to, IntPredicate classes) {
    return IntStream.range(from, to).filter(row -> classes.test(PICTURES.classes()[row])).toArray();
  }

  private static void writeTexts(Path folder) throws IOException {
    Files.createDirectories(folder);
    Blobs texts = Blobs.of(TEXTS, 4, CLASSES, 5, 12);
    writeClasses(folder, texts);
    NpyFile.write(folder.resolve("features_f16.npy"), texts.vectors());
    NpyFile.write(folder.resolve("labels.npy"), texts.classes());
    NpyFile.write(folder.resolve("unseen_classes.npy"), new int[] {2, 5});
  }

  private static void writeDemo(Path folder, long seed) throws IOException {
    Files.createDirectories(folder);
    Blobs pictures = Blobs.of(90, DIMENSION, 4, 5, seed);
    writeClasses(folder, pictures);
    writeBytes(folder.resolve("db_features_u8.npy"), pictures, 0, 90);
    writeScale(folder);
    NpyFile.write(folder.resolve("db_labels.npy"), pictures.classes());
  }

  /** Names, vectors, and vectors of which class 0 lacks one. */
  private static void writeClasses(Path folder, Blobs blobs) throws IOException {
    List<String> names = new ArrayList<>(blobs.semantics().names());
    Files.write(folder.resolve("classes.txt"), names);
    NpyFile.write(folder.resolve("class_minilm384.npy"), blobs.semantics().vectors());
    NpyFile.write(folder.resolve("class_gaps.npy"), blobs.semantics().without(0).vectors());
  }

  private static void writeBytes(Path file, Blobs blobs, int from, int to) throws IOException {
    int[] values = new int[(to - from) * DIMENSION];
    for (int row = from; row < to; row++) {
      for (int j = 0; j < DIMENSION; j++) {
        values[(row - from) * DIMENSION + j] = quantised(blobs.features()[row][j]);
      }
    }
    String shape = (to - from) + ", " + DIMENSION;
    Files.write(file, NpyBytes.file("|u1", shape, NpyBytes.bytes(values)));
  }

  private static int quantised(float value) {
    return Math.max(0, Math.min(255, Math.round(128 + 20 * value)));
  }

  private static void writeScale(Path folder) throws IOException {
    float[] scale = new float[DIMENSION];
    for (int j = 0; j < DIMENSION; j++) {
      scale[j] = 1 + j;
    }
    Files.write(
        folder.resolve("scale_f32.npy"),
        NpyBytes.file("<f4", DIMENSION + ",", NpyBytes.floats(scale)));
  }

  /** The features of all pictures as the files have them. */
  static Vectors features() {
    float[][] rows = new float[ALL][DIMENSION];
    for (int row = 0; row < ALL; row++) {
      for (int j = 0; j < DIMENSION; j++) {
        rows[row][j] = quantised(PICTURES.features()[row][j]) * (1f + j);
      }
    }
    return Vectors.copyOf(rows);
  }

  private static int[] labels(Blobs blobs, int from, int to) {
    return IntStream.range(from, to).map(row -> blobs.classes()[row]).toArray();
  }

  private static Path at(Path prefix, String suffix) {
    return prefix.resolveSibling(prefix.getFileName() + suffix);
  }
}
