package dev.orthant.cli.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.cli.console.Machine;
import dev.orthant.cli.reproduce.ProtocolTable.Lines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProtocolTableTest {
  private static final Machine MACHINE = new Machine("some processor", "avx2", "17", "1.2.3");

  private final List<Row> rows = new ArrayList<>();

  @Test
  void aCellIsMeanAndDeviationOverSeedsOfTheMeanOverSplits() {
    add("unseen1", "sdh", 32, 1, 0.2, 0.7);
    add("unseen4", "sdh", 32, 1, 0.4, 0.9);
    add("unseen1", "sdh", 32, 2, 0.3, 0.8);
    add("unseen4", "sdh", 32, 2, 0.5, 0.8);
    ProtocolTable table = table(Lines.ofAll());
    assertThat(table.columns())
        .startsWith("method", "bits", "zero-shot mAP", "seen mAP")
        .endsWith("seeds", "train s");
    assertThat(table.lines())
        .containsExactly(
            List.of("sdh", "32", "0.350 (0.071)", "0.800 (0.000)", "-", "-", "-", "2", "1.50"));
  }

  @Test
  void aSeedThatLacksASplitDoesNotCount() {
    add("unseen1", "sdh", 32, 1, 0.2, 0.7);
    add("unseen4", "sdh", 32, 1, 0.4, 0.9);
    add("unseen1", "sdh", 32, 2, 0.9, 0.9);
    assertThat(table(Lines.ofAll()).lines().get(0).subList(2, 4)).containsExactly("0.300", "0.800");
  }

  @Test
  void whatIsMissingIsAGap() {
    add("unseen1", "sdh", 32, 1, 0.2, 0.7);
    add("unseen1", "zsh", 64, 1, 0.4, 0.9);
    add("unseen1", "cosine", 0, 0, 0.1, 0.4);
    String text = table(Lines.ofAll()).text();
    assertThat(text)
        .doesNotContain("| sdh | 64 |")
        .doesNotContain("| zsh | 32 |")
        .contains("\nNo runs: zsh (32 bits); sdh (64 bits).\n")
        .contains("| cosine | - | 0.100 | 0.400 | - | - | - | 1 | 1.50 |\n")
        .contains("Orthant 1.2.3, some processor, tier avx2, JDK 17.\n");
    assertThat(text.lines().filter(line -> line.startsWith("| cosine"))).hasSize(1);
    assertThat(ProtocolTable.of(new Setting1(), rows, Lines.ofAll())).isEmpty();
  }

  @Test
  void linesAreThoseAskedFor() {
    add("unseen1", "zsh", 64, 1, 0.4, 0.9);
    add("unseen1", "sdh", 32, 1, 0.2, 0.7);
    add("unseen1", "zsh:alpha=1", 32, 1, 0.3, 0.8);
    add("unseen1", "cosine", 0, 0, 0.1, 0.4);
    Lines lines = new Lines(List.of("cosine", "dsdh", "sdh"), List.of(32));
    assertThat(table(lines).lines())
        .extracting(cells -> String.join(" ", cells.subList(0, 4)))
        .containsExactly("cosine - 0.100 0.400", "sdh 32 0.200 0.700");
    assertThat(table(lines).missing()).containsExactly("dsdh (32 bits)");
    assertThat(table(new Lines(List.of("cosine-scores", "ksh"), List.of(1))).text())
        .endsWith("`)\n\nNo runs: cosine-scores; ksh (1 bit).\n");
    assertThat(table(Lines.ofAll()).lines())
        .extracting(cells -> String.join(" ", cells.subList(0, 2)))
        .containsExactly("zsh 64", "sdh 32", "zsh:alpha=1 32", "cosine -");
  }

  private ProtocolTable table(Lines lines) {
    List<ProtocolTable> tables = ProtocolTable.of(new ZeroShot(), rows, lines);
    assertThat(tables).hasSize(1); // all rows have the same class vectors
    return tables.get(0);
  }

  private void add(String split, String method, int bits, long seed, double zero, double seen) {
    rows.add(
        new Row(
            "zero-shot",
            split,
            method,
            bits,
            seed,
            "class_minilm384.npy",
            Map.of("bits", (double) bits),
            Map.of("zeroShot.map", zero, "seen.map", seen),
            Map.of("train", 1.5),
            1,
            null,
            MACHINE));
  }
}
