package dev.orthant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.orthant.data.BinaryCodes;
import dev.orthant.data.NpyFile;
import dev.orthant.index.MutableHammingIndex;
import dev.orthant.testing.Codes;
import dev.orthant.testing.Hit;
import dev.orthant.testing.NaiveSearch;
import dev.orthant.testing.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs that make indexes of codes and search them, against the naive twin. */
final class SearchingTest {
  private static final BinaryCodes CODES = Codes.repeated(Seeds.random("cli"), 400, 90, 40);
  private static final BinaryCodes QUERIES = Codes.random(Seeds.random("cli queries"), 30, 40);

  @TempDir static Path folder;

  @BeforeAll
  static void writeTheFiles() throws IOException {
    NpyFile.write(folder.resolve("C.npy"), CODES);
    NpyFile.write(folder.resolve("Q.npy"), QUERIES);
    NpyFile.write(folder.resolve("odd.npy"), IntStream.range(0, 200).map(i -> 2 * i + 1).toArray());
    for (String kind : List.of("auto", "linear-scan", "multi-index")) {
      good("index --codes C.npy --bits 40 --kind " + kind + " --out " + folder.resolve(kind));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "linear-scan", "multi-index"})
  void everyKindAnswersAsTheNaiveTwin(String kind) {
    String search = "search --json --queries Q.npy --index " + folder.resolve(kind);
    assertHits(search + " --k 7", 40, 7, true);
    assertHits(search + " --radius 11", 11, 400, true);
    assertHits(search + " --k 5 --radius 12 --threads 1", 12, 5, true);
    assertHits(search + " --k 9 --radius 14 --deny odd.npy", 14, 9, false);
    assertHits(search + " --k 9 --deny odd.npy --verify --explain", 40, 9, false);
  }

  private static void assertHits(String line, int radius, int k, boolean oddToo) {
    JsonObject found = json(line);
    assertThat(found.get("exact").getAsBoolean()).isTrue();
    assertThat(found.get("verified").getAsBoolean()).isEqualTo(line.contains("--verify"));
    JsonArray results = found.getAsJsonArray("results");
    assertThat(results).hasSize(QUERIES.rows());
    for (int row = 0; row < QUERIES.rows(); row++) {
      JsonObject result = results.get(row).getAsJsonObject();
      List<Hit> hits = new ArrayList<>();
      for (int rank = 0; rank < result.getAsJsonArray("ids").size(); rank++) {
        long id = result.getAsJsonArray("ids").get(rank).getAsLong();
        hits.add(new Hit(id, result.getAsJsonArray("distances").get(rank).getAsInt()));
      }
      assertThat(hits)
          .as(line)
          .isEqualTo(
              NaiveSearch.search(
                  CODES, QUERIES.row(row), null, id -> oddToo || id % 2 == 0, radius, k));
      assertThat(result.get("explanation").isJsonNull()).isEqualTo(!line.contains("--explain"));
    }
  }

  @Test
  void anAnswerUnderALimitIsMarked() {
    String search = "search --k 3 --queries Q.npy --index " + folder.resolve("linear-scan");
    JsonObject limited = json(search + " --json --max-codes 2");
    assertThat(limited.get("exact").getAsBoolean()).isFalse();
    assertThat(good(search + " --max-codes 2")).contains("not exact");
    assertThat(good(search + " --max-codes 2 --verify --out " + folder.resolve("R.npy")))
        .contains("not all answers are exact", "verified");
    assertThat(json(search + " --json --max-time 60000").get("exact").getAsBoolean()).isTrue();
  }

  @Test
  void allowedRowsAloneAreFound() {
    String search = "search --json --radius 40 --queries Q.npy --allow odd.npy --index ";
    JsonObject found = json(search + folder.resolve("auto"));
    for (JsonElement result : found.getAsJsonArray("results")) {
      assertThat(result.getAsJsonObject().getAsJsonArray("ids"))
          .hasSize(200)
          .allMatch(id -> id.getAsLong() % 2 == 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "linear-scan", "multi-index --chunks 4"})
  void pairsWithinARadiusAreFound(String kind) throws IOException {
    List<List<Long>> own = new ArrayList<>();
    List<List<Long>> between = new ArrayList<>();
    for (int row = 0; row < CODES.rows(); row++) {
      for (Hit hit : NaiveSearch.within(CODES, CODES.row(row), null, 9)) {
        if (hit.id() > row) {
          own.add(List.of((long) row, hit.id(), (long) hit.distance()));
        }
      }
    }
    for (int row = 0; row < QUERIES.rows(); row++) {
      for (Hit hit : NaiveSearch.within(CODES, QUERIES.row(row), null, 13)) {
        between.add(List.of((long) row, hit.id(), (long) hit.distance()));
      }
    }
    assertThat(own).isNotEmpty();
    assertThat(between).isNotEmpty();
    String join = "join --bits 40 --kind " + kind;
    assertThat(pairs(json(join + " --json --radius 9 --codes C.npy"))).isEqualTo(own);
    assertThat(pairs(json(join + " --json --radius 13 --codes Q.npy --with C.npy")))
        .isEqualTo(between);
    Path out = folder.resolve("pairs.npy");
    assertThat(good(join + " --radius 9 --codes C.npy --out " + out))
        .contains(own.size() + " pairs");
    assertThat(NpyFile.open(out).shape()).containsExactly(own.size(), 3);
    assertThat(good(join + " --radius 0 --codes Q.npy"))
        .isEqualToIgnoringNewLines("no pair within 0 bits");
  }

  private static List<List<Long>> pairs(JsonObject joined) {
    List<List<Long>> pairs = new ArrayList<>();
    for (JsonElement pair : joined.getAsJsonArray("pairs")) {
      List<Long> numbers = new ArrayList<>();
      pair.getAsJsonArray().forEach(number -> numbers.add(number.getAsLong()));
      pairs.add(numbers);
    }
    return pairs;
  }

  @Test
  void anInspectionSaysWhatGroupingSaves() {
    JsonObject facts = json("inspect --json " + folder.resolve("multi-index"));
    assertThat(facts.get("kind").getAsString()).isEqualTo("index");
    assertThat(facts.get("index").getAsString()).isEqualTo("multi-index");
    assertThat(facts.get("rows").getAsInt()).isEqualTo(400);
    int distinct = facts.get("distinctCodes").getAsInt();
    assertThat(distinct).isBetween(50, 90);
    assertThat(facts.get("comparisonsSavedByGrouping").getAsDouble())
        .isEqualTo(Math.rint(1000 * (1 - distinct / 400.0)) / 1000);
    assertThat(facts.get("bytesUngrouped").getAsInt()).isEqualTo(3200);
    assertThat(good("inspect " + folder.resolve("auto"))).contains("distinctCodes: " + distinct);
  }

  @Test
  void aFolderIsCheckedAndInspected() throws IOException {
    Path changing = Files.createDirectory(folder.resolve("changing"));
    refused("check " + changing, "no index");
    try (MutableHammingIndex index = MutableHammingIndex.open(changing, 40)) {
      index.add(LongStream.range(0, 400).toArray(), CODES);
      index.mergeAll();
      index.remove(5, 6);
    }
    for (String verb : List.of("check", "inspect")) {
      JsonObject facts = json(verb + " --json " + changing);
      assertThat(facts.get("kind").getAsString()).isEqualTo("folder");
      assertThat(facts.get("rows").getAsInt()).isEqualTo(398);
      assertThat(facts.get("segmentRows").getAsInt()).isEqualTo(400);
      assertThat(facts.get("bits").getAsInt()).isEqualTo(40);
      assertThat(facts.get("droppedBytes").getAsInt()).isZero();
      assertThat(good(verb + " " + changing)).contains("kind: folder", "segments: 1", "logs: 1");
    }
    assertThat(good("check " + folder.resolve("auto"))).contains("kind: index", "rows: 400");
    refused("check " + folder.resolve("nowhere"), "nowhere");
    refused("check " + folder.resolve("C.npy"), "C.npy");
    Path manifest = changing.resolve("manifest-0");
    byte[] bytes = Files.readAllBytes(manifest);
    bytes[bytes.length / 2] ^= 4;
    Files.write(manifest, bytes);
    refused("check " + changing, "manifest-0");
    refused("inspect " + changing, "manifest-0");
  }

  @Test
  void badQueriesAreRefused() {
    String search = "search --queries Q.npy --index " + folder.resolve("auto");
    refused(search, "--k", "--radius");
    refused(search + " --k 0", "k = 0");
    refused(search + " --radius -1", "radius = -1");
    refused(search + " --k 1 --allow odd.npy --deny odd.npy", "--allow", "--deny");
    refused(search + " --k 1 --allow nowhere.npy", "nowhere.npy");
    refused(search + " --k 1 --allow Q.npy", "Q.npy", "1 dimensions");
    refused(search + " --k 1 --max-codes 0", "codes = 0");
    refused(search + " --k 1 --max-time 0", "--max-time");
    refused(search + " --k 1 --threads 0", "0", "256");
    String index = "index --codes C.npy --bits 40 --out " + folder.resolve("never");
    refused(index + " --kind tree", "tree", "multi-index");
    refused(index + " --chunks 4", "--chunks", "multi-index");
    refused(index + " --kind multi-index --chunks 41", "41", "40");
    refused(index + " --kind multi-index --chunks 0", "--chunks 0");
    refused("join --codes C.npy --bits 40 --radius -3", "-3");
    refused("join --codes C.npy --bits 41 --with Q.npy --radius 3 --kind x", "x");
    assertThat(folder.resolve("never")).doesNotExist();
  }

  private static JsonObject json(String line) {
    return JsonParser.parseString(good(line)).getAsJsonObject();
  }

  private static String good(String line) {
    return CommandLineRun.good(line + " --data " + folder);
  }

  private static void refused(String line, String... parts) {
    CommandLineRun.refused(line + " --data " + folder, parts);
  }
}
