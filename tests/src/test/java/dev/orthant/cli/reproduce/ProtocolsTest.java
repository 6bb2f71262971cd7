package dev.orthant.cli.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.ClassSemantics;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.evaluate.Evaluation;
import dev.orthant.evaluate.EvaluationOptions;
import dev.orthant.evaluate.GroundTruth;
import dev.orthant.learn.SdhTrainer;
import dev.orthant.learn.SemanticItqTrainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each protocol measures, step by step through the library's own interface. */
final class ProtocolsTest {
  private static final String SEMANTICS = "class_minilm384.npy";

  @TempDir static Path data;

  @BeforeAll
  static void writeTheFolders() throws IOException {
    TinyData.write(data);
  }

  @Test
  void oneClassIsUnseen() throws IOException {
    int[] train = TinyData.rows(0, 120, c -> c != 4);
    int[] database = TinyData.database(4);
    int[] queries = TinyData.rows(TinyData.TRAIN, TinyData.ALL, c -> c == 4);
    int[] seen = TinyData.rows(TinyData.TRAIN, TinyData.ALL, c -> c != 4);
    Map<String, Double> figures = measured(new ZeroShot(), "unseen4", "sdh");
    BinaryCodes codes = sdhCodes(train);
    assertThat(figures.get("zeroShot.map")).isEqualTo(map(codes, queries, database));
    assertThat(figures.get("seen.map")).isEqualTo(map(codes, seen, database));
    assertThat(figures.get("seenApart.map"))
        .isEqualTo(map(codes, seen, TinyData.rows(0, TinyData.TRAIN, c -> true)));
    assertThat(figures).doesNotContainKey("pure.map");
    assertThat(figures.get("zeroShot.map"))
        .isBetween(figures.get("zeroShot.mapLowest"), figures.get("zeroShot.mapHighest"));
  }

  @Test
  void severalClassesAreUnseenTogether() throws IOException {
    int[] train = TinyData.rows(0, 120, c -> c != 1 && c != 4);
    int[] pure = TinyData.rows(0, TinyData.TRAIN, c -> c == 1 || c == 4);
    int[] queries = TinyData.rows(TinyData.TRAIN, TinyData.ALL, c -> c == 1 || c == 4);
    int[] seen = TinyData.rows(TinyData.TRAIN, TinyData.ALL, c -> c != 1 && c != 4);
    int[] database =
        IntStream.concat(
                IntStream.of(TinyData.rows(0, TinyData.ALL, c -> c != 1 && c != 4)),
                IntStream.of(pure))
            .toArray();
    Map<String, Double> figures = measured(new ZeroShot(), "unseen1+4", "sdh");
    BinaryCodes codes = sdhCodes(train);
    assertThat(figures.get("zeroShot.map")).isCloseTo(map(codes, queries, database), within(1e-12));
    assertThat(figures.get("pure.map")).isCloseTo(map(codes, queries, pure), within(1e-12));
    assertThat(figures.get("seen.map")).isCloseTo(map(codes, seen, database), within(1e-12));
  }

  @Test
  void rowsAreDrawnForTheClassesWithoutFiles() throws IOException {
    List<Protocol.Split> splits =
        new ZeroShotDrawn().splits(folder -> new DataFolder(data.resolve(folder)), SEMANTICS);
    assertThat(splits)
        .extracting(Protocol.Split::name)
        .containsExactly("unseen0", "unseen2", "unseen3", "unseen5");
    int[] every = TinyData.rows(0, TinyData.ALL, c -> true);
    for (Protocol.Split split : splits) {
      HeldOut drawn = (HeldOut) split;
      Corpus corpus = drawn.corpus();
      Set<Integer> unseen = Set.of(Integer.parseInt(split.name().substring("unseen".length())));
      assertThat(drawn.train()).hasSize(250).doesNotHaveDuplicates();
      assertThat(corpus.of(unseen, drawn.train())).isEmpty();
      assertThat(corpus.of(unseen, drawn.queries())).isEqualTo(drawn.queries()).hasSize(25);
      assertThat(Corpus.concat(drawn.database(), drawn.queries())).containsExactlyInAnyOrder(every);
      assertThat(drawn.database()).contains(drawn.seenQueries());
      assertThat(corpus.of(unseen, drawn.seenQueries())).isEmpty();
    }
    assertThat(measured(new ZeroShotDrawn(), "unseen2", "sdh")).containsKeys("zeroShot.map");
  }

  @Test
  void setting1HasItsTrainingRowsInTheDatabase() throws IOException {
    BinaryCodes codes = sdhCodes(TinyData.rows(0, 90, c -> true));
    int[] queries = TinyData.rows(TinyData.TRAIN, TinyData.ALL, c -> true);
    Map<String, Double> figures = measured(new Setting1(), "setting1", "sdh");
    assertThat(figures.get("map"))
        .isEqualTo(map(codes, queries, TinyData.rows(0, TinyData.TRAIN, c -> true)));
    assertThat(figures.get("withoutTraining.map"))
        .isEqualTo(map(codes, queries, TinyData.rows(90, TinyData.TRAIN, c -> true)));
  }

  @Test
  void textsOfUnseenIntentsAskAllOrTheirOwn() throws IOException {
    Map<String, Double> figures = measured(new TextIntents(), "unseen2", "lsh");
    assertThat(figures).containsKeys("zeroShot.map", "pure.map", "seen.map");
    assertThat(figures.get("pure.map")).isGreaterThan(figures.get("zeroShot.map"));
    assertThat(figures).doesNotContainKey("seenApart.map"); // no query stands in the database
  }

  @Test
  void namesAreSearchedForInAllPictures() throws IOException {
    DataFolder folder = new DataFolder(data.resolve("demo-fashion"));
    ClassSemantics semantics = folder.semantics(SEMANTICS);
    Vectors features = folder.vectors("db_features_u8.npy").scaled(folder.floats("scale_f32.npy"));
    Labels labels = folder.labels(semantics, "db_labels.npy");
    for (boolean known : new boolean[] {true, false}) {
      double precision = 0;
      double map = 0;
      for (int first = 0; first < 4; first++) {
        for (int second = first + 1; second < 4; second++) {
          int[] pair = {first, second};
          int[] train =
              IntStream.range(0, 90)
                  .filter(row -> IntStream.of(pair).noneMatch(c -> c == labels.row(row)[0]))
                  .toArray();
          try (HashModel model =
              SemanticItqTrainer.ofBits(16)
                  .withSeed(3)
                  .train(
                      features.select(train),
                      labels.select(train),
                      known ? semantics : semantics.without(pair))) {
            Evaluation both =
                Evaluation.ofRanking(
                    model.encodeSemantics(semantics.vectors().select(pair)),
                    model.encode(features),
                    GroundTruth.fromLabels(Labels.of(pair), labels),
                    EvaluationOptions.defaults().withMask(model.semanticMask()));
            precision += both.precisionAt(20) / 6;
            map += both.meanAveragePrecision() / 6;
          }
        }
      }
      Map<String, Double> figures =
          measured(new ByName(), "demo-fashion/" + (known ? "known" : "later"), "semantic-itq");
      assertThat(figures.get("precisionAt20")).isCloseTo(precision, within(1e-12));
      assertThat(figures.get("map")).isCloseTo(map, within(1e-12));
    }
  }

  @Test
  void referencesRankByCosine() throws IOException {
    double features = measured(new Setting1(), "setting1", "cosine").get("map");
    double scores = measured(new Setting1(), "setting1", "cosine-scores").get("map");
    double random = measured(new Setting1(), "setting1", "lsh").get("map");
    assertThat(features).isGreaterThan(random);
    assertThat(scores).isGreaterThan(random);
  }

  private static Map<String, Double> measured(Protocol protocol, String name, String method)
      throws IOException {
    List<Protocol.Split> splits =
        protocol.splits(folder -> new DataFolder(data.resolve(folder)), SEMANTICS);
    Protocol.Split split =
        splits.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    Learner learner = Entrant.parse(method).learner(16, 3, 2, round -> {});
    Stopwatch watch = new Stopwatch();
    Map<String, Double> figures = split.measure(learner, watch).values();
    assertThat(watch.seconds()).containsKeys("encode", "evaluate");
    return figures;
  }

  private static BinaryCodes sdhCodes(int[] train) {
    Vectors features = TinyData.features();
    Labels labels = TinyData.PICTURES.labels();
    try (HashModel model =
        SdhTrainer.ofBits(16).withSeed(3).train(features.select(train), labels.select(train))) {
      return model.encode(features);
    }
  }

  private static double map(BinaryCodes codes, int[] queries, int[] database) {
    Labels labels = TinyData.PICTURES.labels();
    return Evaluation.ofRanking(
            codes.select(queries),
            codes.select(database),
            GroundTruth.fromLabels(labels.select(queries), labels.select(database)))
        .meanAveragePrecision();
  }
}
