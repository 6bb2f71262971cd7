package dev.orthant.cli;

import static dev.orthant.cli.CommandLineRun.good;
import static dev.orthant.cli.CommandLineRun.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.NpyFile;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.LinearScan;
import dev.orthant.testing.Blobs;
import dev.orthant.testing.Codes;
import dev.orthant.testing.Seeds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line says of files that it cannot read or write. */
final class FilesTest {
  private static final Blobs BLOBS = Blobs.of(200, 10, 4, 5, 8);

  @TempDir static Path folder;

  @BeforeAll
  static void writeTheFiles() throws IOException {
    NpyFile.write(at("F.npy"), BLOBS.vectors());
    NpyFile.write(at("L.npy"), BLOBS.classes());
  }

  @Test
  void damageOfAnIndexIsToldAsThatOfAnIndex() throws IOException {
    ByteBuffer file = indexFile();
    int section = (int) file.getLong(32 + 8); // docs/file-format.md: the offset of the first
    file.put(section, (byte) ~file.get(section));
    Path damaged = Files.write(at("damaged"), file.array());
    for (String verb : new String[] {"check ", "inspect "}) {
      refused(verb + damaged, "checksum");
    }
  }

  @Test
  void anIndexOfAVersionToComeIsToldAsSuch() throws IOException {
    ByteBuffer file = indexFile();
    file.putShort(12, (short) 2); // docs/file-format.md: major, sections, table, checksum
    int end = 32 + 32 * file.getInt(24);
    CRC32C checksum = new CRC32C();
    checksum.update(file.array(), 0, end);
    file.putInt(end, (int) checksum.getValue());
    Path newer = Files.write(at("newer"), file.array());
    for (String verb : new String[] {"check ", "inspect "}) {
      refused(verb + newer, "2.0");
    }
  }

  @Test
  void whatIsNoFileOfOursIsRefused() throws IOException {
    refused("check " + Files.write(at("empty"), new byte[0]), "empty");
    refused("check " + Files.write(at("short"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 'I'}), "short");
    refused("check " + at("F.npy"), "F.npy");
  }

  @Test
  void aPlaceToWriteIsCheckedBeforeTheWork() {
    String train = "train --method itq --bits 8 --features " + at("F.npy");
    refused(train + " --out /", "/ is a folder");
    refused(train + " --out " + folder, folder + " is a folder");
    refused(train + " --out " + at("none/m"), "no such file", at("none").toString());
    String checkpoint = train + " --out " + at("m") + " --checkpoint ";
    refused(checkpoint + at("none/c"), "no such file", at("none").toString());
    refused(checkpoint + folder, folder + " is a folder");
    assertThat(at("m")).doesNotExist();
  }

  /** The name alone would do, but not with what the temporary file's name adds. */
  @Test
  void aFileThatCannotBeWrittenIsNotCalledMissing() {
    Path name = at("n".repeat(255));
    String train = "train --method itq --bits 8 --features " + at("F.npy") + " --out " + name;
    CommandLineRun run = CommandLineRun.of(train.split(" "));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("orthant: cannot create a file beside")
        .doesNotContain("no such file");
    assertThat(run.err().split(name.getFileName().toString(), -1)).hasSize(2);
  }

  /** Each trial is another training, so the file is that of the last one alone. */
  @Test
  void theLengthIsChosenAlsoWithACheckpoint() {
    String train =
        "train --method itq --bits auto --lengths 4,8 --features "
            + at("F.npy")
            + " --labels "
            + at("L.npy")
            + " --checkpoint "
            + at("auto.checkpoint")
            + " --out ";
    good(train + at("first"));
    assertThat(at("auto.checkpoint")).isNotEmptyFile();
    good(train + at("second"));
    assertThat(at("second")).hasSameBinaryContentAs(at("first"));
  }

  @Test
  void numbersDoNotDependOnTheLocale() {
    Locale former = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      String said =
          good("train --method itq --bits 1 --features " + at("F.npy") + " --out " + at("locale"));
      assertThat(said).contains("itq, 1 bit, from 200 rows of 10 numbers in 0.");
    } finally {
      Locale.setDefault(former);
    }
  }

  @Test
  void noPairIsSaidInWords() throws IOException {
    NpyFile.write(at("apart.npy"), BinaryCodes.wrap(new long[] {0, 255}, 8));
    String join = "join --bits 8 --codes " + at("apart.npy");
    assertThat(good(join + " --radius 1").lines()).containsExactly("no pair within 1 bit");
    assertThat(good(join + " --radius 8").lines()).containsExactly("0 1@8", "(row other@distance)");
  }

  private static ByteBuffer indexFile() throws IOException {
    BinaryCodes codes = Codes.random(Seeds.random("files"), 9, 64);
    try (HammingIndex index = LinearScan.over(codes)) {
      index.save(at("index"));
    }
    return ByteBuffer.wrap(Files.readAllBytes(at("index"))).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Path at(String name) {
    return folder.resolve(name);
  }
}
