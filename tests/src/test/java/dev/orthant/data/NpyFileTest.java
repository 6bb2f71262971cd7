package dev.orthant.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orthant.testing.Codes;
import dev.orthant.testing.NpyBytes;
import dev.orthant.testing.Seeds;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class NpyFileTest {
  @TempDir Path folder;

  @Test
  void everyNumberTypeReadsAsFloats() throws IOException {
    assertRows(NpyBytes.file("|u1", "2, 2", NpyBytes.bytes(0, 255, 128, 7)), 0, 255, 128, 7);
    assertRows(NpyBytes.file("|i1", "2, 2", NpyBytes.bytes(0, 255, 128, 7)), 0, -1, -128, 7);
    assertRows(
        NpyBytes.file("<f2", "2, 2", NpyBytes.shorts(0x3C00, 0xC000, 0x0001, 0x7BFF)),
        1,
        -2,
        0x1p-24f,
        65504);
    assertRows(NpyBytes.file("<f4", "2, 2", NpyBytes.floats(1, -0f, 3e38f, 4)), 1, -0f, 3e38f, 4);
    assertRows(NpyBytes.file("<f8", "2, 2", NpyBytes.doubles(1, 0.1, -3, 4)), 1, 0.1f, -3, 4);
    assertRows(NpyBytes.file("<i4", "2, 2", NpyBytes.ints(1, -2, 3, 4)), 1, -2, 3, 4);
  }

  @Test
  void headersOfAllVersionsAreRead() throws IOException {
    for (int version = 1; version <= 3; version++) {
      byte[] header = NpyBytes.header(version, NpyBytes.dictionary("<f4", "1, 2"));
      assertRows(NpyBytes.join(header, NpyBytes.floats(5, 6)), 5, 6);
    }
  }

  @Test
  void theDictionaryMayBeWrittenDifferently() throws IOException {
    String other = "{\"shape\":(1,2),\"fortran_order\":False,\"descr\":\"<f4\"}";
    assertRows(NpyBytes.join(NpyBytes.header(1, other), NpyBytes.floats(5, 6)), 5, 6);
  }

  @Test
  void labelsReadAsInts() throws IOException {
    assertThat(open(NpyBytes.file("|u1", "2,", NpyBytes.bytes(3, 200))).ints())
        .containsExactly(3, 200);
    assertThat(open(NpyBytes.file("<i4", "2,", NpyBytes.ints(-3, 200))).ints())
        .containsExactly(-3, 200);
    assertThat(open(NpyBytes.file("<i8", "2,", NpyBytes.longs(-3, 1L << 30))).ints())
        .containsExactly(-3, 1 << 30);
    assertThat(open(NpyBytes.file("<f4", "2,", NpyBytes.floats(1, 2))).floats())
        .containsExactly(1, 2);
  }

  @Test
  void idsReadAsLongs() throws IOException {
    assertThat(open(NpyBytes.file("|u1", "2,", NpyBytes.bytes(3, 200))).longs())
        .containsExactly(3, 200);
    assertThat(open(NpyBytes.file("<i8", "2,", NpyBytes.longs(-3, 1L << 40))).longs())
        .containsExactly(-3, 1L << 40);
    assertThatThrownBy(() -> open(NpyBytes.file("<f4", "1,", NpyBytes.floats(1))).longs())
        .isInstanceOf(CorruptFileException.class);
    assertThatThrownBy(() -> open(NpyBytes.file("<i8", "1, 1", NpyBytes.longs(1))).longs())
        .isInstanceOf(CorruptFileException.class);
  }

  @Test
  void marksOfEveryTypeReadAsLabelSets() throws IOException {
    int[][] expected = {{1}, {}, {0, 2}};
    byte[] marks = NpyBytes.bytes(0, 1, 0, 0, 0, 0, 1, 0, 1);
    for (String type : new String[] {"|b1", "|u1", "|i1"}) {
      assertThat(open(NpyBytes.file(type, "3, 3", marks)).labelSets()).isDeepEqualTo(expected);
    }
    byte[] ints = NpyBytes.ints(0, 1, 0, 0, 0, 0, -1, 0, 1);
    assertThat(open(NpyBytes.file("<i4", "3, 3", ints)).labelSets()).isDeepEqualTo(expected);
    byte[] longs = NpyBytes.longs(0, 1, 0, 0, 0, 0, 1L << 40, 0, Long.MIN_VALUE);
    assertThat(open(NpyBytes.file("<i8", "3, 3", longs)).labelSets()).isDeepEqualTo(expected);
    byte[] floats = NpyBytes.floats(0, 1, -0f, 0, 0, 0, Float.MIN_VALUE, 0, 1);
    assertThat(open(NpyBytes.file("<f4", "3, 3", floats)).labelSets()).isDeepEqualTo(expected);
    assertThat(open(NpyBytes.file("<i8", "2,", NpyBytes.longs(7, 0))).labelSets())
        .isDeepEqualTo(new int[][] {{7}, {0}});
  }

  @Test
  void whatIsNoMarkOrNoFeatureIsRefused() throws IOException {
    assertRefused(open(NpyBytes.file("<u8", "1, 1", NpyBytes.longs(1)))::labelSets);
    assertRefused(open(NpyBytes.file("|b1", "1,", NpyBytes.bytes(1)))::labelSets);
    assertRefused(open(NpyBytes.file("|b1", "2, 0", new byte[0]))::labelSets);
    assertRefused(open(NpyBytes.file("|b1", "2000000000, 0", new byte[0]))::labelSets);
    byte[] marks = NpyBytes.floats(1, 0, 0, Float.NaN);
    assertThatThrownBy(open(NpyBytes.file("<f4", "2, 2", marks))::labelSets)
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("row 1 has NaN for 1");
    assertRefused(open(NpyBytes.file("|b1", "1, 1", NpyBytes.bytes(1)))::vectors);
    assertRefused(open(NpyBytes.file("<i8", "1, 1", NpyBytes.longs(1)))::vectors);
  }

  @Test
  void aNumberThatFitsNoIntIsRefusedByValue() throws IOException {
    NpyFile file = open(NpyBytes.file("<i8", "1,", NpyBytes.longs(1L << 31)));
    assertThatThrownBy(file::ints).hasMessageContaining(Long.toString(1L << 31));
  }

  @Test
  void askingForTheWrongKindIsRefused() throws IOException {
    NpyFile flat = open(NpyBytes.file("<f4", "2,", NpyBytes.floats(1, 2)));
    assertRefused(flat::vectors);
    assertRefused(flat::ints);
    NpyFile square = open(NpyBytes.file("<i4", "1, 2", NpyBytes.ints(1, 2)));
    assertRefused(square::ints);
    assertRefused(square::floats);
    assertRefused(() -> square.codes(64));
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    Vectors vectors = Vectors.copyOf(new float[][] {{1, Float.MIN_VALUE}, {-0f, 3}, {4, 5}});
    NpyFile.write(path(), vectors);
    NpyFile read = NpyFile.open(path());
    assertThat(read.shape()).containsExactly(3, 2);
    for (int row = 0; row < 3; row++) {
      assertThat(read.vectors().row(row)).isEqualTo(vectors.row(row));
    }
    NpyFile.write(path(), new int[] {1, -5});
    assertThat(NpyFile.open(path()).ints()).containsExactly(1, -5);
    BinaryCodes codes = Codes.random(Seeds.random("npy"), 9, 100);
    NpyFile.write(path(), codes);
    assertThat(NpyFile.open(path()).codes(100)).isEqualTo(codes);
  }

  @Test
  void arraysWithoutRowsKeepTheirColumns() throws IOException {
    NpyFile.write(path(), new long[] {1, -2, 3, 1L << 40, 5, 6}, 3);
    assertThat(Files.readAllBytes(path()))
        .endsWith(NpyBytes.longs(1, -2, 3, 1L << 40, 5, 6))
        .startsWith(NpyBytes.header(1, NpyBytes.dictionary("<i8", "2, 3")));
    NpyFile.write(path(), new long[0], 3);
    assertThat(NpyFile.open(path()).shape()).containsExactly(0, 3);
    NpyFile.write(path(), new int[0]);
    assertThat(NpyFile.open(path()).ints()).isEmpty();
    NpyFile.write(path(), Vectors.wrap(new float[0], 7));
    assertThat(NpyFile.open(path()).vectors().dimension()).isEqualTo(7);
    NpyFile.write(path(), BinaryCodes.wrap(new long[0], 100));
    assertThat(NpyFile.open(path()).codes(100).rows()).isZero();
    assertThatThrownBy(() -> NpyFile.write(path(), new long[4], 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("4 values", "3 columns");
    assertThatThrownBy(() -> NpyFile.write(path(), new long[4], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("columns = 0", "1");
  }

  @Test
  void writingReplacesTheFileAndLeavesNothingBeside() throws IOException {
    NpyFile.write(path(), new int[] {1, 2, 3});
    NpyFile.write(path(), new int[] {4});
    assertThat(NpyFile.open(path()).ints()).containsExactly(4);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(path());
    }
  }

  @Test
  void whatCannotBeWrittenIsNamedAsTheCallerNamedIt() throws IOException {
    Path nowhere = folder.resolve("no/such.npy");
    assertThatThrownBy(() -> NpyFile.write(nowhere, new int[1]))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageStartingWith(nowhere + ": ")
        .hasMessageNotContaining(".tmp");
    Path inAFile = Files.write(folder.resolve("file"), new byte[1]).resolve("x.npy");
    assertThatThrownBy(() -> NpyFile.write(inAFile, new int[1]))
        .isInstanceOf(FileSystemException.class)
        .hasMessageStartingWith(inAFile + ": ")
        .hasMessageNotContaining(".tmp");
    Path full = Files.createDirectories(folder.resolve("full/inner")).getParent();
    assertThatThrownBy(() -> NpyFile.write(full, new int[1]))
        .isInstanceOf(FileSystemException.class)
        .hasMessageStartingWith(full.toString())
        .hasMessageNotContaining(".tmp");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(folder.resolve("file"), full);
    }
  }

  @Test
  void codesWithUnusedBitsSetAreRefused() throws IOException {
    NpyFile.write(path(), BinaryCodes.wrap(new long[] {-1}, 64));
    assertRefused(() -> NpyFile.open(path()).codes(63));
    assertRefused(() -> NpyFile.open(path()).codes(65));
  }

  @Test
  void aFileBeyondTwoGibibytesIsReadAtItsEnd() throws IOException {
    int columns = 1000;
    long rows = 2_300_000; // 2.3e9 bytes of u1, of which the disk holds the header and one row
    byte[] header = NpyBytes.header(1, NpyBytes.dictionary("|u1", rows + ", " + columns));
    try (RandomAccessFile file = new RandomAccessFile(path().toFile(), "rw")) {
      file.write(header);
      file.setLength(header.length + rows * columns);
      file.seek(header.length + (rows - 1) * columns + columns - 1);
      file.write(42);
      file.seek(header.length + 2_147_000L * columns);
      file.write(17);
    }
    Vectors vectors = NpyFile.open(path()).vectors();
    assertThat(vectors.rows()).isEqualTo((int) rows);
    assertThat(vectors.row((int) rows - 1)[columns - 1]).isEqualTo(42);
    assertThat(vectors.row(2_147_000)[0]).isEqualTo(17);
    float[] seam = new float[1500 * columns];
    vectors.copyRows(2_146_700, 1500, seam, 0);
    assertThat(seam[300 * columns]).isEqualTo(17);
  }

  @Test
  void rowsTooLongToWriteAreRefusedWithTheirSizes() throws IOException {
    int columns = 1 << 29;
    byte[] header = NpyBytes.header(1, NpyBytes.dictionary("|u1", "1, " + columns));
    try (RandomAccessFile file = new RandomAccessFile(path().toFile(), "rw")) {
      file.write(header);
      file.setLength(header.length + (long) columns); // a hole; no disk is used
    }
    Vectors vectors = NpyFile.open(path()).vectors();
    assertThatThrownBy(() -> NpyFile.write(folder.resolve("copy.npy"), vectors))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("536870912 x 4", "2147483639");
    assertThat(folder.resolve("copy.npy")).doesNotExist();
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] whole = NpyBytes.file("<f4", "2, 2", NpyBytes.floats(1, 2, 3, 4));
    for (int length = 0; length < whole.length; length++) {
      assertDamaged(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void bytesBehindTheEndAreRefused() throws IOException {
    assertDamaged(NpyBytes.join(NpyBytes.file("<f4", "1, 1", NpyBytes.floats(1)), new byte[1]));
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aShapeThatNeverEndsIsRefusedAtOnce() throws IOException {
    String open = "{'descr': '<f4', 'fortran_order': False, 'shape': (";
    assertDamaged(NpyBytes.header(2, open + " ".repeat(500_000)));
  }

  @Test
  void hostileShapesAreRefusedWithoutAllocating() throws IOException {
    for (String shape :
        new String[] {
          "-1, 2",
          "2, -1",
          "9223372036854775807, 2",
          "4294967296, 4294967296",
          "99999999999999999999, 1",
          "2147483647, 2147483647",
          "1, 0x2",
          "a, b",
          "1 2",
          "1.5, 2",
          "1, 2, 3",
          "((1, 2))",
          "",
        }) {
      assertDamaged(NpyBytes.file("<f4", shape, NpyBytes.floats(1, 2)));
    }
  }

  @Test
  void foreignTypesAndOrdersAreRefusedByName() throws IOException {
    for (String type : new String[] {"|O", ">f4", "<c8", "|S4", "<U2", "<M8[ns]", "", "|b1x"}) {
      assertThatThrownBy(() -> open(NpyBytes.file(type, "1, 1", new byte[4])).vectors())
          .as(type)
          .isInstanceOf(CorruptFileException.class)
          .hasMessageContaining(type);
    }
    String fortran = NpyBytes.dictionary("<f4", "2, 2").replace("False", "True");
    byte[] file = NpyBytes.join(NpyBytes.header(1, fortran), NpyBytes.floats(1, 2, 3, 4));
    assertThatThrownBy(() -> open(file).vectors())
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("C order");
  }

  @Test
  void damagedHeadersAreRefused() throws IOException {
    byte[] payload = NpyBytes.floats(1);
    for (String dictionary :
        new String[] {
          "",
          "{",
          "{}",
          "[]",
          "{'descr': '<f4'}",
          "{'descr': '<f4', 'fortran_order': False}",
          "{'descr': '<f4', 'fortran_order': Maybe, 'shape': (1, 1)}",
          "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1, 1)}",
          "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1",
          "{'descr': '<f4', 'fortran_order': False, 'shape': 1}",
          "(".repeat(60_000),
        }) {
      assertDamaged(NpyBytes.join(NpyBytes.header(1, dictionary), payload));
    }
    assertDamaged("not numpy at all, just text".getBytes(StandardCharsets.UTF_8));
    byte[] version9 = NpyBytes.file("<f4", "1, 1", payload);
    version9[6] = 9;
    assertDamaged(version9);
  }

  @Test
  void anyFlippedHeaderByteGivesAnAnswerOrIsDamage() throws IOException {
    byte[] whole = NpyBytes.file("<f4", "2, 2", NpyBytes.floats(1, 2, 3, 4));
    for (int at = 0; at < whole.length - 16; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) (1 << bit);
        try {
          NpyFile file = open(damaged);
          assertThat(file.shape()).isNotNull();
          file.vectors();
        } catch (CorruptFileException refused) {
          assertThat(refused).hasMessageContaining(path().toString());
        }
      }
    }
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> NpyFile.open(folder.resolve("nowhere.npy")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("nowhere.npy");
  }

  private Path path() {
    return folder.resolve("file.npy");
  }

  private NpyFile open(byte[] bytes) throws IOException {
    return NpyFile.open(Files.write(path(), bytes));
  }

  private void assertRows(byte[] bytes, float... expected) throws IOException {
    Vectors vectors = open(bytes).vectors();
    float[] all = new float[expected.length];
    vectors.copyRows(0, vectors.rows(), all, 0);
    assertThat(all).isEqualTo(expected);
  }

  private void assertDamaged(byte[] bytes) throws IOException {
    assertThatThrownBy(() -> open(bytes).vectors())
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining(path().toString());
  }

  private void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining(path().toString());
  }
}
