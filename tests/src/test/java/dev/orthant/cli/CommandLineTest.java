package dev.orthant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.orthant.NativeLibraryException;
import dev.orthant.data.BinaryCodes;
import dev.orthant.data.NpyFile;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.learn.MethodTrainer;
import dev.orthant.testing.Blobs;
import dev.orthant.testing.NpyBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs one after the other, on files as a user has them. */
final class CommandLineTest {
  private static final Blobs BLOBS = Blobs.of(600, 10, 6, 5, 8);
  private static final String DATA = " --features F.npy --labels L.npy --semantics S.npy ";

  /** These rows are so easy that codes may collapse, which a training warns of on err. */
  private static final Logger LOGGER = Logger.getLogger("dev.orthant");

  @TempDir static Path folder;

  @BeforeAll
  static void writeTheFiles() throws IOException {
    LOGGER.setLevel(Level.OFF);
    NpyFile.write(folder.resolve("F.npy"), BLOBS.vectors());
    NpyFile.write(folder.resolve("L.npy"), BLOBS.classes());
    NpyFile.write(folder.resolve("S.npy"), Vectors.copyOf(BLOBS.classVectors()));
    NpyFile.write(folder.resolve("Q.npy"), IntStream.range(0, 60).toArray());
    NpyFile.write(folder.resolve("D.npy"), IntStream.range(60, 600).toArray());
  }

  @AfterAll
  static void warnAgain() {
    LOGGER.setLevel(null);
  }

  static List<String> methods() {
    return MethodTrainer.methods();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void everyMethodGoesFromFeaturesToFigures(String method) throws IOException {
    String given =
        switch (MethodTrainer.named(method, 32).needs()) {
          case FEATURES -> " --features F.npy ";
          case LABELS -> " --features F.npy --labels L.npy ";
          case SEMANTICS -> DATA;
        };
    String model = path(method + ".orthant");
    JsonObject trained =
        json("train --json --method " + method + given + "--bits 32 --rows D.npy --out " + model);
    assertThat(trained.get("bits").getAsInt()).isEqualTo(32);
    assertThat(trained.get("rows").getAsInt()).isEqualTo(540);
    JsonObject figures =
        json(
            "evaluate --json --features F.npy --labels L.npy --queries Q.npy --database D.npy"
                + " --k 50 --model "
                + model);
    assertThat(figures.get("map").getAsDouble())
        .isBetween(
            figures.getAsJsonObject("mapBounds").get("lowest").getAsDouble(),
            figures.getAsJsonObject("mapBounds").get("highest").getAsDouble())
        .isGreaterThan(0.5);
    try (HashModel loaded = HashModel.load(Path.of(model))) {
      assertThat(loaded.provenance().method()).isEqualTo(method);
    }
    assertThat(good("inspect " + model)).contains(method);
  }

  @Test
  void healthSaysWhatCodesAreLike() throws IOException {
    String model = path("health.orthant");
    good("train --method itq --features F.npy --bits 10 --out " + model);
    good("encode --features F.npy --model " + model + " --out " + path("health.npy"));
    JsonObject codes = json("health --json --bits 10 --codes health.npy");
    JsonObject both = json("health --json --features F.npy --labels L.npy --model " + model);
    assertThat(codes.get("distinctCodes").getAsInt())
        .isEqualTo(both.get("distinctCodes").getAsInt());
    assertThat(codes.get("quantisationError").isJsonNull()).isTrue();
    assertThat(both.get("quantisationError").getAsDouble()).isBetween(0.0, 1.0);
    assertThat(both.getAsJsonArray("balance")).hasSize(10);
    assertThat(good("health --bits 10 --codes health.npy"))
        .contains("of 600 codes of 10 bits", "entropy of the codes", "LinearScan");
    refused("health --codes health.npy", "--bits");
    refused("health --codes health.npy --bits 10 --model " + model, "either");
    refused("health --features F.npy", "either");
  }

  @Test
  void theCodeLengthIsChosenOnRowsHeldOut() {
    String train =
        "train --method lsh --features F.npy --labels L.npy --out " + path("auto.orthant");
    JsonObject trained = json(train + " --json --bits auto --lengths 2,24 --tolerance 0.02");
    assertThat(trained.get("bits").getAsInt()).isEqualTo(24);
    assertThat(trained.getAsJsonObject("lengths").getAsJsonArray("trials")).hasSize(2);
    assertThat(good(train + " --bits auto --lengths 8,2 --tolerance 1")).contains("chosen: 2 bits");
    refused(train + " --bits few", "few", "auto");
    refused(train + " --bits 0", "0");
    refused(train + " --bits 8 --lengths 2", "--bits auto");
    refused("train --method lsh --features F.npy --bits auto --out " + path("x"), "--labels");
  }

  @Test
  void codesAreIndexedAndSearched() throws IOException {
    String model = path("m.orthant");
    good("train --method itq --features F.npy --bits 48 --out " + model);
    good("encode --features F.npy --model " + model + " --out " + path("codes.npy"));
    good("index --bits 48 --codes codes.npy --out " + path("i.orthant"));
    try (HashModel loaded = HashModel.load(Path.of(model))) {
      assertThat(NpyFile.open(folder.resolve("codes.npy")).codes(48))
          .isEqualTo(loaded.encode(BLOBS.vectors()));
    }
    JsonObject found = json("search --json --k 3 --queries codes.npy --index " + path("i.orthant"));
    JsonObject first = found.getAsJsonArray("results").get(0).getAsJsonObject();
    assertThat(first.getAsJsonArray("ids")).hasSize(3);
    assertThat(first.getAsJsonArray("distances").get(0).getAsInt()).isZero();
    String hits = path("hits.npy");
    good("search --radius 4 --queries codes.npy --index " + path("i.orthant") + " --out " + hits);
    assertThat(NpyFile.open(Path.of(hits)).shape()[1]).isEqualTo(3);
    try (HashModel loaded = HashModel.load(Path.of(model))) {
      long[] far = loaded.encode(BLOBS.vectors().select(new int[] {0})).row(0);
      far[0] ^= 0x5555_5555_5555L;
      NpyFile.write(folder.resolve("far.npy"), BinaryCodes.wrap(far, 48));
    }
    good("search --radius 0 --queries far.npy --index " + path("i.orthant") + " --out " + hits);
    assertThat(NpyFile.open(Path.of(hits)).shape()).containsExactly(0, 3);
  }

  @Test
  void aModelIsExportedInAnotherPrecision() throws IOException {
    String model = path("learned.orthant");
    String exported = path("int8.orthant");
    good("train --method sdh --bits 32 --features F.npy --labels L.npy --out " + model);
    String export = "export --json --features F.npy --model " + model + " --out " + exported;
    JsonObject plain = json(export);
    assertThat(plain.get("mapBefore").isJsonNull()).isTrue();
    assertThat(plain.get("to").getAsString()).isEqualTo("INT8");
    JsonObject report = json(export + " --labels L.npy --queries Q.npy");
    assertThat(report.get("rows").getAsInt()).isEqualTo(600);
    assertThat(report.get("agreement").getAsDouble()).isBetween(0.95, 1.0);
    assertThat(report.getAsJsonArray("agreementPerBit")).hasSize(32);
    assertThat(report.get("mapChange").getAsDouble())
        .isEqualTo(report.get("mapAfter").getAsDouble() - report.get("mapBefore").getAsDouble());
    JsonObject figures =
        json(
            "evaluate --json --features F.npy --labels L.npy --queries Q.npy --database D.npy"
                + " --model "
                + exported);
    assertThat(report.get("mapAfter").getAsDouble()).isEqualTo(figures.get("map").getAsDouble());
    assertThat(good("inspect " + exported)).contains("int8");
    assertThat(good("export --features F.npy --model " + model + " --out " + exported))
        .contains("fp32 to int8: 600 rows, 32 bits", "rule of thumb", "written to");
    String back = path("back.orthant");
    good("export --precision fp32 --features F.npy --model " + exported + " --out " + back);
    assertThat(folder.resolve("back.orthant"))
        .hasSameBinaryContentAs(folder.resolve("learned.orthant"));
    refused(export + " --labels L.npy", "--labels and --queries");
  }

  @Test
  void aCollapseIsOnePlainLine() throws IOException {
    NpyFile.write(
        folder.resolve("same.npy"), Vectors.wrap(new float[] {1, 2, 1, 2, 1, 2, 1, 2}, 2));
    String train = "train --method lsh --bits 8 --features " + path("same.npy") + " --out ";
    LOGGER.setLevel(null);
    try {
      CommandLineRun run = CommandLineRun.of((train + path("same.orthant")).split(" "));
      assertThat(run.exit()).isZero();
      assertThat(run.err().lines()).hasSize(1);
      assertThat(run.err()).startsWith("orthant: warning: the codes of lsh have collapsed");
    } finally {
      LOGGER.setLevel(Level.OFF);
    }
  }

  @Test
  void aPresetIsAWordOfItsOwn() {
    String train = "train --json --bits 16 --option anchors=50" + DATA + "--out " + path("preset");
    JsonObject options = json(train + " --method zsh-published").getAsJsonObject("options");
    assertThat(options.get("graph").getAsDouble()).isEqualTo(1);
    refused(train + " --method zsh-improved", "zsh-improved", "zsh-published");
    assertThat(good("train --help").replaceAll("\\s+", " "))
        .contains("zsh-published", "METHOD-PRESET")
        .doesNotContain("--preset");
  }

  @Test
  void theListOfVerbsSaysOneWholeSentenceOfEach() {
    List<String> verbs =
        good("--help").lines().dropWhile(line -> !line.equals("Commands:")).skip(1).toList();
    assertThat(verbs.stream().filter(line -> line.contains("  check ")))
        .singleElement()
        .asString()
        .endsWith("file.");
  }

  @Test
  void withoutAMethodTheLibrarysOwnIsTrained() {
    JsonObject trained = json("train --json --bits 32" + DATA + "--out " + path("own.orthant"));
    assertThat(trained.get("method").getAsString()).isEqualTo("orthant");
    assertThat(trained.getAsJsonObject("options").get("balance").getAsDouble()).isEqualTo(-1);
    refused("train --bits 8 --features F.npy --out " + path("x"), "orthant", "labels");
  }

  @Test
  void aClassHeldOutIsFoundByItsName() throws IOException {
    String model = path("names.orthant");
    good("train --method semantic-itq --bits 32 --seen 0,1,2,3,4" + DATA + "--out " + model);
    good("encode --features F.npy --model " + model + " --out " + path("all.npy"));
    good("index --bits 32 --codes all.npy --out " + path("all.orthant"));
    JsonObject found =
        json(
            "search --json --k 20 --semantics S.npy --model "
                + model
                + " --index "
                + path("all.orthant"));
    var ids = found.getAsJsonArray("results").get(5).getAsJsonObject().getAsJsonArray("ids");
    long right =
        IntStream.range(0, 20).filter(i -> BLOBS.classes()[ids.get(i).getAsInt()] == 5).count();
    assertThat(right).isGreaterThan(10);
    String one = "search --k 2 --semantics S.npy --class 5 --model " + model + " --index ";
    assertThat(good(one + path("all.orthant"))).startsWith("5: " + ids.get(0).getAsInt() + "@");
    refused(one.replace("--class 5", "--class 9") + path("all.orthant"), "9", "0 to 5");
  }

  /** The mean of equal vectors is those at unit length, as training sees them but for rounding. */
  @Test
  void severalVectorsPerClassAreAveraged() throws IOException {
    NpyFile.write(folder.resolve("narrow.npy"), Vectors.wrap(new float[12], 2));
    String train = "train --method semantic-itq --bits 24 --features F.npy --labels L.npy --out ";
    good(train + path("one.orthant") + " --semantics S.npy");
    good(train + path("two.orthant") + " --semantics S.npy,S.npy");
    try (HashModel one = HashModel.load(folder.resolve("one.orthant"));
        HashModel two = HashModel.load(folder.resolve("two.orthant"))) {
      long[] codes = one.encode(BLOBS.vectors()).toWords();
      long[] others = two.encode(BLOBS.vectors()).toWords();
      assertThat(IntStream.range(0, 600).map(i -> Long.bitCount(codes[i] ^ others[i])).sum())
          .isLessThan(144); // a hundredth of all bits
    }
    refused(train + path("x.orthant") + " --semantics S.npy,narrow.npy", "have no mean");
  }

  @Test
  void rowsWithoutLabelsHelpTheLibrarysOwnMethodAlone() throws IOException {
    String train = "train --bits 16 --option anchors=50 --rows D.npy" + DATA;
    String model = path("unlabelled.orthant");
    good(train + "--unlabelled F.npy --out " + model);
    try (HashModel loaded = HashModel.load(Path.of(model))) {
      assertThat(loaded.provenance().entries()).containsEntry("unlabelled", "600");
    }
    String zsh = "train --method zsh --bits 16" + DATA + "--out " + path("x.orthant");
    refused(zsh + " --unlabelled F.npy", "\"zsh\"", "\"orthant\"");
    String itq = "train --method itq --bits 8 --features F.npy --out " + model;
    refused(itq + " --unlabelled F.npy", "itq");
  }

  @Test
  void queriesThatStandInTheDatabaseAreReported() throws IOException {
    String model = path("overlap.orthant");
    good("train --method itq --features F.npy --bits 16 --out " + model);
    NpyFile.write(folder.resolve("QF.npy"), BLOBS.vectors().select(new int[] {3, 5}));
    NpyFile.write(folder.resolve("QL.npy"), new int[] {0, 1});
    String evaluate = "evaluate --json --features F.npy --labels L.npy --model " + model;
    String own = evaluate + " --query-features QF.npy --query-labels QL.npy";
    assertThat(overlap(evaluate + " --queries Q.npy")).isEqualTo(60);
    assertThat(overlap(evaluate + " --queries Q.npy --database D.npy")).isZero();
    assertThat(overlap(own)).isEqualTo(2);
    assertThat(overlap(own + " --database D.npy")).isZero();
  }

  @Test
  void indicatorsSayWhatClassNumbersSay() throws IOException {
    int rows = BLOBS.vectors().rows();
    byte[] marks = new byte[rows * 6];
    long[] longs = new long[rows * 6];
    for (int row = 0; row < rows; row++) {
      marks[row * 6 + BLOBS.classes()[row]] = 1;
      longs[row * 6 + BLOBS.classes()[row]] = 1;
    }
    Files.write(folder.resolve("LB.npy"), NpyBytes.file("|b1", rows + ", 6", marks));
    Files.write(
        folder.resolve("LI.npy"), NpyBytes.file("<i8", rows + ", 6", NpyBytes.longs(longs)));
    String train = "train --method sdh --bits 16 --features F.npy --out ";
    for (String name : new String[] {"L", "LB", "LI"}) {
      good(train + path(name + ".orthant") + " --labels " + name + ".npy");
      assertThat(folder.resolve(name + ".orthant"))
          .hasSameBinaryContentAs(folder.resolve("L.orthant"));
    }
  }

  private static int overlap(String line) {
    return json(line).get("overlap").getAsInt();
  }

  @Test
  void theSameCommandWritesTheSameBytes() throws IOException {
    good("train --method zsh --bits 32 --threads 1" + DATA + "--out " + path("one.orthant"));
    good("train --method zsh --bits 32 --threads 2" + DATA + "--out " + path("two.orthant"));
    assertThat(Files.readAllBytes(folder.resolve("one.orthant")))
        .isEqualTo(Files.readAllBytes(folder.resolve("two.orthant")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "train",
        "health",
        "encode",
        "export",
        "index",
        "search",
        "join",
        "evaluate",
        "inspect",
        "check",
        "reproduce"
      })
  void everyVerbExplainsItself(String verb) {
    String help = good(verb + " --help");
    assertThat(help).contains("Usage: orthant " + verb).contains("--json");
    assertThat(help.lines()).allMatch(line -> line.length() <= 100);
    if (help.contains("npy") && !verb.equals("demo")) {
      assertThat(help).containsPattern("rows|row numbers");
    }
  }

  @Test
  void badInputIsOneLineAndExitCodeTwo() throws IOException {
    String out = " --out " + path("never.orthant");
    String itq = "train --method itq --features F.npy --bits ";
    refused("frobnicate", "frobnicate");
    refused(itq + "0" + out, "0", "1024");
    refused(itq + "1025" + out, "1025", "1024");
    String noFile = "train --method itq --bits 8 --features " + folder + out;
    refused(noFile, folder + ": is a folder");
    refused(itq + "8 --option sweets=1" + out, "sweets");
    refused(itq + "8 --threads 0" + out, "0", "256");
    refused("train --method deep --features F.npy --bits 8" + out, "deep", "semantic-itq");
    refused("train --method sdh --features F.npy --bits 8" + out, "labels");
    refused("train --method itq --features nowhere.npy --bits 8" + out, "nowhere.npy");
    refused("train --method itq --features L.npy --bits 8" + out, "L.npy");
    refused("train --method zsh --bits 8 --seen 0,9" + DATA + out.strip(), "9");
    refused("train --method zsh --bits 8 --seen 2" + DATA + out.strip(), "1");
    refused(itq + "8 --out " + path("no/such/folder/m"), "such");
    refused("encode --features F.npy --model F.npy" + out, "F.npy");
    refused("index --bits 8 --codes F.npy" + out, "F.npy");
    refused("search --k 1 --queries Q.npy --index nowhere", "nowhere");
    assertThat(folder.resolve("never.orthant")).doesNotExist();
  }

  @Test
  void refusedFilesLeaveNothingBehind() throws IOException {
    Files.write(folder.resolve("bad.npy"), new byte[] {1, 2, 3});
    float[][] rows = {{1, 2}, {Float.NaN, 3}};
    NpyFile.write(folder.resolve("nan.npy"), Vectors.copyOf(rows));
    refused("train --method lsh --bits 8 --features bad.npy --out " + path("x"), "bad.npy");
    refused("train --method lsh --bits 8 --features nan.npy --out " + path("x"), "row 1");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.equals("x") || name.contains(".tmp") || name.contains(".part"));
    }
  }

  @Test
  void namesAreRefusedThatNothingIsKnownOf() throws IOException {
    Files.write(folder.resolve("latin1.npy"), new byte[] {'c', 'a', 'f', (byte) 0xe9, '\n'});
    Files.writeString(folder.resolve("seven.npy"), "a\nb\nc\nd\ne\nf\ng\n");
    String sdh = "train --method sdh --features F.npy --labels L.npy --bits 8 --out " + path("x");
    refused(sdh + " --seen a,g --class-names seven.npy", "\"g\"", "6", "5");
    refused(sdh + " --seen a,b --class-names latin1.npy", "latin1.npy", "UTF-8");
  }

  @Test
  void aModelWithoutSemanticBitsHasNoMask() throws IOException {
    String model = path("nomask.orthant");
    good("train --method itq --features F.npy --bits 16 --out " + model);
    good("encode --features F.npy --model " + model + " --out " + path("nomask.npy"));
    good("index --bits 16 --codes nomask.npy --out " + path("nomask-index.orthant"));
    refused(
        "search --k 1 --mask-semantic --features F.npy --model "
            + model
            + " --index "
            + path("nomask-index.orthant"),
        "--mask-semantic");
  }

  @Test
  void optionsThatWouldDoNothingAreRefused() {
    String model = path("strays.orthant");
    good("train --method semantic-itq --bits 16" + DATA + "--out " + model);
    String encode = "encode --semantics S.npy --model " + model + " --out " + path("strays.npy");
    refused(encode + " --rows Q.npy", "--rows", "--features");
    refused(encode + " --scale S.npy", "--scale", "--features");
    good(encode);
    good("index --codes strays.npy --bits 16 --out " + path("strays-index"));
    String search = "search --k 1 --index " + path("strays-index");
    refused(search + " --queries strays.npy --rows Q.npy", "--rows", "--features");
    refused(search + " --semantics S.npy --rows Q.npy --model " + model, "--rows", "--features");
    String train = "train --method zsh --bits 8" + DATA + "--out " + path("x");
    refused(train + " --names all", "--names", "--seen");
    refused(train + " --names seen", "--names", "--seen");
  }

  @Test
  void anEvaluationWithoutQueriesIsRefused() throws IOException {
    NpyFile.write(folder.resolve("none.npy"), new int[0]);
    NpyFile.write(folder.resolve("codes8.npy"), BinaryCodes.wrap(new long[600], 8));
    NpyFile.write(folder.resolve("codes0.npy"), BinaryCodes.wrap(new long[0], 8));
    String evaluate = "evaluate --codes codes8.npy --bits 8 --labels L.npy";
    refused(evaluate + " --queries none.npy", "no query");
    refused(evaluate + " --query-codes codes0.npy --query-labels none.npy", "no query");
  }

  @Test
  void aMissingNativeLibraryIsOneLineAndNoDefect() {
    CommandLineRun run =
        CommandLineRun.failing(new NativeLibraryException("ORTHANT_SIMD=x names no tier", null));
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err().lines()).containsExactly("orthant: ORTHANT_SIMD=x names no tier");
  }

  @Test
  void thereAreNoMoreThreadsThanTheLibraryTakes() {
    assertThat(Threads.forCores(2)).isEqualTo(2);
    assertThat(Threads.forCores(384)).isEqualTo(256);
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  private static String good(String line) {
    return CommandLineRun.good(inFolder(line));
  }

  private static void refused(String line, String... parts) {
    CommandLineRun.refused(inFolder(line), parts);
  }

  private static JsonObject json(String line) {
    return JsonParser.parseString(good(line)).getAsJsonObject();
  }

  /** Verbs that read files find them in the folder of the test. */
  private static String inFolder(String line) {
    boolean reads = line.contains(".npy") && !line.contains("--help");
    return line + (reads ? " --data " + folder : "");
  }
}
