#include "learn/training_data.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "base/error.h"
#include "data/sum_of_squares.h"
#include "encode/feature_map.h"
#include "learn/class_vectors.h"

namespace orthant {
namespace {

using std::to_string;

constexpr std::int64_t kBlock = 1024;

enum class Row { good, zero, not_finite };

Row judge(std::span<const float> row) noexcept {
  const double squares = sum_of_squares(row);
  if (!std::isfinite(squares)) return Row::not_finite;
  return squares == 0.0 ? Row::zero : Row::good;
}

// A chain of multiplications and shifts (the finaliser of splitmix64) over 64-bit words.
class Hash {
 public:
  void add(std::uint64_t word) {
    state_ = (state_ ^ word) * 0x9E3779B97F4A7C15ULL;
    state_ ^= state_ >> 32;
  }
  void add(std::int64_t word) { add(static_cast<std::uint64_t>(word)); }
  void add(float value) { add(std::uint64_t{std::bit_cast<std::uint32_t>(value)}); }
  [[nodiscard]] std::uint64_t value() const {
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }

 private:
  std::uint64_t state_ = 0x6F727468616E74ULL;  // "orthant"
};

// Calls body(row) for the rows [first, last), a few of which are read at once.
template <typename Body>
void for_each_row(const RowSource& rows, std::int64_t first, std::int64_t last, const Body& body) {
  constexpr std::int64_t kRead = 128;
  Matrix<float> scratch;
  for (std::int64_t begin = first; begin < last; begin += kRead) {
    const MatrixView<float> part = rows.block(begin, std::min(last, begin + kRead), scratch);
    for (std::int64_t i = 0; i < part.rows; ++i) body(part.row(i));
  }
}

// Blocks are hashed on their own, so that threads share the work, then their hashes in order.
std::uint64_t hash_of(const RowSource& matrix, const Work& work) {
  std::vector<std::uint64_t> blocks(
      static_cast<std::size_t>((matrix.rows() + kBlock - 1) / kBlock));
  work.for_each_block(matrix.rows(), kBlock, [&](std::int64_t first, std::int64_t last) {
    Hash hash;
    for_each_row(matrix, first, last, [&](std::span<const float> row) {
      for (const float value : row) hash.add(value);
    });
    blocks[static_cast<std::size_t>(first / kBlock)] = hash.value();
  });
  Hash hash;
  hash.add(matrix.rows());
  hash.add(matrix.columns());
  for (const std::uint64_t block : blocks) hash.add(block);
  return hash.value();
}

}  // namespace

std::vector<std::int64_t> TrainingData::rows_per_class() const {
  std::vector<std::int64_t> counts(static_cast<std::size_t>(labels.classes()));
  for (std::int64_t row = 0; row < labels.rows(); ++row) {
    for (const std::int32_t label : labels.of(row)) ++counts[static_cast<std::size_t>(label)];
  }
  return counts;
}

std::vector<std::int64_t> TrainingData::seen_classes() const {
  const std::vector<std::int64_t> rows = rows_per_class();
  std::vector<std::int64_t> seen;
  for (std::size_t c = 0; c < rows.size(); ++c) {
    if (rows[c] > 0) seen.push_back(static_cast<std::int64_t>(c));
  }
  return seen;
}

std::shared_ptr<const RowSource> TrainingData::rows() const {
  return source != nullptr ? source : std::make_shared<MatrixRows>(features);
}

void check_features(const TrainingData& data, bool unit_rows, const Work& work) {
  const std::shared_ptr<const RowSource> x = data.rows();
  if (x->rows() < 1 || x->columns() < 1) {
    refuse("no features were given: at least 1 row is needed");
  }
  constexpr std::int64_t kNone = std::numeric_limits<std::int64_t>::max();
  std::vector<std::int64_t> bad(static_cast<std::size_t>((x->rows() + kBlock - 1) / kBlock), kNone);
  work.for_each_block(x->rows(), kBlock, [&](std::int64_t first, std::int64_t last) {
    std::int64_t i = first;
    for_each_row(*x, first, last, [&](std::span<const float> values) {
      const Row row = judge(values);
      const bool refused = row == Row::not_finite || (row == Row::zero && unit_rows);
      std::int64_t& first_bad = bad[static_cast<std::size_t>(first / kBlock)];
      if (refused) first_bad = std::min(first_bad, i);
      ++i;
    });
  });
  const std::int64_t row = *std::min_element(bad.begin(), bad.end());
  Matrix<float> scratch;
  if (row != kNone) refuse_row(x->block(row, row + 1, scratch), 0, row);
}

void check_unlabelled(const TrainingData& data, bool unit_rows, const Work& work) {
  if (data.unlabelled.rows == 0) return;
  if (data.unlabelled.columns != data.features.columns) {
    refuse("rows without labels have " + to_string(data.unlabelled.columns) +
           " values, the features have " + to_string(data.features.columns));
  }
  check_features({data.unlabelled, {}, {}}, unit_rows, work);
}

void check_label_sets(const Labels& labels) {
  if (labels.classes() < 1 || labels.classes() > kMaxClasses) {
    refuse("classes must be between 1 and " + to_string(kMaxClasses) + ", got " +
           to_string(labels.classes()) + " (classes are numbered from 0 without gaps)");
  }
  std::vector<std::int64_t> last_row(static_cast<std::size_t>(labels.classes()), -1);
  for (std::int64_t row = 0; row < labels.rows(); ++row) {
    if (labels.of(row).empty()) refuse("row " + to_string(row) + " has no label");
    for (const std::int32_t label : labels.of(row)) {
      if (label < 0 || label >= labels.classes()) {
        refuse("row " + to_string(row) + " has the label " + to_string(label) +
               "; labels are 0 to " + to_string(labels.classes() - 1));
      }
      std::int64_t& last = last_row[static_cast<std::size_t>(label)];
      if (last == row) {
        refuse("row " + to_string(row) + " has the label " + to_string(label) + " more than once");
      }
      last = row;
    }
  }
}

void check_label_rows(const TrainingData& data) {
  if (data.labels.rows() == 0 || data.labels.rows() == data.features.rows) return;
  refuse("labels were given for " + to_string(data.labels.rows()) + " rows, the features have " +
         to_string(data.features.rows));
}

void check_labels(const TrainingData& data) {
  if (data.labels.rows() == 0) refuse("the method needs labels: none were given");
  check_label_rows(data);
  const std::vector<std::int64_t> counts = data.rows_per_class();
  const auto seen = std::count_if(counts.begin(), counts.end(), [](auto rows) { return rows > 0; });
  if (seen < 2) {
    refuse("the training rows belong to " + to_string(seen) + " class; at least 2 are needed");
  }
}

void check_semantics(const TrainingData& data) {
  const Matrix<float>& vectors = data.semantics;
  if (vectors.empty()) refuse("the method needs class vectors: none were given");
  if (vectors.rows() != data.labels.classes()) {
    refuse("class vectors were given for " + to_string(vectors.rows()) +
           " classes, the labels have " + to_string(data.labels.classes()));
  }
  const std::vector<std::int64_t> counts = data.rows_per_class();
  for (std::int64_t c = 0; c < vectors.rows(); ++c) {
    const std::int64_t rows = counts[static_cast<std::size_t>(c)];
    if (rows > 0 && judge(vectors.row(c)) == Row::zero) {
      refuse("class " + to_string(c) + " has " + to_string(rows) +
             " training rows but no vector (a row of zeros counts as none)");
    }
  }
  const Matrix<double> centred = centred_class_vectors(data).vectors;
  const std::vector<std::int64_t> seen = data.seen_classes();
  if (std::ranges::any_of(seen, [&](auto c) { return !is_zero(centred.row(c)); })) return;
  refuse(
      "the class vectors of all classes that have training rows are the same, or differ in length "
      "alone: nothing tells the classes apart");
}

void check_class_vectors(MatrixView<float> vectors) {
  if (vectors.rows < 1 || vectors.columns < 1) refuse("no class vectors were given");
  for (std::int64_t c = 0; c < vectors.rows; ++c) {
    for (std::int64_t j = 0; j < vectors.columns; ++j) {
      if (!std::isfinite(vectors(c, j))) {
        refuse("the vector of class " + to_string(c) + " holds " + to_string(vectors(c, j)) +
               " in column " + to_string(j) + "; class vectors must be finite");
      }
    }
  }
}

std::uint64_t fingerprint(MatrixView<float> rows, const Work& work) {
  return hash_of(MatrixRows(rows), work);
}

std::uint64_t fingerprint(const TrainingData& data, const Work& work) {
  Hash hash;
  hash.add(hash_of(*data.rows(), work));
  hash.add(data.labels.rows());
  hash.add(std::int64_t{data.labels.classes()});
  for (std::int64_t row = 0; row < data.labels.rows(); ++row) {
    const auto labels = data.labels.of(row);
    hash.add(static_cast<std::int64_t>(labels.size()));
    for (const std::int32_t label : labels) hash.add(std::int64_t{label});
  }
  hash.add(hash_of(MatrixRows(data.semantics.view()), work));
  return hash.value();
}

}  // namespace orthant
