package dev.orthant.jna;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.orthant.Orthant;
import dev.orthant.data.BinaryCodes;
import dev.orthant.encode.HashModel;
import dev.orthant.encode.Precision;
import dev.orthant.index.AutoIndex;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.IndexSnapshot;
import dev.orthant.index.LinearScan;
import dev.orthant.index.MultiIndexHash;
import dev.orthant.index.MultiIndexOptions;
import dev.orthant.index.MutableHammingIndex;
import dev.orthant.learn.GradientTrainer;
import dev.orthant.learn.MethodTrainer;
import dev.orthant.learn.SdhTrainer;
import dev.orthant.learn.SemanticItqTrainer;
import dev.orthant.search.BatchResult;
import dev.orthant.search.Certificate;
import dev.orthant.search.Query;
import dev.orthant.search.RerankedResult;
import dev.orthant.search.RowFilter;
import dev.orthant.search.SearchStats;
import dev.orthant.search.Searcher;
import dev.orthant.testing.Blobs;
import dev.orthant.testing.Codes;
import dev.orthant.testing.Hit;
import dev.orthant.testing.NativeFiles;
import dev.orthant.testing.Seeds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The C interface through JNA gives the answers that the Java API gives. */
final class JnaConformanceTest {
  private static final int ERROR_BYTES = 512;
  private static final OrthantLibrary C =
      Native.load(
          NativeFiles.core().toString(),
          OrthantLibrary.class,
          Map.of(Library.OPTION_STRING_ENCODING, StandardCharsets.UTF_8.name()));
  private static final Blobs BLOBS = Blobs.of(240, 9, 4, 5, 6);

  /** Flags of orthant_search. */
  private static final int MASKED = 1;

  private static final int FILTERED = 2;
  private static final int BUDGETED = 4;
  private static final int COUNT_ONLY = 8;

  private static final BinaryCodes CODES = Codes.repeated(Seeds.random("jna"), 500, 90, 100);
  private static final long[] QUERY = CODES.row(7);
  private static final long[] MASK = {0x0F0F, 0x3F};

  private final Memory error = new Memory(ERROR_BYTES);
  private final List<Runnable> frees = new ArrayList<>();
  @TempDir Path folder;

  @AfterEach
  void freeAll() {
    for (int i = frees.size() - 1; i >= 0; i--) {
      frees.get(i).run();
    }
  }

  @Test
  void theLibraryIsTheSame() {
    assertThat(C.orthant_version()).isEqualTo(Orthant.version());
    assertThat(C.orthant_simd_tier()).isEqualTo(Orthant.simdTier());
    assertThat(List.of(C.orthant_simd_tiers().split(","))).isEqualTo(Orthant.simdTiers());
    ok(C.orthant_simd_check(error));
  }

  @Test
  void trainingAndEncodingAgree() {
    Pointer model = train("sdh", Map.of("bits", 40.0, "anchors", 30.0, "seed", 3.0));
    long[] codes = encode(model, 40);
    try (HashModel same =
        SdhTrainer.ofBits(40).withAnchors(30).withSeed(3).train(BLOBS.vectors(), BLOBS.labels())) {
      assertThat(BinaryCodes.wrap(codes, 40)).isEqualTo(same.encode(BLOBS.vectors()));
      assertThat(C.orthant_model_bits(model)).isEqualTo(same.bits());
      assertThat(C.orthant_model_dimension(model)).isEqualTo(same.dimension());
      assertThat(C.orthant_model_semantic_dimension(model)).isZero();
      assertThat(C.orthant_model_provenance(model)).contains("method=sdh");
    }
    assertThat(encodeOneByOne(model)).isEqualTo(codes);
  }

  @Test
  void featuresInAFileGiveTheSameModel() throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(4 * 240 * 9).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(flat(BLOBS.features()));
    Path file = Files.write(folder.resolve("rows"), bytes.array());
    Map<String, Double> options = Map.of("bits", 40.0, "anchors", 30.0);
    Pointer training = start("sdh", options);
    assertThat(C.orthant_training_streams(training)).isEqualTo(1);
    ok(C.orthant_training_feature_file(training, file.toString(), 0, 240, 9, 0, null, error));
    assertThat(encode(trained(training), 40)).isEqualTo(encode(train("sdh", options), 40));
  }

  @Test
  void precisionsAgree() {
    Pointer model = train("sdh", Map.of("bits", 40.0, "anchors", 30.0, "seed", 3.0));
    try (HashModel same =
        SdhTrainer.ofBits(40).withAnchors(30).withSeed(3).train(BLOBS.vectors(), BLOBS.labels())) {
      for (Precision precision : Precision.values()) {
        int number = precision.ordinal();
        Pointer other = made(C.orthant_model_with_precision(model, number, error));
        frees.add(() -> C.orthant_model_free(other));
        assertThat(C.orthant_model_precision(other)).isEqualTo(number);
        try (HashModel narrow = same.withPrecision(precision)) {
          assertThat(BinaryCodes.wrap(encode(other, 40), 40))
              .isEqualTo(narrow.encode(BLOBS.vectors()));
        }
      }
    }
    assertThat(C.orthant_model_with_precision(model, 3, error)).isNull();
  }

  @Test
  void classNamesAgree() {
    Pointer model = train("semantic-itq", Map.of("bits", 24.0, "anchors", 30.0));
    long[] names = new long[4];
    float[] outside = new float[4];
    float[] vectors = flat(BLOBS.classVectors());
    ok(C.orthant_model_encode_semantics(model, vectors, 4, names, outside, error));
    long[] mask = new long[1];
    C.orthant_model_semantic_mask(model, mask);
    try (HashModel same =
        SemanticItqTrainer.ofBits(24)
            .withAnchors(30)
            .train(BLOBS.vectors(), BLOBS.labels(), BLOBS.semantics())) {
      assertThat(BinaryCodes.wrap(encode(model, 24), 24)).isEqualTo(same.encode(BLOBS.vectors()));
      assertThat(names).isEqualTo(same.encodeSemantics(BLOBS.semantics().vectors()).toWords());
      assertThat(outside).isEqualTo(same.semanticsOutside(BLOBS.semantics().vectors()));
      assertThat(mask).isEqualTo(same.semanticMask());
      assertThat(C.orthant_model_semantic_dimension(model)).isEqualTo(5);
    }
  }

  @Test
  void aModelSavedThroughJnaLoadsInJavaAndBack() throws Exception {
    Pointer model = train("itq", Map.of("bits", 12.0));
    String path = folder.resolve("model-\u00e4").toString();
    ok(C.orthant_model_save(model, path, error));
    try (HashModel loaded = HashModel.load(Path.of(path))) {
      assertThat(loaded.encode(BLOBS.vectors()).toWords()).isEqualTo(encode(model, 12));
      loaded.save(folder.resolve("again"));
    }
    Pointer again = made(C.orthant_model_load(folder.resolve("again").toString(), error));
    frees.add(() -> C.orthant_model_free(again));
    assertThat(encode(again, 12)).isEqualTo(encode(model, 12));
  }

  @Test
  void searchesAgree() throws Exception {
    Path path = folder.resolve("index");
    Pointer index = made(C.orthant_linear_scan_new(CODES.toWords(), 500, 100, error));
    ok(C.orthant_index_save(index, path.toString(), error));
    C.orthant_index_free(index);
    Pointer loaded = freed(C.orthant_index_load(path.toString(), 1, error));
    Pointer mapped = freed(C.orthant_index_map(path.toString(), 1, error));
    try (HammingIndex same = LinearScan.over(CODES)) {
      assertSameAnswers(loaded, same);
      assertSameAnswers(mapped, same);
    }
  }

  @Test
  void everyKindOfIndexAgrees() {
    Pointer multi = freed(C.orthant_multi_index_new(CODES.toWords(), 500, 100, 5, 2, error));
    Pointer auto = freed(C.orthant_auto_index_new(CODES.toWords(), 500, 100, 2, error));
    MultiIndexOptions options = MultiIndexOptions.defaults().withChunks(5);
    try (HammingIndex sameMulti = MultiIndexHash.over(CODES, options);
        HammingIndex sameAuto = AutoIndex.over(CODES)) {
      assertSameAnswers(multi, sameMulti);
      assertSameAnswers(auto, sameAuto);
    }
  }

  private void assertSameAnswers(Pointer index, HammingIndex same) {
    assertThat(C.orthant_index_rows(index)).isEqualTo(same.rows());
    assertThat(C.orthant_index_bits(index)).isEqualTo(same.bits());
    assertThat(C.orthant_index_describe(index))
        .contains("kind=" + same.facts().kind(), "distinct=" + same.facts().distinctCodes());
    Pointer searcher = searcher(index);
    try (Searcher other = same.newSearcher()) {
      assertThat(hits(searcher, C.orthant_search(searcher, 33, 100, 0)))
          .isEqualTo(Hit.of(other.nearest(QUERY, 33)));
      assertStats(searcher, other.certificate());
      assertThat(hits(searcher, C.orthant_search(searcher, 33, 100, MASKED)))
          .isEqualTo(Hit.of(other.nearest(QUERY, MASK, 33)));
      assertThat(hits(searcher, C.orthant_search(searcher, 0, 45, 0)))
          .isEqualTo(Hit.of(other.within(QUERY, 45)));
      assertThat(hits(searcher, C.orthant_search(searcher, 0, 6, MASKED)))
          .isEqualTo(Hit.of(other.within(QUERY, MASK, 6)));
      assertThat(hits(searcher, C.orthant_search(searcher, 9, 40, 0)))
          .isEqualTo(Hit.of(other.search(QUERY, Query.nearest(9).inRadius(40))));
      assertThat(C.orthant_searcher_verify(searcher, error)).isEqualTo(1);
      assertThat(C.orthant_searcher_explain(searcher, error)).contains("=");
      assertThat(C.orthant_search(searcher, 0, 45, COUNT_ONLY))
          .isEqualTo(other.count(QUERY, Query.within(45)));
    }
  }

  private void assertStats(Pointer searcher, Certificate certificate) {
    long[] stats = C.orthant_searcher_stats(searcher).getLongArray(0, 7);
    SearchStats same = certificate.stats();
    assertThat(stats)
        .containsExactly(
            certificate.exact() ? 1 : 0,
            certificate.provedRadius(),
            same.compared(),
            same.probes(),
            same.duplicates(),
            same.scanned(),
            same.probed());
  }

  @Test
  void filtersAndBudgetsAgree() {
    Pointer index = freed(C.orthant_linear_scan_new(CODES.toWords(), 500, 100, error));
    Pointer searcher = searcher(index);
    long[] bits = {-1L, 0x5555L};
    long[] ids = {3, 499, 70, 8};
    Pointer some = made(C.orthant_filter_of_bits(bits, 2, 1, error));
    Pointer others = made(C.orthant_filter_of_ids(ids, 4, 0, error));
    try (HammingIndex same = LinearScan.over(CODES);
        Searcher other = same.newSearcher();
        RowFilter sameSome = RowFilter.allowBits(bits);
        RowFilter sameOthers = RowFilter.deny(ids)) {
      ok(C.orthant_searcher_set_filter(searcher, some, error));
      C.orthant_filter_free(some);
      assertThat(hits(searcher, C.orthant_search(searcher, 20, 100, FILTERED)))
          .isEqualTo(Hit.of(other.search(QUERY, Query.nearest(20).filtered(sameSome))));
      ok(C.orthant_searcher_set_filter(searcher, others, error));
      C.orthant_filter_free(others);
      assertThat(hits(searcher, C.orthant_search(searcher, 0, 50, FILTERED)))
          .isEqualTo(Hit.of(other.search(QUERY, Query.within(50).filtered(sameOthers))));
      C.orthant_searcher_budget(searcher).setLong(0, 7);
      assertThat(hits(searcher, C.orthant_search(searcher, 5, 100, BUDGETED)))
          .isEqualTo(Hit.of(other.search(QUERY, Query.nearest(5).comparingAtMost(7))));
      assertStats(searcher, other.certificate());
      assertThat(other.certificate().exact()).isFalse();
    }
  }

  @Test
  void rerankingAgrees() {
    float[] projections = new float[100];
    for (int bit = 0; bit < 100; bit++) {
      projections[bit] = (float) Math.sin(bit);
    }
    Pointer index = freed(C.orthant_linear_scan_new(CODES.toWords(), 500, 100, error));
    Pointer searcher = searcher(index);
    C.orthant_search(searcher, 50, 100, 0);
    C.orthant_searcher_projections(searcher).write(0, projections, 0, 100);
    assertThat(C.orthant_searcher_rerank(searcher, 8)).isEqualTo(8);
    try (HammingIndex same = LinearScan.over(CODES);
        Searcher other = same.newSearcher()) {
      other.nearest(QUERY, 50);
      RerankedResult reranked = other.rerank(projections, 8);
      assertThat(C.orthant_searcher_ids(searcher).getLongArray(0, 8)).isEqualTo(reranked.ids());
      assertThat(C.orthant_searcher_scores(searcher).getFloatArray(0, 8))
          .isEqualTo(reranked.scores());
    }
  }

  @Test
  void batchesAgree() {
    Pointer index = freed(C.orthant_linear_scan_new(CODES.toWords(), 500, 100, error));
    long[] queries = CODES.toWords();
    Pointer batch =
        made(C.orthant_batch_new(index, queries, 500, 4, 100, MASKED, MASK, null, error));
    frees.add(() -> C.orthant_batch_free(batch));
    ok(C.orthant_batch_work(batch, error));
    try (HammingIndex same = LinearScan.over(CODES)) {
      BatchResult result = same.searchAll(CODES, Query.nearest(4).masked(MASK));
      for (int row = 0; row < 500; row++) {
        assertThat(C.orthant_batch_hits(batch, row)).isEqualTo(4);
        assertThat(C.orthant_batch_ids(batch, row).getLongArray(0, 4)).isEqualTo(result.ids(row));
        assertThat(C.orthant_batch_distances(batch, row).getIntArray(0, 4))
            .isEqualTo(result.distances(row));
      }
    }
  }

  @Test
  void changingIndexesAgree() throws Exception {
    Pointer index = made(C.orthant_mutable_index_open(folder.toString(), 100, error));
    frees.add(() -> C.orthant_mutable_index_free(index));
    long[] keys = LongStream.range(-250, 250).toArray();
    ok(C.orthant_mutable_index_add(index, keys, CODES.toWords(), 500, error));
    ok(C.orthant_mutable_index_remove(index, new long[] {7, 8}, 2, error));
    assertThat(C.orthant_mutable_index_merge_due(index)).isZero();
    ok(C.orthant_mutable_index_replace(index, new long[] {-9}, QUERY, 1, error));
    assertThat(C.orthant_mutable_index_merge(index, 1, error)).isEqualTo(1);
    ok(C.orthant_mutable_index_sync(index, error));
    assertThat(C.orthant_mutable_index_bits(index)).isEqualTo(100);
    assertThat(C.orthant_mutable_index_rows(index)).isEqualTo(498);
    assertThat(C.orthant_mutable_index_recovery(index)).contains("log_bytes=0");
    Pointer snapshot = freed(C.orthant_mutable_index_snapshot(index, error));
    Pointer following = searcher(snapshot);
    ok(C.orthant_mutable_index_add(index, new long[] {1000}, QUERY, 1, error));
    assertThat(C.orthant_searcher_follow(following, index, error)).isEqualTo(1);
    List<Hit> newest = hits(following, C.orthant_search(following, 3, 100, 0));
    ok(C.orthant_mutable_index_remove(index, new long[] {1000}, 1, error));
    ok(C.orthant_mutable_index_close(index, error));
    assertThat(C.orthant_searcher_follow(following, index, error)).isEqualTo(-1);
    try (MutableHammingIndex same = MutableHammingIndex.open(folder);
        Searcher sameNewest = same.newSearcher()) {
      same.mergeAll(); // so that its facts do not count the removed row
      try (IndexSnapshot sameRows = same.snapshot()) {
        assertSameAnswers(snapshot, sameRows);
      }
      same.add(1000, QUERY);
      assertThat(newest).isEqualTo(Hit.of(sameNewest.nearest(QUERY, 3)));
      same.remove(1000);
    }
    Pointer report = made(C.orthant_folder_check(folder.toString(), error));
    frees.add(() -> C.orthant_folder_report_free(report));
    assertThat(C.orthant_folder_report_text(report))
        .contains("rows=" + MutableHammingIndex.check(folder).rows(), "bits=100");
  }

  /** With room for all, the query and the mask. */
  private Pointer searcher(Pointer index) {
    Pointer searcher = made(C.orthant_searcher_new(index, error));
    frees.add(() -> C.orthant_searcher_free(searcher));
    ok(C.orthant_searcher_reserve(searcher, 500, error));
    C.orthant_searcher_query(searcher).write(0, QUERY, 0, 2);
    C.orthant_searcher_mask(searcher).write(0, MASK, 0, 2);
    return searcher;
  }

  @Test
  void levelsCountEveryRowOnce() {
    BinaryCodes codes = Codes.repeated(Seeds.random("levels"), 300, 60, 16);
    Pointer index = freed(C.orthant_linear_scan_new(codes.toWords(), 300, 16, error));
    byte[] relevant = new byte[300];
    long[] expected = new long[17];
    long[] expectedHits = new long[17];
    for (int row = 0; row < 300; row++) {
      relevant[row] = (byte) (row % 3 == 0 ? 1 : 0);
      int distance = codes.distance(0, codes, row);
      expected[distance]++;
      expectedHits[distance] += relevant[row];
    }
    long[] items = new long[17];
    long[] hits = new long[17];
    ok(C.orthant_count_levels(index, codes.row(0), null, relevant, items, hits, error));
    assertThat(items).isEqualTo(expected);
    assertThat(hits).isEqualTo(expectedHits);
  }

  @Test
  void failuresFillTheError() {
    assertThat(C.orthant_training_new("deep", error)).isNull();
    assertThat(error.getInt(0)).isEqualTo(1);
    assertThat(message()).contains("deep");
    assertThat(C.orthant_training_new("deep", null)).isNull();
    Pointer training = made(C.orthant_training_new("lsh", error));
    frees.add(() -> C.orthant_training_free(training));
    assertThat(C.orthant_training_set(training, "bits", 1025, error)).isEqualTo(1);
    assertThat(message()).contains("1025").contains("1024");
    assertThat(C.orthant_training_set(training, "sweets", 1, error)).isEqualTo(1);
    assertThat(message()).contains("sweets");
    assertThat(C.orthant_model_load(folder.resolve("nowhere").toString(), error)).isNull();
    assertThat(error.getInt(0)).isEqualTo(4);
    assertThat(C.orthant_matrix_new(0, 3, error)).isNull();
    assertThat(C.orthant_matrix_new(Long.MAX_VALUE, 3, error)).isNull();
  }

  @Test
  void methodsAreListedWithTheirNeeds() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < C.orthant_method_count(); i++) {
      names.add(C.orthant_method_name(i));
      Pointer training = made(C.orthant_training_new(names.get(i), error));
      frees.add(() -> C.orthant_training_free(training));
      assertThat(C.orthant_training_needs(training))
          .isEqualTo(MethodTrainer.named(names.get(i), 8).needs().ordinal());
    }
    assertThat(names).isEqualTo(MethodTrainer.methods());
  }

  @Test
  void optionsAreListedWithTheirValues() {
    Pointer training = made(C.orthant_training_new("zsh", error));
    frees.add(() -> C.orthant_training_free(training));
    ok(C.orthant_training_set(training, "bits", 17, error));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < C.orthant_training_option_count(training); i++) {
      names.add(C.orthant_training_option_name(training, i));
      if (names.get(i).equals("bits")) {
        assertThat(C.orthant_training_option_value(training, i)).isEqualTo(17);
      }
    }
    assertThat(names).contains("bits", "seed", "threads", "anchors").doesNotHaveDuplicates();
  }

  @Test
  void aCancelledRunFailsWithItsStatus() {
    Pointer training = start("itq", Map.of("bits", 8.0));
    C.orthant_training_cancel(training);
    assertThat(C.orthant_training_step(training, error)).isEqualTo(-1);
    assertThat(error.getInt(0)).isEqualTo(7);
  }

  @Test
  void aTrainingIsContinuedFromItsCheckpoint() throws Exception {
    Map<String, Double> options = Map.of("bits", 16.0, "rounds", 4.0);
    String path = folder.resolve("checkpoint-\u00e4").toString();
    Pointer first = start("csq", options);
    assertThat(C.orthant_training_step(first, error)).isEqualTo(1);
    ok(C.orthant_training_save(first, path, error));
    Pointer second = start("csq", options);
    assertThat(C.orthant_training_resume(second, path, error)).as(message()).isEqualTo(1);
    assertThat(C.orthant_training_rounds_done(second)).isEqualTo(1);
    while (C.orthant_training_step(second, error) == 1) {
      assertThat(C.orthant_training_rounds_done(second)).isLessThan(4);
    }
    Pointer model = made(C.orthant_training_finish(second, error));
    frees.add(() -> C.orthant_model_free(model));
    try (HashModel same =
        GradientTrainer.of(GradientTrainer.Loss.CSQ, 16)
            .withEpochs(4)
            .withCheckpoints(Path.of(path), 1)
            .train(BLOBS.vectors(), BLOBS.labels())) {
      assertThat(BinaryCodes.wrap(encode(model, 16), 16)).isEqualTo(same.encode(BLOBS.vectors()));
    }
  }

  @Test
  void aModelIsRefittedFromSums() throws Exception {
    Pointer features = matrixOfBlobs();
    Pointer model = train("semantic-itq", Map.of("bits", 16.0, "anchors", 30.0));
    float[] vectors = flat(BLOBS.classVectors());
    int[] labels = BLOBS.classes();
    Pointer sums = made(C.orthant_sums_new(model, features, labels, null, 4, vectors, 5, 2, error));
    frees.add(() -> C.orthant_sums_free(sums));
    ok(C.orthant_sums_add(sums, features, labels, null, 4, 1, error));
    assertThat(C.orthant_sums_rows(sums)).isEqualTo(480);
    ok(C.orthant_sums_remove(sums, features, labels, null, 4, 1, error));
    assertThat(C.orthant_sums_rows_of(sums, 2)).isEqualTo(60);
    String path = folder.resolve("sums-\u00e4").toString();
    ok(C.orthant_sums_save(sums, path, error));
    Pointer loaded = made(C.orthant_sums_load(path, error));
    frees.add(() -> C.orthant_sums_free(loaded));
    Pointer refitted = made(C.orthant_sums_refit(loaded, model, error));
    frees.add(() -> C.orthant_model_free(refitted));
    assertThat(C.orthant_model_provenance(refitted)).endsWith("refit-rows=240\n");
  }

  @Test
  void trainingsShareTheirDataBeforeTheFirstStep() {
    Pointer first = start("itq", Map.of("bits", 8.0));
    ok(C.orthant_training_features(first, matrixOfBlobs(), error));
    Pointer second = start("itq", Map.of("bits", 16.0));
    ok(C.orthant_training_share(second, first, error));
    assertThat(C.orthant_training_step(second, error)).isGreaterThanOrEqualTo(0);
    assertThat(C.orthant_training_share(first, second, error)).isEqualTo(1);
    assertThat(message()).contains("before the first step");
  }

  @Test
  void rowsWithoutLabelsAreForOneMethod() {
    Pointer rows = matrixOfBlobs();
    ok(C.orthant_training_unlabelled(start("orthant", Map.of("bits", 16.0)), rows, error));
    Pointer itq = start("itq", Map.of("bits", 8.0));
    assertThat(C.orthant_training_unlabelled(itq, rows, error)).isEqualTo(1);
    assertThat(message()).contains("takes no rows without labels");
  }

  @Test
  void freeingNothingIsAllowed() {
    C.orthant_matrix_free(null);
    C.orthant_training_free(null);
    C.orthant_sums_free(null);
    C.orthant_model_free(null);
    C.orthant_encoder_free(null);
    C.orthant_index_free(null);
    C.orthant_filter_free(null);
    C.orthant_searcher_free(null);
    C.orthant_batch_free(null);
    C.orthant_mutable_index_free(null);
    C.orthant_folder_report_free(null);
  }

  private Pointer start(String method, Map<String, Double> options) {
    Pointer features = matrixOfBlobs();
    Pointer training = made(C.orthant_training_new(method, error));
    frees.add(() -> C.orthant_training_free(training));
    options.forEach((name, value) -> ok(C.orthant_training_set(training, name, value, error)));
    ok(C.orthant_training_features(training, features, error));
    if (!method.equals("itq")) {
      ok(C.orthant_training_labels(training, BLOBS.classes(), null, 240, 4, error));
    }
    if (method.equals("semantic-itq") || method.equals("orthant")) {
      float[] vectors = flat(BLOBS.classVectors());
      ok(C.orthant_training_semantics(training, vectors, 4, 5, error));
    }
    return training;
  }

  private Pointer matrixOfBlobs() {
    Pointer features = made(C.orthant_matrix_new(240, 9, error));
    C.orthant_matrix_row(features, 0).write(0, flat(BLOBS.features()), 0, 240 * 9);
    frees.add(() -> C.orthant_matrix_free(features));
    return features;
  }

  private Pointer train(String method, Map<String, Double> options) {
    return trained(start(method, options));
  }

  private Pointer trained(Pointer training) {
    int more;
    do {
      more = C.orthant_training_step(training, error);
      assertThat(more).as(message()).isNotEqualTo(-1);
    } while (more == 1);
    int rounds = C.orthant_training_rounds_done(training);
    assertThat(rounds).isBetween(1, C.orthant_training_rounds_at_most(training));
    assertThat(C.orthant_training_objective(training, rounds - 1)).isFinite();
    Pointer model = made(C.orthant_training_finish(training, error));
    frees.add(() -> C.orthant_model_free(model));
    return model;
  }

  private long[] encode(Pointer model, int bits) {
    long[] codes = new long[240 * Codes.words(bits)];
    ok(C.orthant_model_encode(model, flat(BLOBS.features()), 240, 2, codes, error));
    return codes;
  }

  private long[] encodeOneByOne(Pointer model) {
    Pointer encoder = made(C.orthant_encoder_new(model, error));
    frees.add(() -> C.orthant_encoder_free(encoder));
    long[] codes = new long[240];
    for (int row = 0; row < 240; row++) {
      C.orthant_encoder_vector(encoder).write(0, BLOBS.features()[row], 0, 9);
      assertThat(C.orthant_encode(encoder)).isEqualTo(1);
      codes[row] = C.orthant_encoder_code(encoder).getLong(0);
      float first = C.orthant_encoder_projections(encoder).getFloat(0);
      assertThat(first > 0).isEqualTo((codes[row] & 1) != 0);
    }
    C.orthant_encoder_vector(encoder).setFloat(0, Float.NaN);
    assertThat(C.orthant_encode(encoder)).isZero();
    assertThat(C.orthant_encoder_code(encoder).getLong(0)).isEqualTo(codes[239]);
    return codes;
  }

  private static List<Hit> hits(Pointer searcher, long count) {
    List<Hit> hits = new ArrayList<>();
    for (int rank = 0; rank < count; rank++) {
      hits.add(
          new Hit(
              C.orthant_searcher_ids(searcher).getLong(8L * rank),
              C.orthant_searcher_distances(searcher).getInt(4L * rank)));
    }
    return hits;
  }

  private static float[] flat(float[][] rows) {
    float[] all = new float[rows.length * rows[0].length];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, all, row * rows[0].length, rows[0].length);
    }
    return all;
  }

  private void ok(int status) {
    assertThat(status).as(status == 0 ? "" : message()).isZero();
  }

  /** An index, freed in the end. */
  private Pointer freed(Pointer index) {
    frees.add(() -> C.orthant_index_free(index));
    return made(index);
  }

  private Pointer made(Pointer handle) {
    assertThat(handle).as(handle == null ? message() : "").isNotNull();
    return handle;
  }

  private String message() {
    return error.getString(4, StandardCharsets.UTF_8.name());
  }
}
