package dev.orthant.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.LinearScan;
import dev.orthant.learn.ItqTrainer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples run, and show what they say. */
final class ExamplesTest {
  @Test
  void helloHashingFindsRowsOfTheQueriesClass() {
    List<String> lines = printedBy(() -> HelloHashing.main(new String[0]));
    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).isEqualTo("0 differs in 0 bits");
    assertThat(lines)
        .allSatisfy(line -> assertThat(Integer.parseInt(line.split(" ")[0]) % 10).isZero());
  }

  @Test
  void searchByNameFindsTheUnseenClass() {
    List<String> lines = printedBy(() -> SearchByName.main(new String[0]));
    assertThat(lines).hasSize(1);
    assertThat(Integer.parseInt(lines.get(0).split(" ")[0])).isGreaterThanOrEqualTo(15);
  }

  @Test
  void aFilteredSearchIsProved() {
    List<String> lines = printedBy(() -> FilteredSearch.main(new String[0]));
    assertThat(lines).hasSizeBetween(3, 8).contains("exact: true", "checked by a plain scan: true");
    assertThat(lines.subList(0, lines.size() - 3))
        .allSatisfy(line -> assertThat(Integer.parseInt(line.split(" ")[0]) % 3).isNotZero());
  }

  @Test
  void shardedSearchSaysWhatIsMissing() {
    List<String> lines =
        printedBy(
            () ->
                assertThatCode(() -> ShardedSearch.main(new String[0])).doesNotThrowAnyException());
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).isEqualTo("row 700");
    assertThat(lines.get(1))
        .startsWith("0.6 of the rows: [shard 1 of 400 rows: FAILED")
        .contains("is closed");
  }

  @Test
  void anUpdatedIndexFollowsAndRemembers(@TempDir Path folder) {
    List<String> lines =
        printedBy(
            () ->
                assertThatCode(() -> UpdatedIndex.main(new String[] {folder.toString()}))
                    .doesNotThrowAnyException());
    assertThat(lines).containsExactly("found 4711", "found 4712", "1 picture is still there");
  }

  @Test
  void aRetrievalWorkerAnswersWithTheVectorItself() {
    Vectors base = Blobs.vectors(500, 16);
    try (HashModel model = ItqTrainer.ofBits(128).train(base);
        HammingIndex index = LinearScan.over(model.encode(base));
        RetrievalWorker worker = new RetrievalWorker(model, index)) {
      List<Integer> distances = new ArrayList<>();
      worker.handle(base.row(7), (id, distance) -> distances.add(distance));
      assertThat(distances).hasSize(100).isSorted().startsWith(0);
    }
  }

  private static List<String> printedBy(Runnable example) {
    PrintStream former = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      example.run();
    } finally {
      System.setOut(former);
    }
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
