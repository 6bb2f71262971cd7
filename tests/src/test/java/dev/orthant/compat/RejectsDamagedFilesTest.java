package dev.orthant.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.CorruptFileException;
import dev.orthant.encode.HashModel;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.LinearScan;
import dev.orthant.learn.SemanticItqTrainer;
import dev.orthant.testing.Blobs;
import dev.orthant.testing.Codes;
import dev.orthant.testing.NpyBytes;
import dev.orthant.testing.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with a file, opening it says so and does no more. */
final class RejectsDamagedFilesTest {
  /** Opens a file of a kind and closes what it gave. */
  private interface Reader {
    void read(Path path) throws IOException;
  }

  /** The fixed header, a table of three sections, their checksum. */
  private static final int HEADER_BYTES = 32 + 3 * 32 + 4;

  private static final Reader MODEL = path -> HashModel.load(path).close();
  private static final Reader INDEX = path -> HammingIndex.open(path).close();
  private static final Reader MAPPED_INDEX = path -> HammingIndex.map(path).close();

  @TempDir static Path folder;
  private static byte[] model;
  private static byte[] index;

  @BeforeAll
  static void writeOneOfEach() throws IOException {
    Blobs blobs = Blobs.of(40, 3, 3, 2, 1);
    try (HashModel trained =
        SemanticItqTrainer.ofBits(9)
            .withVisualBits(4)
            .withAnchors(5)
            .train(blobs.vectors(), blobs.labels(), blobs.semantics())) {
      trained.save(folder.resolve("model"));
    }
    BinaryCodes codes = Codes.repeated(Seeds.random("damage"), 30, 12, 70); // so there are groups
    try (HammingIndex scan = LinearScan.over(codes)) {
      scan.save(folder.resolve("index"));
    }
    model = Files.readAllBytes(folder.resolve("model"));
    index = Files.readAllBytes(folder.resolve("index"));
    assertThat(model).hasSizeLessThan(16_384);
    assertThat(index).hasSizeLessThan(16_384);
  }

  @Test
  void theWholeFilesAreRead() throws IOException {
    read(MODEL, model);
    read(INDEX, index);
    read(MAPPED_INDEX, index);
  }

  @Test
  void aFlippedBitIsNoticedWhereverItIs() throws IOException {
    assertFlippedBitsAreNoticed(MODEL, model);
    assertFlippedBitsAreNoticed(INDEX, index);
    assertFlippedBitsAreNoticed(MAPPED_INDEX, index);
  }

  @Test
  void everyTruncationIsNoticed() throws IOException {
    for (int length = 0; length < model.length; length++) {
      assertDamaged(MODEL, Arrays.copyOf(model, length), "length " + length);
    }
    for (int length = 0; length < index.length; length++) {
      assertDamaged(INDEX, Arrays.copyOf(index, length), "length " + length);
      assertDamaged(MAPPED_INDEX, Arrays.copyOf(index, length), "length " + length);
    }
  }

  @Test
  void bytesBehindTheEndAreNoticed() throws IOException {
    for (int more : new int[] {1, 3, 8, 64, 4096}) {
      assertDamaged(MODEL, Arrays.copyOf(model, model.length + more), "longer by " + more);
      assertDamaged(INDEX, Arrays.copyOf(index, index.length + more), "longer by " + more);
      assertDamaged(INDEX, NpyBytes.join(index, index), "twice");
    }
  }

  @Test
  void zeroedAndSwappedBlocksAreNoticed() throws IOException {
    Random random = Seeds.random("blocks");
    for (int round = 0; round < 300; round++) {
      byte[] whole = round % 2 == 0 ? model : index;
      byte[] damaged = whole.clone();
      int size = 8 << random.nextInt(4);
      int from = random.nextInt(whole.length / size) * size;
      int to = random.nextInt(whole.length / size) * size;
      if (random.nextBoolean()) {
        System.arraycopy(whole, from, damaged, to, size);
        System.arraycopy(whole, to, damaged, from, size);
      } else {
        Arrays.fill(damaged, from, from + size, (byte) (random.nextBoolean() ? 0 : -1));
      }
      if (!Arrays.equals(damaged, whole)) {
        assertDamaged(round % 2 == 0 ? MODEL : INDEX, damaged, "from " + from + " to " + to);
      }
    }
  }

  @Test
  void foreignFilesAreRefused() throws IOException {
    Random random = Seeds.random("foreign");
    for (Reader reader : new Reader[] {MODEL, INDEX}) {
      assertDamaged(reader, new byte[0], "empty");
      assertDamaged(reader, new byte[1 << 16], "zeros");
      assertDamaged(reader, "# a text\n".repeat(99).getBytes(StandardCharsets.UTF_8), "text");
      assertDamaged(reader, NpyBytes.file("<f4", "1, 1", NpyBytes.floats(1)), "npy");
      for (int round = 0; round < 200; round++) {
        byte[] noise = new byte[random.nextInt(2000)];
        random.nextBytes(noise);
        assertDamaged(reader, noise, "noise");
        byte[] start = Arrays.copyOf(model, Math.min(model.length, 16 + random.nextInt(64)));
        assertDamaged(reader, NpyBytes.join(start, noise), "noise behind a true start");
      }
    }
  }

  @Test
  void aModelIsNoIndexAndAnIndexNoModel() throws IOException {
    assertDamaged(INDEX, model, "a model");
    assertDamaged(MODEL, index, "an index");
  }

  @Test
  void aMissingFileAndAFolderAreNamed() {
    for (Reader reader : new Reader[] {MODEL, INDEX}) {
      assertThatThrownBy(() -> reader.read(folder.resolve("nowhere")))
          .isInstanceOf(NoSuchFileException.class)
          .hasMessageContaining("nowhere");
      assertThatThrownBy(() -> reader.read(folder)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> reader.read(null)).isInstanceOf(NullPointerException.class);
    }
  }

  /** Each bit of the header, and of every byte behind it one. */
  private static void assertFlippedBitsAreNoticed(Reader reader, byte[] whole) throws IOException {
    for (int at = 0; at < whole.length; at++) {
      for (int bit = at < HEADER_BYTES ? 0 : at % 8; bit < 8; bit += at < HEADER_BYTES ? 1 : 8) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) (1 << bit);
        assertDamaged(reader, damaged, "byte " + at + " bit " + bit);
      }
    }
  }

  private static void assertDamaged(Reader reader, byte[] bytes, String what) throws IOException {
    try {
      read(reader, bytes);
    } catch (CorruptFileException refused) {
      if (!refused.getMessage().contains("damaged.bin")) {
        throw new AssertionError(what + ": the file is not named: " + refused.getMessage());
      }
      return;
    }
    throw new AssertionError("not noticed: " + what);
  }

  private static void read(Reader reader, byte[] bytes) throws IOException {
    reader.read(Files.write(folder.resolve("damaged.bin"), bytes));
  }
}
