package dev.orthant.jna;

import com.sun.jna.Library;
import com.sun.jna.Pointer;

/** The C header, bound by hand: a second client of the same interface. Names are the header's. */
interface OrthantLibrary extends Library {
  String orthant_version();

  String orthant_simd_tier();

  String orthant_simd_tiers();

  int orthant_simd_check(Pointer error);

  Pointer orthant_matrix_new(long rows, int columns, Pointer error);

  Pointer orthant_matrix_row(Pointer matrix, long row);

  void orthant_matrix_free(Pointer matrix);

  Pointer orthant_training_new(String method, Pointer error);

  int orthant_training_set(Pointer training, String option, double value, Pointer error);

  int orthant_method_count();

  String orthant_method_name(int method);

  int orthant_training_needs(Pointer training);

  int orthant_training_option_count(Pointer training);

  String orthant_training_option_name(Pointer training, int option);

  double orthant_training_option_value(Pointer training, int option);

  int orthant_training_features(Pointer training, Pointer features, Pointer error);

  int orthant_training_unlabelled(Pointer training, Pointer features, Pointer error);

  int orthant_training_share(Pointer training, Pointer with, Pointer error);

  int orthant_training_streams(Pointer training);

  int orthant_training_feature_file(
      Pointer training,
      String path,
      long offset,
      long rows,
      int columns,
      int type,
      float[] scale,
      Pointer error);

  int orthant_training_labels(
      Pointer training, int[] labels, long[] offsets, long rows, int classes, Pointer error);

  int orthant_training_semantics(
      Pointer training, float[] vectors, int classes, int dimension, Pointer error);

  int orthant_training_step(Pointer training, Pointer error);

  int orthant_training_save(Pointer training, String path, Pointer error);

  int orthant_training_resume(Pointer training, String path, Pointer error);

  void orthant_training_cancel(Pointer training);

  int orthant_training_rounds_done(Pointer training);

  int orthant_training_rounds_at_most(Pointer training);

  double orthant_training_objective(Pointer training, int round);

  Pointer orthant_training_finish(Pointer training, Pointer error);

  void orthant_training_free(Pointer training);

  Pointer orthant_sums_new(
      Pointer model,
      Pointer features,
      int[] labels,
      long[] offsets,
      int classes,
      float[] vectors,
      int dimension,
      int threads,
      Pointer error);

  int orthant_sums_add(
      Pointer sums,
      Pointer features,
      int[] labels,
      long[] offsets,
      int classes,
      int threads,
      Pointer error);

  int orthant_sums_remove(
      Pointer sums,
      Pointer features,
      int[] labels,
      long[] offsets,
      int classes,
      int threads,
      Pointer error);

  long orthant_sums_rows(Pointer sums);

  long orthant_sums_rows_of(Pointer sums, int label);

  Pointer orthant_sums_refit(Pointer sums, Pointer model, Pointer error);

  int orthant_sums_save(Pointer sums, String path, Pointer error);

  Pointer orthant_sums_load(String path, Pointer error);

  void orthant_sums_free(Pointer sums);

  int orthant_model_bits(Pointer model);

  int orthant_model_dimension(Pointer model);

  int orthant_model_semantic_dimension(Pointer model);

  void orthant_model_semantic_mask(Pointer model, long[] mask);

  int orthant_model_precision(Pointer model);

  Pointer orthant_model_with_precision(Pointer model, int precision, Pointer error);

  String orthant_model_provenance(Pointer model);

  int orthant_model_encode(
      Pointer model, float[] vectors, long rows, int threads, long[] codes, Pointer error);

  int orthant_model_encode_semantics(
      Pointer model, float[] vectors, long rows, long[] codes, float[] outside, Pointer error);

  int orthant_model_save(Pointer model, String path, Pointer error);

  Pointer orthant_model_load(String path, Pointer error);

  void orthant_model_free(Pointer model);

  Pointer orthant_encoder_new(Pointer model, Pointer error);

  Pointer orthant_encoder_vector(Pointer encoder);

  Pointer orthant_encoder_code(Pointer encoder);

  Pointer orthant_encoder_projections(Pointer encoder);

  int orthant_encode(Pointer encoder);

  void orthant_encoder_free(Pointer encoder);

  Pointer orthant_linear_scan_new(long[] codes, long rows, int bits, Pointer error);

  Pointer orthant_multi_index_new(
      long[] codes, long rows, int bits, int chunks, int threads, Pointer error);

  Pointer orthant_auto_index_new(long[] codes, long rows, int bits, int threads, Pointer error);

  long orthant_index_rows(Pointer index);

  int orthant_index_bits(Pointer index);

  String orthant_index_describe(Pointer index);

  int orthant_index_save(Pointer index, String path, Pointer error);

  Pointer orthant_index_load(String path, int threads, Pointer error);

  Pointer orthant_index_map(String path, int threads, Pointer error);

  void orthant_index_free(Pointer index);

  Pointer orthant_filter_of_bits(long[] words, long count, int allow, Pointer error);

  Pointer orthant_filter_of_ids(long[] ids, long count, int allow, Pointer error);

  void orthant_filter_free(Pointer filter);

  Pointer orthant_searcher_new(Pointer index, Pointer error);

  int orthant_searcher_reserve(Pointer searcher, long hits, Pointer error);

  int orthant_searcher_set_filter(Pointer searcher, Pointer filter, Pointer error);

  Pointer orthant_searcher_query(Pointer searcher);

  Pointer orthant_searcher_mask(Pointer searcher);

  Pointer orthant_searcher_budget(Pointer searcher);

  Pointer orthant_searcher_ids(Pointer searcher);

  Pointer orthant_searcher_distances(Pointer searcher);

  Pointer orthant_searcher_stats(Pointer searcher);

  long orthant_search(Pointer searcher, long k, int radius, int flags);

  Pointer orthant_searcher_projections(Pointer searcher);

  long orthant_searcher_rerank(Pointer searcher, long keep);

  Pointer orthant_searcher_scores(Pointer searcher);

  int orthant_searcher_verify(Pointer searcher, Pointer error);

  String orthant_searcher_explain(Pointer searcher, Pointer error);

  void orthant_searcher_free(Pointer searcher);

  Pointer orthant_batch_new(
      Pointer index,
      long[] queries,
      long rows,
      long k,
      int radius,
      int flags,
      long[] mask,
      Pointer filter,
      Pointer error);

  int orthant_batch_work(Pointer batch, Pointer error);

  long orthant_batch_hits(Pointer batch, long query);

  Pointer orthant_batch_ids(Pointer batch, long query);

  Pointer orthant_batch_distances(Pointer batch, long query);

  void orthant_batch_free(Pointer batch);

  Pointer orthant_mutable_index_open(String folder, int bits, Pointer error);

  int orthant_mutable_index_bits(Pointer index);

  long orthant_mutable_index_rows(Pointer index);

  int orthant_mutable_index_add(
      Pointer index, long[] keys, long[] codes, long count, Pointer error);

  int orthant_mutable_index_remove(Pointer index, long[] keys, long count, Pointer error);

  int orthant_mutable_index_replace(
      Pointer index, long[] keys, long[] codes, long count, Pointer error);

  int orthant_mutable_index_sync(Pointer index, Pointer error);

  int orthant_mutable_index_merge_due(Pointer index);

  int orthant_mutable_index_merge(Pointer index, int all, Pointer error);

  Pointer orthant_mutable_index_snapshot(Pointer index, Pointer error);

  int orthant_searcher_follow(Pointer searcher, Pointer index, Pointer error);

  String orthant_mutable_index_recovery(Pointer index);

  int orthant_mutable_index_close(Pointer index, Pointer error);

  void orthant_mutable_index_free(Pointer index);

  Pointer orthant_folder_check(String folder, Pointer error);

  String orthant_folder_report_text(Pointer report);

  void orthant_folder_report_free(Pointer report);

  int orthant_count_levels(
      Pointer index,
      long[] query,
      long[] mask,
      byte[] relevant,
      long[] items,
      long[] hits,
      Pointer error);
}
