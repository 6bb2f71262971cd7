package dev.orthant.cli.demo;

import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Labels;
import dev.orthant.data.NpyFile;
import dev.orthant.data.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Pictures with their features, labels and class vectors, as java/samples lays them out.
 *
 * @param name the folder's name
 * @param database features of the pictures to search in
 * @param queries features of the pictures to search for; none of them is in the database
 * @param semantics the class names and their MiniLM vectors
 */
public record Sample(
    String name,
    Vectors database,
    Vectors queries,
    Labels databaseLabels,
    Labels queryLabels,
    ClassSemantics semantics,
    PictureStrip databasePictures,
    PictureStrip queryPictures) {

  private static final int DATABASE_COLUMNS = 60;
  private static final int QUERY_COLUMNS = 20;

  /** Reads the sample {@code name} of the folder {@code samples}. */
  public static Sample read(Path samples, String name) throws IOException {
    Path folder = samples.resolve(name);
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder + " (the folder of the sample \"" + name + "\")");
    }
    float[] scale = NpyFile.open(folder.resolve("scale_f32.npy")).floats();
    List<String> names = Files.readAllLines(folder.resolve("classes.txt"));
    return new Sample(
        name,
        NpyFile.open(folder.resolve("db_features_u8.npy")).vectors().scaled(scale),
        NpyFile.open(folder.resolve("query_features_u8.npy")).vectors().scaled(scale),
        labels(folder.resolve("db_labels.npy")).withClasses(names.size()),
        labels(folder.resolve("query_labels.npy")).withClasses(names.size()),
        ClassSemantics.of(names, NpyFile.open(folder.resolve("class_minilm384.npy")).vectors()),
        PictureStrip.read(folder.resolve("db_sprite_60cols.png"), DATABASE_COLUMNS),
        PictureStrip.read(folder.resolve("query_sprite_20cols.png"), QUERY_COLUMNS));
  }

  /** The class of a database row. */
  int classOf(int row) {
    return databaseLabels.row(row)[0];
  }

  private static Labels labels(Path file) throws IOException {
    return Labels.of(NpyFile.open(file).ints());
  }
}
