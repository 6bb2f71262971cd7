// What a method learns from, and the checks that it passes before any work is done on it. Every
// refusal names the row, column, class or count, and the bound.
#pragma once

#include <cstdint>
#include <memory>

#include "data/labels.h"
#include "data/matrix.h"
#include "data/row_source.h"
#include "linalg/work.h"

namespace orthant {

// Arrays per class are dense: at 1,024 bits this many classes take 8 GiB for each of them. More
// comes of labels that were meant as keys, such as 2,000,000,000 in a small set.
inline constexpr std::int32_t kMaxClasses = std::int32_t{1} << 20;

class SharedRows;  // learn/shared_rows.h

struct TrainingData {
  MatrixView<float> features;  // n x d, borrowed; no data: they come from `source` alone
  Labels labels;               // no rows: none given
  Matrix<float> semantics;     // classes x dimension; no rows: none given
  std::shared_ptr<const RowSource> source = {};  // n x d; null: the features are in memory
  MatrixView<float> unlabelled = {};  // rows x d of unknown classes, borrowed; no rows: none given
  std::shared_ptr<SharedRows> shared = {};  // null: no other training has these rows

  // The features, wherever they are.
  [[nodiscard]] std::shared_ptr<const RowSource> rows() const;

  // Rows whose label set holds the class, per class.
  [[nodiscard]] std::vector<std::int64_t> rows_per_class() const;
  // The classes that have rows, ascending.
  [[nodiscard]] std::vector<std::int64_t> seen_classes() const;
};

// Features given, finite and, if they are to be scaled to unit length, no row of zeros.
void check_features(const TrainingData& data, bool unit_rows, const Work& work);

// Every row has labels, each in its bounds and once; 1 to kMaxClasses classes. Needs no other data.
void check_label_sets(const Labels& labels);

// Of the rows without labels: the columns of the features, and as those.
void check_unlabelled(const TrainingData& data, bool unit_rows, const Work& work);

// Labels, if any are given: one set per feature row.
void check_label_rows(const TrainingData& data);

// Labels given, one set per feature row, and at least two classes among them.
void check_labels(const TrainingData& data);

// A vector per class of the labels; for those that have training rows, none of zeros and not all of
// one direction. Labels are checked.
void check_semantics(const TrainingData& data);

// Finite values only. Needs no other data.
void check_class_vectors(MatrixView<float> vectors);

// A 64-bit hash of shapes, feature bits, label sets and class vectors; the same on every platform.
// Rows without labels have one of their own.
[[nodiscard]] std::uint64_t fingerprint(const TrainingData& data, const Work& work);
[[nodiscard]] std::uint64_t fingerprint(MatrixView<float> rows, const Work& work);

}  // namespace orthant
