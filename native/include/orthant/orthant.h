/*
 * Orthant: learning to hash, and exact Hamming search. The C interface of the native core.
 *
 * Two kinds of function, nothing in between:
 *   cold  may fail. Takes an orthant_error* last (NULL: details are not wanted). Returns a handle
 *         or NULL, or a status (ORTHANT_OK or not). After a failure every handle is as before.
 *   hot   cannot fail: no error path, no allocation, no lock. Its preconditions are the caller's.
 *
 * Ownership: a handle is freed by the function of its name; freeing NULL is allowed. A pointer that
 * is said to be borrowed lives as long as the handle that lent it. A child (encoder, searcher)
 * keeps what it needs of its parent alive: parents and children may be freed in any order.
 *
 * Threads: orthant_model, orthant_index and orthant_filter are immutable and shared by any number
 * of threads. orthant_matrix, orthant_training, orthant_sums, orthant_encoder and orthant_searcher
 * belong to one thread at a time; only orthant_training_cancel may be called from any thread while
 * a step runs, and orthant_batch_work and all of orthant_mutable_index from any number of threads.
 *
 * Codes: a code of b bits lies in ceil(b / 64) words of 64 bits; bit i of the code is bit i % 64 of
 * word i / 64; the unused bits of the last word are zero. 1 <= b <= ORTHANT_MAX_BITS.
 * Neighbours are always ordered by (distance, id); an id is a row number.
 * No exception, abort, output or signal handler crosses this interface.
 */
#ifndef ORTHANT_ORTHANT_H
#define ORTHANT_ORTHANT_H

#include <stdint.h>

#if defined(_WIN32)
#define ORTHANT_API __declspec(dllexport)
#else
#define ORTHANT_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define ORTHANT_MAX_BITS 1024
#define ORTHANT_MESSAGE_BYTES 508

/* What went wrong; the message names the value and the bound. */
enum orthant_status {
  ORTHANT_OK = 0,
  ORTHANT_INVALID_ARGUMENT = 1, /* the caller's value is out of its bounds */
  ORTHANT_CORRUPT_FILE = 2,     /* damaged, truncated or foreign file */
  ORTHANT_NEWER_FILE = 3,       /* written by a newer version than this one can read */
  ORTHANT_IO = 4,               /* the operating system refused; the message has its reason */
  ORTHANT_OUT_OF_MEMORY = 5,
  ORTHANT_TRAINING_FAILED = 6, /* numerical breakdown: no model with these data and options */
  ORTHANT_CANCELLED = 7,
  ORTHANT_INTERNAL = 8 /* a defect in Orthant */
};

typedef struct orthant_error {
  int32_t status;
  char message[ORTHANT_MESSAGE_BYTES]; /* UTF-8, ends with a zero byte */
} orthant_error;

/* ---- the library --------------------------------------------------------------------------- */

/* "major.minor.patch"; static storage. */
ORTHANT_API const char* orthant_version(void);

/*
 * The instruction-set tier in use: "scalar", "popcnt", "avx2", "avx512_vpopcntdq" or "neon". It is
 * the best one that the processor has, capped by the environment variable ORTHANT_SIMD at the first
 * use.
 */
ORTHANT_API const char* orthant_simd_tier(void);

/* The tiers that this processor has, worst first, joined by commas; static storage. */
ORTHANT_API const char* orthant_simd_tiers(void);

/* Fails when ORTHANT_SIMD names no tier (the library then runs uncapped). */
ORTHANT_API int32_t orthant_simd_check(orthant_error* error);

/* ---- data: float matrices in native memory ------------------------------------------------- */

typedef struct orthant_matrix orthant_matrix;

/* rows >= 1, columns >= 1; row-major without gaps, zeroed, 64-byte aligned. */
ORTHANT_API orthant_matrix* orthant_matrix_new(int64_t rows, int32_t columns, orthant_error* error);
/* Borrowed: where `row` starts; the rows after it follow. 0 <= row < rows. */
ORTHANT_API float* orthant_matrix_row(orthant_matrix* matrix, int64_t row);
ORTHANT_API void orthant_matrix_free(orthant_matrix* matrix);

/* ---- learn --------------------------------------------------------------------------------- */

/*
 * A training run is a named method with named numbers, driven by the caller one round at a time:
 *
 *   t = orthant_training_new("sdh", &e);
 *   orthant_training_set(t, "bits", 64, &e);
 *   orthant_training_features(t, x, &e);  orthant_training_labels(t, y, NULL, n, 10, &e);
 *   while ((more = orthant_training_step(t, &e)) == 1) report(orthant_training_rounds_done(t));
 *   model = orthant_training_finish(t, &e);   orthant_training_free(t);
 *
 * Methods and their options: docs/learners.md; also orthant_training_option_name and its siblings.
 * Results depend on the data, the options, the library's release and the tier, never on "threads".
 */
typedef struct orthant_training orthant_training;
typedef struct orthant_model orthant_model;

/* The methods there are, family by family; a name is in static storage. */
ORTHANT_API int32_t orthant_method_count(void);
/* 0 <= method < method_count. */
ORTHANT_API const char* orthant_method_name(int32_t method);

/* method: one of the names of orthant_method_name. */
ORTHANT_API orthant_training* orthant_training_new(const char* method, orthant_error* error);
/* Sets one option; fails when the method lacks it or the value is out of its bounds. */
ORTHANT_API int32_t orthant_training_set(orthant_training* training, const char* option,
                                         double value, orthant_error* error);
ORTHANT_API int32_t orthant_training_option_count(const orthant_training* training);
/* Borrowed; 0 <= option < option_count. */
ORTHANT_API const char* orthant_training_option_name(const orthant_training* training,
                                                     int32_t option);
ORTHANT_API double orthant_training_option_value(const orthant_training* training, int32_t option);

/* What a method learns from besides features; each includes the one before it. */
enum orthant_needs {
  ORTHANT_NEEDS_FEATURES = 0, /* nothing else */
  ORTHANT_NEEDS_LABELS = 1,
  ORTHANT_NEEDS_SEMANTICS = 2 /* labels and class vectors */
};
/*
 * One of orthant_needs. What is given beyond it is checked; nothing is learnt from it, but it is
 * among the data of the model's provenance (classes, fingerprint) and of a checkpoint.
 */
ORTHANT_API int32_t orthant_training_needs(const orthant_training* training);

/* n rows of finite features. The matrix is borrowed until finish or free and must not change. */
ORTHANT_API int32_t orthant_training_features(orthant_training* training,
                                              const orthant_matrix* features, orthant_error* error);
/*
 * Rows of the same columns whose classes are not known, for what needs no labels; borrowed like the
 * features. Only "orthant" takes them, the other methods refuse.
 */
ORTHANT_API int32_t orthant_training_unlabelled(orthant_training* training,
                                                const orthant_matrix* features,
                                                orthant_error* error);
/* 1: the method reads features from a file as well, 0: it wants them in memory. */
ORTHANT_API int32_t orthant_training_streams(const orthant_training* training);

/* How a number lies in a file. */
enum orthant_type {
  ORTHANT_FLOAT32 = 0, /* little-endian */
  ORTHANT_UINT8 = 1
};
/*
 * The same for features that need not fit into memory: rows of `columns` values of a type, one
 * after the other in a file from byte `offset` on, read block by block in every round. scale: a
 * factor per column, copied, or NULL. The results are those of the same values in a matrix. Refused
 * by methods that do not stream. The file must not
 * change until finish or free; if it is cut off, the step fails with ORTHANT_IO.
 */
ORTHANT_API int32_t orthant_training_feature_file(orthant_training* training, const char* path,
                                                  int64_t offset, int64_t rows, int32_t columns,
                                                  int32_t type, const float* scale,
                                                  orthant_error* error);
/*
 * Classes 0..classes-1, copied; 1 <= classes <= 2^20. offsets == NULL: one label per row. Otherwise
 * offsets has rows + 1 entries and row i has the labels labels[offsets[i]] .. labels[offsets[i + 1]
 * - 1]: at least one, none of them twice, in any order. Memory grows with the number of classes,
 * with or without rows.
 */
ORTHANT_API int32_t orthant_training_labels(orthant_training* training, const int32_t* labels,
                                            const int64_t* offsets, int64_t rows, int32_t classes,
                                            orthant_error* error);
/*
 * One vector per class (classes x dimension, row-major), copied. A row of zeros means that the
 * class has no vector: refused if the class has a training row, else ignored. Classes without
 * training rows are names known in advance of classes not seen.
 */
ORTHANT_API int32_t orthant_training_semantics(orthant_training* training, const float* vectors,
                                               int32_t classes, int32_t dimension,
                                               orthant_error* error);
/*
 * Runs one round. 1: more rounds remain; 0: trained; -1: failed, the training can then only be
 * freed. The first call also prepares: it checks that all data the method needs is there.
 */
ORTHANT_API int32_t orthant_training_step(orthant_training* training, orthant_error* error);
/*
 * Writes a checkpoint, from which another training run continues after the rounds done here. At any
 * time between the first step and orthant_training_finish. Readers see the old file or the new one.
 */
ORTHANT_API int32_t orthant_training_save(orthant_training* training, const char* path,
                                          orthant_error* error);
/*
 * In the place of the first steps, after options and data, which must be those of the checkpoint
 * but for the number of threads: continues after its rounds, and comes to the same model, to the
 * last bit, as a run that was not interrupted. Returns as orthant_training_step does. A checkpoint
 * of other data, options, release, tier or BLAS is refused, with what differs, and leaves the run
 * as it was.
 */
ORTHANT_API int32_t orthant_training_resume(orthant_training* training, const char* path,
                                            orthant_error* error);
/*
 * Makes the running or next step fail with ORTHANT_CANCELLED: between two blocks of work of a few
 * milliseconds each, but a single call of LAPACK is not interrupted (docs/learners.md has the
 * figures). Any thread.
 */
ORTHANT_API void orthant_training_cancel(orthant_training* training);
ORTHANT_API int32_t orthant_training_rounds_done(const orthant_training* training);
/* An upper bound; a run may converge earlier. At any time; before the first step options set it. */
ORTHANT_API int32_t orthant_training_rounds_at_most(const orthant_training* training);
/* The objective after round 0 <= round < rounds_done; NaN for a method without one. */
ORTHANT_API double orthant_training_objective(const orthant_training* training, int32_t round);
/* The model, once step has returned 0. The training run can then only be freed. */
ORTHANT_API orthant_model* orthant_training_finish(orthant_training* training,
                                                   orthant_error* error);
ORTHANT_API void orthant_training_free(orthant_training* training);

/*
 * Sums: what the ridge regression beneath the semantic bits of an "orthant" or "semantic-itq" model
 * remembers of its training rows. Rows are added to them or taken away, and the model is refitted
 * without training again: as if the regression had been solved for the rows that are left. All else
 * (anchors, means, directions, rotation, balance, the visual bits, the codes of names) stays as
 * training left it, and rows taken away are not forgotten by that.
 */
typedef struct orthant_sums orthant_sums;

/*
 * The sums of the rows that the model was trained on, which must be given as they were for
 * orthant_training_features, _labels and _semantics: other data are refused. threads: 1 to 256.
 */
ORTHANT_API orthant_sums* orthant_sums_new(const orthant_model* model,
                                           const orthant_matrix* features, const int32_t* labels,
                                           const int64_t* offsets, int32_t classes,
                                           const float* vectors, int32_t dimension, int32_t threads,
                                           orthant_error* error);
/*
 * Adds rows, or takes them away: rows that were added, as they were added, which is not checked but
 * for their number in each class. labels, offsets, classes: as for orthant_training_labels. Rows of
 * a class that the model has no regression for are refused: "orthant" has one for each class that
 * had rows at training, "semantic-itq" for each that had a vector. After an error all is as it was.
 */
ORTHANT_API int32_t orthant_sums_add(orthant_sums* sums, const orthant_matrix* features,
                                     const int32_t* labels, const int64_t* offsets, int32_t classes,
                                     int32_t threads, orthant_error* error);
ORTHANT_API int32_t orthant_sums_remove(orthant_sums* sums, const orthant_matrix* features,
                                        const int32_t* labels, const int64_t* offsets,
                                        int32_t classes, int32_t threads, orthant_error* error);
/* Of all rows. */
ORTHANT_API int64_t orthant_sums_rows(const orthant_sums* sums);
/* Of the rows with the label `label`; -1: the model has no regression for that class. */
ORTHANT_API int64_t orthant_sums_rows_of(const orthant_sums* sums, int32_t label);
/*
 * A model of its own: the one that the sums were made for, or one that it was refitted or given
 * another precision from, with the regression of these sums. Refused for other models, and with
 * rows of fewer than two classes.
 */
ORTHANT_API orthant_model* orthant_sums_refit(const orthant_sums* sums, const orthant_model* model,
                                              orthant_error* error);
/* Readers see the old file or the new one. */
ORTHANT_API int32_t orthant_sums_save(const orthant_sums* sums, const char* path,
                                      orthant_error* error);
ORTHANT_API orthant_sums* orthant_sums_load(const char* path, orthant_error* error);
ORTHANT_API void orthant_sums_free(orthant_sums* sums);

/* ---- encode -------------------------------------------------------------------------------- */

typedef struct orthant_encoder orthant_encoder;

ORTHANT_API int32_t orthant_model_bits(const orthant_model* model);
/* Columns of the features that the model encodes. */
ORTHANT_API int32_t orthant_model_dimension(const orthant_model* model);
/* Columns of the class vectors that the model encodes; 0: it encodes none. */
ORTHANT_API int32_t orthant_model_semantic_dimension(const orthant_model* model);
/* Writes ceil(bits / 64) words: the bits that carry class semantics, for a search by name. */
ORTHANT_API void orthant_model_semantic_mask(const orthant_model* model, uint64_t* mask);
/* Borrowed, UTF-8, lines of "key=value": method, options, fingerprint, versions, objective. */
ORTHANT_API const char* orthant_model_provenance(const orthant_model* model);
/* In what numbers a model encodes. */
enum orthant_precision {
  ORTHANT_FP32 = 0,
  ORTHANT_BF16 = 1, /* products of 16-bit floats: half the bytes */
  ORTHANT_INT8 = 2  /* products of 8-bit integers: a quarter, and equal codes on every processor */
};
ORTHANT_API int32_t orthant_model_precision(const orthant_model* model);
/*
 * A new model: the same, encoding in `precision`. It is made from the floats that every model
 * keeps, whatever its own precision. Class vectors are encoded in double precision always. Refused:
 * int8 where a product sums more than 65,536 numbers.
 */
ORTHANT_API orthant_model* orthant_model_with_precision(const orthant_model* model,
                                                        int32_t precision, orthant_error* error);
/*
 * rows x dimension floats to rows codes; equal to orthant_encode row by row, at any number of
 * threads (1 <= threads <= 256). Non-finite rows, and zero rows where the model normalises, are
 * refused by number.
 */
ORTHANT_API int32_t orthant_model_encode(const orthant_model* model, const float* vectors,
                                         int64_t rows, int32_t threads, uint64_t* codes,
                                         orthant_error* error);
/*
 * Class vectors, also of classes never seen, to codes; only the bits of the semantic mask are
 * meant. outside (may be NULL) receives per row the share, 0 to 1, of the centred vector's norm
 * that lies outside the span of the names known at training and does not reach the code.
 */
ORTHANT_API int32_t orthant_model_encode_semantics(const orthant_model* model, const float* vectors,
                                                   int64_t rows, uint64_t* codes, float* outside,
                                                   orthant_error* error);
/* Writes to a file beside `path`, syncs, renames: readers see the old file or the new one. */
ORTHANT_API int32_t orthant_model_save(const orthant_model* model, const char* path,
                                       orthant_error* error);
ORTHANT_API orthant_model* orthant_model_load(const char* path, orthant_error* error);
ORTHANT_API void orthant_model_free(orthant_model* model);

ORTHANT_API orthant_encoder* orthant_encoder_new(const orthant_model* model, orthant_error* error);
/* Borrowed: write the vector here (dimension floats). */
ORTHANT_API float* orthant_encoder_vector(orthant_encoder* encoder);
/* Borrowed: read the code here (ceil(bits / 64) words). */
ORTHANT_API const uint64_t* orthant_encoder_code(const orthant_encoder* encoder);
/*
 * Borrowed: of the last vector encoded, per bit the number whose sign it is. Unspecified after a
 * failure.
 */
ORTHANT_API const float* orthant_encoder_projections(const orthant_encoder* encoder);
/* Hot. 1: encoded. 0: the vector is not finite, or zero where the model normalises; code kept. */
ORTHANT_API int32_t orthant_encode(orthant_encoder* encoder);
ORTHANT_API void orthant_encoder_free(orthant_encoder* encoder);

/* ---- index --------------------------------------------------------------------------------- */

/*
 * An index keeps each distinct code once, with the ids of the rows that have it, and never changes.
 * Every kind gives the same answers; they differ in time and memory.
 */
typedef struct orthant_index orthant_index;

/* Copies 0 <= rows < 2^32 codes; refuses set unused bits. A search compares all distinct codes. */
ORTHANT_API orthant_index* orthant_linear_scan_new(const uint64_t* codes, int64_t rows,
                                                   int32_t bits, orthant_error* error);
/*
 * The same with multi-index hashing (Norouzi, Punjani and Fleet, TPAMI 2014): a code's bits are cut
 * into `chunks` chunks (0: chosen by the data), each with a table of the codes by its value. A
 * search looks up what lies near the query in each, and proves its answer by growing the radius;
 * where that would take longer than to compare all codes, it does so. 1 <= threads <= 256.
 */
ORTHANT_API orthant_index* orthant_multi_index_new(const uint64_t* codes, int64_t rows,
                                                   int32_t bits, int32_t chunks, int32_t threads,
                                                   orthant_error* error);
/*
 * An index that chooses per query between scan and tables, by a cost model measured when it is
 * built. Tables are kept only where the model expects them to pay.
 */
ORTHANT_API orthant_index* orthant_auto_index_new(const uint64_t* codes, int64_t rows, int32_t bits,
                                                  int32_t threads, orthant_error* error);
/* Rows that are live. */
ORTHANT_API int64_t orthant_index_rows(const orthant_index* index);
ORTHANT_API int32_t orthant_index_bits(const orthant_index* index);
/*
 * Borrowed, UTF-8, lines of "key=value": kind, rows, bits, distinct codes, the largest number of
 * rows with one code, bytes in all, of the tables, and without grouping and tables, chunks.
 */
ORTHANT_API const char* orthant_index_describe(const orthant_index* index);
/* As orthant_model_save. A snapshot of a mutable index is refused: its rows have keys. */
ORTHANT_API int32_t orthant_index_save(const orthant_index* index, const char* path,
                                       orthant_error* error);
/* Tables are not in the file: they are built anew by up to `threads` threads, 1 to 256. */
ORTHANT_API orthant_index* orthant_index_load(const char* path, int32_t threads,
                                              orthant_error* error);
/*
 * The same with the codes left in the file, which is mapped: every byte is checked first, then
 * codes are loaded when they are needed and shared with other processes. The file must not be cut
 * off while the index lives: a search that reads beyond its new end ends the process. Replacing it
 * as orthant_index_save does is safe.
 */
ORTHANT_API orthant_index* orthant_index_map(const char* path, int32_t threads,
                                             orthant_error* error);
ORTHANT_API void orthant_index_free(orthant_index* index);

/* ---- search -------------------------------------------------------------------------------- */

/* A set of ids that may be returned, or must not. Immutable; for any index and any thread. */
typedef struct orthant_filter orthant_filter;

/* id i is in the set if bit i % 64 of words[i / 64] is set. allow: 1 the set passes, 0 all else. */
ORTHANT_API orthant_filter* orthant_filter_of_bits(const uint64_t* words, int64_t count,
                                                   int32_t allow, orthant_error* error);
/* Any ids, in any order, none twice. */
ORTHANT_API orthant_filter* orthant_filter_of_ids(const int64_t* ids, int64_t count, int32_t allow,
                                                  orthant_error* error);
ORTHANT_API void orthant_filter_free(orthant_filter* filter);

typedef struct orthant_searcher orthant_searcher;

/* What a search heeds: any of these, added up. */
enum orthant_search_flag {
  ORTHANT_MASKED = 1,     /* distances are counted on the mask's bits only */
  ORTHANT_FILTERED = 2,   /* only rows that the filter passes */
  ORTHANT_BUDGETED = 4,   /* stops when the budget is spent; the stats then say: not exact */
  ORTHANT_COUNT_ONLY = 8, /* with k = 0: how many rows, not which */
  ORTHANT_BY_SCAN = 16,   /* compares all codes, whatever the index */
  ORTHANT_BY_PROBING = 32 /* looks chunks up as long as that can be, whatever a scan would take */
};

/* Places of orthant_searcher_stats: what the last search did, and what its answer is worth. */
enum orthant_stat {
  ORTHANT_STAT_EXACT = 0, /* 1, or 0: the budget ended the search before the answer was proved */
  /* Every row that passes within this distance was seen; the code's bits: all; -1: not one. */
  ORTHANT_STAT_PROVED_RADIUS = 1,
  ORTHANT_STAT_COMPARED = 2,   /* codes whose distance was computed */
  ORTHANT_STAT_PROBES = 3,     /* buckets looked up */
  ORTHANT_STAT_DUPLICATES = 4, /* codes met again in another bucket */
  ORTHANT_STAT_SCANNED = 5,    /* parts of the index that were scanned */
  ORTHANT_STAT_PROBED = 6,     /* parts of the index that were probed */
  ORTHANT_STATS = 7
};

ORTHANT_API orthant_searcher* orthant_searcher_new(const orthant_index* index,
                                                   orthant_error* error);
/* Makes room for `hits` hits. Moves the lent hits, never shrinks. A new searcher has no room. */
ORTHANT_API int32_t orthant_searcher_reserve(orthant_searcher* searcher, int64_t hits,
                                             orthant_error* error);
/*
 * The filter of later searches with ORTHANT_FILTERED, kept alive; NULL: all rows pass. One pass
 * over the rows of the index. After a failure there is no filter.
 */
ORTHANT_API int32_t orthant_searcher_set_filter(orthant_searcher* searcher,
                                                const orthant_filter* filter,
                                                orthant_error* error);
/* Borrowed: write the query code here; its unused bits must be zero. */
ORTHANT_API uint64_t* orthant_searcher_query(orthant_searcher* searcher);
/* Borrowed: the bits that count. All bits of the code at first; unused bits must stay zero. */
ORTHANT_API uint64_t* orthant_searcher_mask(orthant_searcher* searcher);
/* Borrowed: the budget, [0] codes to compare, [1] nanoseconds. 2^63 - 1, at first: unlimited. */
ORTHANT_API int64_t* orthant_searcher_budget(orthant_searcher* searcher);
/* Borrowed until reserve: the hits of the last search, by (distance, id). */
ORTHANT_API const int64_t* orthant_searcher_ids(const orthant_searcher* searcher);
ORTHANT_API const int32_t* orthant_searcher_distances(const orthant_searcher* searcher);
/* Borrowed: ORTHANT_STATS numbers about the last search. */
ORTHANT_API const int64_t* orthant_searcher_stats(const orthant_searcher* searcher);
/*
 * Hot. k >= 1: the k nearest of the rows within the radius (inclusive; any int32), at most as many
 * as there is room for. k = 0: all rows within the radius. flags: orthant_search_flag. Returns the
 * number of hits. With k = 0, if that is more than the room, the hits are not valid: reserve that
 * many and search again.
 */
ORTHANT_API int64_t orthant_search(orthant_searcher* searcher, int64_t k, int32_t radius,
                                   int32_t flags);
/* Borrowed: write the query's projections here, `bits` finite floats; zero at first. */
ORTHANT_API float* orthant_searcher_projections(orthant_searcher* searcher);
/*
 * Hot. Orders the hits of the last search anew, by (score, id), and keeps the first `keep`; returns
 * how many. A hit's score is its asymmetric distance: the sum of |projection| over the bits, of the
 * mask if the search was masked, in which it differs from the projections' signs. (Dong, Charikar
 * and Li, SIGIR 2008.) Costs hits x bits additions.
 */
ORTHANT_API int64_t orthant_searcher_rerank(orthant_searcher* searcher, int64_t keep);
/* Borrowed until reserve: the scores of the last rerank. */
ORTHANT_API const float* orthant_searcher_scores(const orthant_searcher* searcher);
/*
 * Whether the last answer is right, by a plain scan of every row that shares no code with the
 * search. 1: yes; 0: no; -1: failed. An answer that is not exact is checked as far as its proved
 * radius. Query, mask and filter must be as they were. O(rows) time and memory.
 */
ORTHANT_API int32_t orthant_searcher_verify(const orthant_searcher* searcher,
                                            orthant_error* error);
/*
 * Borrowed until the next call, UTF-8, lines of "key=value": how the last search was planned, with
 * the costs that the cost model expected. NULL: failed.
 */
ORTHANT_API const char* orthant_searcher_explain(orthant_searcher* searcher, orthant_error* error);
ORTHANT_API void orthant_searcher_free(orthant_searcher* searcher);

/*
 * Many searches at once, on as many threads as call orthant_batch_work. Everything is copied or
 * kept alive; queries without set unused bits.
 */
typedef struct orthant_batch orthant_batch;

/*
 * k and radius as for orthant_search; flags: ORTHANT_MASKED (mask: one for all), ORTHANT_FILTERED,
 * ORTHANT_COUNT_ONLY, ORTHANT_BY_SCAN, ORTHANT_BY_PROBING.
 */
ORTHANT_API orthant_batch* orthant_batch_new(const orthant_index* index, const uint64_t* queries,
                                             int64_t rows, int64_t k, int32_t radius,
                                             int32_t flags, const uint64_t* mask,
                                             const orthant_filter* filter, orthant_error* error);
/*
 * Claims chunks of queries and searches them until none is left to claim; returns at once if there
 * is none. Any number of threads at the same time. The batch is done when every call that was made
 * has returned and one of them found nothing left; after a failure it can only be freed.
 */
ORTHANT_API int32_t orthant_batch_work(orthant_batch* batch, orthant_error* error);
/* Of a batch that is done, 0 <= query < rows: the number of hits. */
ORTHANT_API int64_t orthant_batch_hits(const orthant_batch* batch, int64_t query);
/* Borrowed: the hits by (distance, id); not with ORTHANT_COUNT_ONLY. */
ORTHANT_API const int64_t* orthant_batch_ids(const orthant_batch* batch, int64_t query);
ORTHANT_API const int32_t* orthant_batch_distances(const orthant_batch* batch, int64_t query);
ORTHANT_API void orthant_batch_free(orthant_batch* batch);

/* ---- an index that changes ----------------------------------------------------------------- */

/*
 * Rows with keys of 64 bits that are added, removed and replaced while they are searched: in
 * memory, or in a folder that survives a killed process and, with sync, a failure of power. Any
 * number of threads; writers wait for each other, readers for nobody. A folder has one writer.
 */
typedef struct orthant_mutable_index orthant_mutable_index;

/*
 * folder: of an index, or one without, for a new one; it must exist. NULL: in memory. bits 0: as
 * the index there has. Fails with ORTHANT_IO where another writer has the folder.
 */
ORTHANT_API orthant_mutable_index* orthant_mutable_index_open(const char* folder, int32_t bits,
                                                              orthant_error* error);
ORTHANT_API int32_t orthant_mutable_index_bits(const orthant_mutable_index* index);
ORTHANT_API int64_t orthant_mutable_index_rows(const orthant_mutable_index* index);
/*
 * Each applies to all of its rows, or fails and applies to none: add refuses keys that are there,
 * remove and replace keys that are not, all of them a key that is given twice. codes: count codes.
 * What is applied survives the end of the process, and a failure of power once sync has returned.
 */
ORTHANT_API int32_t orthant_mutable_index_add(orthant_mutable_index* index, const int64_t* keys,
                                              const uint64_t* codes, int64_t count,
                                              orthant_error* error);
ORTHANT_API int32_t orthant_mutable_index_remove(orthant_mutable_index* index, const int64_t* keys,
                                                 int64_t count, orthant_error* error);
ORTHANT_API int32_t orthant_mutable_index_replace(orthant_mutable_index* index,
                                                  const int64_t* keys, const uint64_t* codes,
                                                  int64_t count, orthant_error* error);
/* After a failed sync the index takes no more changes until it is opened again; searches go on. */
ORTHANT_API int32_t orthant_mutable_index_sync(orthant_mutable_index* index, orthant_error* error);
/* 1: merge has something to do, 0: it has not, or the index is closed. */
ORTHANT_API int32_t orthant_mutable_index_merge_due(const orthant_mutable_index* index);
/*
 * One merge of rows into segments, on the calling thread, beside readers and writers. all: 0 what
 * is due, 1 everything into one segment. 1: merged, 0: nothing was due, -1: failed, and rows and
 * folder are as before. A merge makes a folder durable, as sync does.
 */
ORTHANT_API int32_t orthant_mutable_index_merge(orthant_mutable_index* index, int32_t all,
                                                orthant_error* error);
/*
 * The rows as they are now, as an index that never changes; ids are keys. Takes a microsecond or
 * so, and memory only where rows were deleted or merged since.
 */
ORTHANT_API orthant_index* orthant_mutable_index_snapshot(const orthant_mutable_index* index,
                                                          orthant_error* error);
/*
 * Moves a searcher of a snapshot to the rows as they are now. Query, mask, budget, projections,
 * filter and room stay. 1: moved, the lent hits too, and there is no last answer; 0: it was there
 * already; -1: failed, and it is as before. Takes some microseconds, and with a filter one pass
 * over the rows; next to nothing if no row changed.
 */
ORTHANT_API int32_t orthant_searcher_follow(orthant_searcher* searcher,
                                            const orthant_mutable_index* index,
                                            orthant_error* error);
/*
 * Borrowed, UTF-8, lines of "key=value": what opening found in the log, and what it dropped of an
 * unfinished end that no sync had acknowledged.
 */
ORTHANT_API const char* orthant_mutable_index_recovery(const orthant_mutable_index* index);
/* Syncs the folder and lets it go. Later changes are refused; snapshots stay. Again: nothing. */
ORTHANT_API int32_t orthant_mutable_index_close(orthant_mutable_index* index,
                                                orthant_error* error);
/* Closes without a sync where close was not called. */
ORTHANT_API void orthant_mutable_index_free(orthant_mutable_index* index);

typedef struct orthant_folder_report orthant_folder_report;

/* Reads every byte of a folder that nobody writes to, changes nothing, and says what is there. */
ORTHANT_API orthant_folder_report* orthant_folder_check(const char* folder, orthant_error* error);
/* Borrowed, UTF-8, lines of "key=value". */
ORTHANT_API const char* orthant_folder_report_text(const orthant_folder_report* report);
ORTHANT_API void orthant_folder_report_free(orthant_folder_report* report);

/* ---- evaluate ------------------------------------------------------------------------------ */

/*
 * Counts, for one query, the rows of the index at each distance 0..bits, and the relevant ones
 * among them: all that tie-aware measures need. mask (NULL: all bits): the bits that count.
 * relevant: one byte per row, 0 or not. items, hits: bits + 1 entries each, overwritten.
 */
ORTHANT_API int32_t orthant_count_levels(const orthant_index* index, const uint64_t* query,
                                         const uint64_t* mask, const uint8_t* relevant,
                                         int64_t* items, int64_t* hits, orthant_error* error);

#ifdef __cplusplus
}
#endif

#endif /* ORTHANT_ORTHANT_H */
