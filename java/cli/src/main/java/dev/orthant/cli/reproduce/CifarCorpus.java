package dev.orthant.cli.reproduce;

import dev.orthant.data.ClassSemantics;
import java.io.IOException;

/** The set with one numbering for training and test pictures, as its splits count them. */
final class CifarCorpus {
  private CifarCorpus() {}

  static Corpus read(DataFolder folder, String semantics) throws IOException {
    ClassSemantics classes = folder.semantics(semantics);
    return new Corpus(
        folder
            .vectors("train_features_u8.npy", "test_features_u8.npy")
            .scaled(folder.floats("scale_f32.npy")),
        folder.labels(classes, "train_labels.npy", "test_labels.npy"),
        classes);
  }
}
