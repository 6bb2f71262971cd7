package dev.orthant.cli;

import static dev.orthant.cli.CommandLineRun.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.orthant.Orthant;
import dev.orthant.cli.reproduce.TinyData;
import dev.orthant.testing.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command that makes the reproduction tables, on tiny folders in the layout of the real ones.
 */
final class ReproduceTest {
  @TempDir static Path data;
  @TempDir Path folder;

  @BeforeAll
  static void writeTheFolders() throws IOException {
    TinyData.write(data);
  }

  @Test
  void everyProtocolMakesItsRows() throws IOException {
    String line = command("--methods sdh,semantic-itq,cosine --bits 8,16 --seeds 1..2");
    String said = good(line);
    // Splits: zero-shot 3, drawn 4, setting-1 and text-intents 1 each; names 4, of class vectors
    // alone.
    int runs = 2 * 2 * (9 + 9 + 4) + 9;
    assertThat(said).contains(runs + " runs made, 0 of them refused").contains("0 were there");
    List<JsonObject> rows = rows();
    assertThat(rows).hasSize(runs);
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.getAsJsonObject("machine").get("tier").getAsString())
                  .isEqualTo(Orthant.simdTier());
              row.getAsJsonObject("figures")
                  .entrySet()
                  .forEach(figure -> assertThat(figure.getValue().getAsDouble()).isBetween(0., 1.));
            });
    assertThat(rows)
        .filteredOn(row -> row.get("protocol").getAsString().equals("names"))
        .extracting(row -> row.get("method").getAsString())
        .containsOnly("semantic-itq");
    String before = Files.readString(results());
    assertThat(good(line)).contains("0 runs made").contains(runs + " were there");
    assertThat(results()).hasContent(before);
    assertThat(good(line.replace("--bits 8,16", "--bits 8") + " --again --protocols setting-1"))
        .contains("5 runs made");
    assertThat(rows()).hasSize(runs + 5);
    String tables = good(command("--table"));
    assertThat(tables).contains("| sdh | 16 |").contains("| cosine | - |");
    assertThat(tables.lines().filter(l -> l.startsWith("| semantic-itq"))).hasSize(10);
  }

  @Test
  void optionsMakeAnotherMethod() throws IOException {
    String some = "--protocols zero-shot --splits unseen4 --bits 8 --seeds 7 --methods ";
    good(command(some + "zsh,zsh:alpha=1e-5,beta=2,zsh-published:rounds=2,lsh"));
    assertThat(rows())
        .extracting(row -> row.get("method").getAsString())
        .containsExactly("zsh", "zsh:alpha=0.00001,beta=2", "zsh-published:rounds=2", "lsh");
    JsonObject options = rows().get(1).getAsJsonObject("options");
    assertThat(options.get("alpha").getAsDouble()).isEqualTo(1e-5);
    assertThat(options.get("seed").getAsDouble()).isEqualTo(7);
    assertThat(options.has("threads")).isFalse();
    assertThat(rows().get(2).getAsJsonObject("options").get("graph").getAsDouble()).isEqualTo(1);
    assertThat(good(command(some + "zsh:beta=2.0,alpha=0.1e-4"))).contains("1 was there");
  }

  @Test
  void aHalfRowOfAnInterruptedRunIsMadeAgain() throws IOException {
    String line = command("--protocols setting-1 --methods lsh,itq --bits 8 --seeds 1..3");
    good(line);
    String whole = Files.readString(results());
    int cut = whole.length() - whole.lines().toList().get(5).length() / 2;
    Files.writeString(results(), whole.substring(0, cut));
    assertThat(good(command("--table"))).contains("| lsh | 8 |").contains("| itq | 8 |");
    assertThat(good(line)).contains("1 run made").contains("5 were there");
    assertThat(rows()).hasSize(6);
    assertThat(figures()).isEqualTo(figures(whole));
  }

  @Test
  @Timeout(120)
  void aKilledRunGoesOnWhereItWas() throws Exception {
    String line = command("--protocols setting-1 --methods sdh,itq --bits 8,64 --seeds 1..40");
    Process process =
        new ProcessBuilder(ChildJvm.command(Main.class, List.of(), line.split(" ")))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("child.txt").toFile())
            .start();
    try {
      while (process.isAlive() && (!Files.exists(results()) || rows().size() < 3)) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    int made = rows().size();
    assertThat(made).isBetween(3, 159);
    assertThat(good(line)).contains((160 - made) + " runs made").contains(made + " were there");
    assertThat(rows()).hasSize(160).doesNotHaveDuplicates();
  }

  @Test
  void aMethodThatRefusesLeavesAGap() throws IOException {
    String line =
        command("--protocols zero-shot --methods lsh,zsh --bits 8 --seeds 1 ")
            + " --semantics class_gaps.npy";
    assertThat(good(line)).contains("6 runs made, 3 of them refused");
    assertThat(good(line)).contains("0 runs made").contains("6 were there");
    String tables = good(command("--table --semantics class_gaps.npy"));
    assertThat(tables).isEqualTo(good(command("--table")));
    assertThat(tables)
        .contains("| zsh | 8 | - | - | - | - | - | - | - |")
        .contains("Refused: zsh, 8 bits: class 0");
    assertThat(tables).containsPattern("\\| lsh \\| 8 \\| 0\\.\\d{3} \\| 0\\.\\d{3} ");
  }

  @Test
  void runsWithOtherClassVectorsHaveATableOfTheirOwn() throws IOException {
    String some = "--protocols zero-shot --methods lsh,zsh --bits 8 --seeds 1..2";
    good(command(some));
    good(command(some + " --semantics class_gaps.npy"));
    assertThat(rows()).hasSize(24);
    assertThat(good(command(some))).contains("0 runs made").contains("12 were there");
    String both = good(command("--table"));
    assertThat(both.lines().filter(line -> line.startsWith("| lsh"))).hasSize(2);
    assertThat(both).contains("class_minilm384.npy").contains("class_gaps.npy");
    String one = good(command("--table --semantics class_minilm384.npy"));
    assertThat(one).doesNotContain("class_gaps").doesNotContain("Refused");
    assertThat(both).contains(one.strip());
    assertThat(good(command("--table --seeds 2 --semantics class_minilm384.npy")))
        .contains("| 1 |")
        .doesNotContain("| 2 |");
    assertThat(good(command("--table --splits unseen4"))).contains("| lsh | 8 | 0.");
    refused(command("--table --splits unseen3"), "unseen3", "unseen4");
    refused(command("--table --semantics none.npy"), "none.npy", "class_gaps.npy");
    refused(command("--table --methods deep"), "deep", "zsh-published");
    refused(command("--table --seeds 2..1"), "2..1");
  }

  @Test
  void badChoicesAreRefusedBeforeAnythingRuns() throws IOException {
    refused(command("--protocols zero"), "zero-shot", "text-intents");
    refused(command("--methods lsh,deep"), "deep", "semantic-itq", "zsh-published");
    refused(command("--methods lsh,zsh:sweets=1"), "sweets");
    refused(command("--methods zsh:alpha"), "alpha", "NAME=NUMBER");
    refused(command("--methods zsh:alpha=big"), "big");
    refused(command("--methods zsh:alpha=NaN"), "NaN");
    refused(command("--methods cosine:alpha=1"), "cosine");
    refused(command("--bits 8,0"), "0", "1024");
    refused(command("--seeds 3..1"), "3..1");
    refused(command("--seeds some"), "some");
    refused(command("--threads 0"), "0", "256");
    refused(command("--semantics none.npy"), "none.npy");
    refused(command("--splits unseen7"), "unseen7", "unseen4", "setting1");
    refused(command("--splits unseen4 --protocols setting-1"), "unseen4", "setting1");
    refused(command("--table"), "r.jsonl");
    assertThat(results()).doesNotExist();
    Files.writeString(results(), "{\"protocol\":\"zero-shot\"}\n");
    refused(command("--table"), "r.jsonl", "line 1");
    Files.writeString(results(), "\n{}, \n");
    refused(command(""), "r.jsonl", "line 1");
  }

  /** Standard error is not looked at: of so few rows the codes may collapse, which is warned of. */
  private static String good(String line) {
    CommandLineRun run = CommandLineRun.of(line.split(" +"));
    assertThat(run.exit()).as(line + " -> " + run.err()).isZero();
    return run.out();
  }

  private Path results() {
    return folder.resolve("r.jsonl");
  }

  private String command(String choice) {
    return ("reproduce --data " + data + " --results " + results() + " " + choice).strip();
  }

  /** What stands in whole lines. */
  private List<JsonObject> rows() throws IOException {
    return whole(Files.readString(results(), StandardCharsets.UTF_8));
  }

  private static List<JsonObject> whole(String text) {
    return text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }

  private List<String> figures() throws IOException {
    return figures(Files.readString(results()));
  }

  private static List<String> figures(String text) {
    return whole(text).stream().map(row -> row.get("figures").toString()).toList();
  }
}
