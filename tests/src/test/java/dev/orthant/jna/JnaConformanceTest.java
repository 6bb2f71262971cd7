package dev.orthant.jna;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.orthant.learn.SdhTrainer;
import dev.orthant.learn.SemanticItqTrainer;
import dev.orthant.search.BatchResult;
import dev.orthant.search.Certificate;
import dev.orthant.search.Query;
import dev.orthant.search.RerankedResult;
import dev.orthant.search.RowFilter;
import dev.orthant.search.SearchStats;
import dev.orthant.search.Searcher;
import dev.orthant.testing.Codes;
import dev.orthant.testing.Hit;
import dev.orthant.testing.Seeds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The C interface through JNA gives the answers that the Java API gives. */
final class JnaConformanceTest extends JnaClient {
  /** Flags of orthant_search. */
  private static final int MASKED = 1;

  private static final int FILTERED = 2;
  private static final int BUDGETED = 4;
  private static final int COUNT_ONLY = 8;

  private static final BinaryCodes CODES = Codes.repeated(Seeds.random("jna"), 500, 90, 100);
  private static final long[] QUERY = CODES.row(7);
  private static final long[] MASK = {0x0F0F, 0x3F};

  @TempDir Path folder;

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
}
