package dev.orthant.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Labels;
import dev.orthant.data.NpyFile;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.testing.Blobs;
import dev.orthant.testing.NpyBytes;
import dev.orthant.testing.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Features that take more than the option "memory", 1 MiB here, are read from their file. */
final class FeaturesInAFileTest {
  private static final int ROWS = 1500;
  private static final int DIMENSION = 256;
  private static final int CLASSES = 4;
  private static final SdhTrainer SDH = SdhTrainer.ofBits(24).withAnchors(200).withMemory(1);

  private final byte[] values = new byte[ROWS * DIMENSION];
  private final float[] scale = new float[DIMENSION];
  private final Labels labels;
  private final ClassSemantics semantics;

  @TempDir Path folder;

  FeaturesInAFileTest() {
    Random random = Seeds.random("features-in-a-file");
    int[] classes = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      classes[row] = row % CLASSES;
      for (int j = 0; j < DIMENSION; j++) {
        int shift = j % CLASSES == classes[row] ? 60 : 0;
        values[row * DIMENSION + j] = (byte) (random.nextInt(180) + shift);
      }
    }
    for (int j = 0; j < DIMENSION; j++) {
      scale[j] = 0.5f + random.nextFloat();
    }
    labels = Labels.of(classes);
    semantics =
        ClassSemantics.of(
            List.of("a", "b", "c", "d"), Vectors.copyOf(Blobs.gaussian(random, CLASSES, 6)));
  }

  @Test
  void theModelIsThatOfTheSameFeaturesInTheHeap() throws IOException {
    Vectors bytes = bytesInAFile().scaled(scale);
    Path floats = folder.resolve("floats.npy");
    NpyFile.write(floats, bytes);
    float[] heap = new float[ROWS * DIMENSION];
    bytes.copyRows(0, ROWS, heap, 0);
    Vectors inHeap = Vectors.wrap(heap, DIMENSION);
    Vectors inFile = NpyFile.open(floats).vectors();
    try (HashModel expected = SDH.withMemory(512).train(inHeap, labels)) {
      for (Vectors vectors : new Vectors[] {inHeap, inFile, bytes}) {
        try (HashModel model = SDH.withThreads(2).train(vectors, labels)) {
          assertThat(model.provenance()).isEqualTo(expected.provenance());
          assertThat(model.encode(inHeap)).isEqualTo(expected.encode(inHeap));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zsh", "semantic-itq", "orthant"})
  void methodsWithNamesReadThemToo(String method) throws IOException {
    MethodTrainer trainer = MethodTrainer.named(method, 16).with("anchors", 200);
    Vectors bytes = bytesInAFile();
    try (HashModel expected = trainer.train(bytes, labels, semantics);
        HashModel model = trainer.with("memory", 1).train(bytes, labels, semantics)) {
      assertThat(model.provenance()).isEqualTo(expected.provenance());
      assertThat(model.encode(bytes)).isEqualTo(expected.encode(bytes));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"itq", "pca-rr"})
  void methodsWithoutLabelsReadThemToo(String method) throws IOException {
    MethodTrainer trainer = MethodTrainer.named(method, 16);
    Vectors bytes = bytesInAFile();
    try (HashModel expected = trainer.train(bytes);
        HashModel model = trainer.with("memory", 1).train(bytes)) {
      assertThat(model.provenance()).isEqualTo(expected.provenance());
      assertThat(model.encode(bytes)).isEqualTo(expected.encode(bytes));
    }
  }

  @Test
  void aFileThatIsCutOffMeanwhileFailsTheTraining() throws IOException {
    Vectors bytes = bytesInAFile();
    SdhTrainer cutting = SDH.withListener(round -> cutOff());
    assertThatThrownBy(() -> cutting.train(bytes, labels))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cut off while it was in use");
  }

  @Test
  void aFileThatIsGoneFailsTheTraining() throws IOException {
    Vectors bytes = bytesInAFile();
    Files.delete(folder.resolve("bytes.npy"));
    assertThatThrownBy(() -> SDH.train(bytes, labels))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("bytes.npy");
  }

  private Vectors bytesInAFile() throws IOException {
    Path file = folder.resolve("bytes.npy");
    Files.write(file, NpyBytes.file("|u1", ROWS + ", " + DIMENSION, values));
    return NpyFile.open(file).vectors();
  }

  private void cutOff() {
    try (FileChannel channel =
        FileChannel.open(folder.resolve("bytes.npy"), StandardOpenOption.WRITE)) {
      channel.truncate(100_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
