package dev.orthant.bench.support;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Labels;
import dev.orthant.data.NpyFile;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.learn.SdhTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Codes of real pictures that Orthant learned: SDH on the 5,000 training rows of the data set
 * cifar10-mobilenetv1, its 59,000 database rows as base, its 1,000 other rows as queries.
 */
public final class LearnedCodes {
  /** The probability with which a bit of a repeated code is flipped. */
  private static final double FLIPS = 0.02;

  private static final String DATA_SET = "cifar10-mobilenetv1";

  private LearnedCodes() {}

  /**
   * Learns the codes.
   *
   * @param data the folder that holds the data set
   */
  public static SearchData of(Path data, int rows, int queries, int bits) throws IOException {
    Path folder = data.resolve(DATA_SET);
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString(), null, "the folder of the data set");
    }
    Vectors features = features(folder);
    int[] trainRows = split(folder, "train");
    int[] queryRows = split(folder, "queries");
    if (queries > queryRows.length) {
      throw new IllegalArgumentException(
          "queries = " + queries + " exceeds the " + queryRows.length + " of " + DATA_SET);
    }
    Vectors train = features.select(trainRows);
    try (HashModel model = SdhTrainer.ofBits(bits).train(train, labels(folder).select(trainRows))) {
      BinaryCodes base = model.encode(features.select(split(folder, "database")));
      return new SearchData(
          origin(base.rows(), rows),
          SearchData.enlarged(base, rows, FLIPS),
          model.encode(features.select(Arrays.copyOf(queryRows, queries))));
    }
  }

  private static String origin(int learned, int rows) {
    return "SDH on "
        + DATA_SET
        + (rows <= learned
            ? ", " + rows + " of " + learned + " learned codes"
            : String.format(
                Locale.ROOT,
                ", %d learned codes enlarged to %d by copies with each bit flipped with %.0f %%",
                learned,
                rows,
                100 * FLIPS));
  }

  private static Vectors features(Path folder) throws IOException {
    return Vectors.concat(
            List.of(
                NpyFile.open(folder.resolve("train_features_u8.npy")).vectors(),
                NpyFile.open(folder.resolve("test_features_u8.npy")).vectors()))
        .scaled(NpyFile.open(folder.resolve("scale_f32.npy")).floats());
  }

  private static Labels labels(Path folder) throws IOException {
    int[] train = NpyFile.open(folder.resolve("train_labels.npy")).ints();
    int[] test = NpyFile.open(folder.resolve("test_labels.npy")).ints();
    int[] all = Arrays.copyOf(train, train.length + test.length);
    System.arraycopy(test, 0, all, train.length, test.length);
    return Labels.of(all);
  }

  private static int[] split(Path folder, String name) throws IOException {
    return NpyFile.open(folder.resolve("splits/setting1_" + name + ".npy")).ints();
  }
}
