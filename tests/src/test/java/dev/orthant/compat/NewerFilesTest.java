package dev.orthant.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.CorruptFileException;
import dev.orthant.data.NewerFileException;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.LinearScan;
import dev.orthant.testing.Codes;
import dev.orthant.testing.Seeds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of versions to come, made by hand from docs/file-format.md. */
final class NewerFilesTest {
  private static final int MAJOR = 12;
  private static final int MINOR = 14;
  private static final int SECTIONS = 24;
  private static final int TABLE = 32;
  private static final int ENTRY = 32;

  @TempDir Path folder;

  @Test
  void aNewerMinorVersionIsRead() throws IOException {
    ByteBuffer file = indexFile();
    file.putShort(MINOR, (short) 7);
    try (HammingIndex index = open(file)) {
      assertThat(index.rows()).isEqualTo(9);
    }
  }

  @Test
  void aNewerMajorVersionIsRefusedAsSuch() throws IOException {
    ByteBuffer file = indexFile();
    file.putShort(MAJOR, (short) 2);
    assertThatThrownBy(() -> open(file))
        .isInstanceOf(NewerFileException.class)
        .hasMessageContaining("future")
        .hasMessageContaining("2");
  }

  @Test
  void anUnknownMandatorySectionIsRefusedAsNewer() throws IOException {
    ByteBuffer file = indexFile();
    int last = TABLE + ENTRY * (file.getInt(SECTIONS) - 1);
    file.put(last, "NEWS".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> open(file)).isInstanceOf(CorruptFileException.class);
  }

  @Test
  void damageIsNeverTakenForANewerVersion() throws IOException {
    ByteBuffer file = indexFile();
    file.putShort(MAJOR, (short) 2);
    Path path = Files.write(folder.resolve("future"), file.array());
    assertThatThrownBy(() -> HammingIndex.open(path))
        .isInstanceOf(CorruptFileException.class)
        .isNotInstanceOf(NewerFileException.class);
  }

  @Test
  void theChecksumIsTheOneOfTheJdk() throws IOException {
    ByteBuffer file = indexFile();
    int end = TABLE + ENTRY * file.getInt(SECTIONS);
    assertThat(file.getInt(end)).isEqualTo(checksum(file, end));
  }

  private ByteBuffer indexFile() throws IOException {
    BinaryCodes codes = Codes.random(Seeds.random("newer"), 9, 64);
    try (HammingIndex index = LinearScan.over(codes)) {
      index.save(folder.resolve("now"));
    }
    byte[] bytes = Files.readAllBytes(folder.resolve("now"));
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Writes the file with its header's checksum made good, and opens it. */
  private HammingIndex open(ByteBuffer file) throws IOException {
    int end = TABLE + ENTRY * file.getInt(SECTIONS);
    file.putInt(end, checksum(file, end));
    return HammingIndex.open(Files.write(folder.resolve("future"), file.array()));
  }

  private static int checksum(ByteBuffer file, int end) {
    CRC32C checksum = new CRC32C();
    checksum.update(file.array(), 0, end);
    return (int) checksum.getValue();
  }
}
