#include "learn/refit.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "data/rows_of.h"
#include "encode/provenance.h"
#include "learn/class_vectors.h"
#include "learn/discrete/class_targets.h"
#include "learn/feature_fit.h"
#include "learn/options.h"
#include "linalg/blas.h"
#include "linalg/ridge.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

using std::to_string;
using Method = TrainingSums::Method;

std::uint64_t fingerprint_of(const HashModel& model) {
  const std::string_view text = provenance_value(model.provenance, "fingerprint");
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (error != std::errc() || end != text.data() + text.size()) {
    refuse("the model's provenance has no fingerprint of its training data");
  }
  return value;
}

// As number_text writes it, whatever the process's locale.
double ridge_of(const HashModel& model) {
  const std::string_view text = provenance_value(model.provenance, "option.ridge");
  double ridge = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ridge);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(ridge) ||
      ridge < 0.0) {
    refuse("the model's provenance has the ridge \"" + std::string(text) + "\"");
  }
  return ridge;
}

Method method_of(const HashModel& model) {
  const std::string_view name = provenance_value(model.provenance, "method");
  if (name == "orthant") return Method::orthant;
  if (name == "semantic-itq") return Method::semantic_itq;
  refuse("a model of the method \"" + std::string(name) +
         "\" cannot be refitted; those of \"orthant\" and \"semantic-itq\" can");
}

// The group that W is a part of.
std::size_t semantic_group(const HashModel& model) {
  const auto found = std::ranges::find(model.groups, BitRole::semantic, &BitGroup::role);
  if (found == model.groups.end()) refuse("the model has no semantic bits");
  return static_cast<std::size_t>(found - model.groups.begin());
}

FeatureMap without_layers(const FeatureMap& features) {
  FeatureMap copy = features.clone();
  copy.layers.clear();
  copy.prepare();
  return copy;
}

bool same(const AlignedBuffer<float>& a, const AlignedBuffer<float>& b) {
  return std::ranges::equal(std::span(a.data(), a.size()), std::span(b.data(), b.size()));
}

bool same(const FeatureMap& a, const FeatureMap& b) {
  return a.dimension == b.dimension && a.unit_rows == b.unit_rows && a.width == b.width &&
         a.anchors.rows() == b.anchors.rows() && same(a.mean, b.mean) &&
         std::equal(a.anchors.data(), a.anchors.data() + a.anchors.rows() * a.anchors.columns(),
                    b.anchors.data());
}

// Those with rows; with vectors for `semantic-itq`, which regresses on the vectors themselves.
std::vector<std::int32_t> classes_of(Method method, const TrainingData& data,
                                     const Matrix<double>& vectors) {
  const std::vector<std::int64_t> rows = data.rows_per_class();
  std::vector<std::int32_t> classes;
  for (std::int32_t c = 0; c < data.labels.classes(); ++c) {
    const bool has_rows = rows[static_cast<std::size_t>(c)] > 0;
    if (has_rows || (method == Method::semantic_itq && !is_zero(vectors.row(c)))) {
      classes.push_back(c);
    }
  }
  return classes;
}

// Where in the sums a label is; refuses one that is not.
std::size_t place_of(const TrainingSums& sums, std::int64_t row, std::int32_t label) {
  const auto found = std::ranges::lower_bound(sums.classes, label);
  if (found == sums.classes.end() || *found != label) {
    refuse("row " + to_string(row) + " has the label " + to_string(label) +
           ", a class that the model has no regression for: it had no rows at training, or no "
           "vector");
  }
  return static_cast<std::size_t>(found - sums.classes.begin());
}

// The labels as places in the sums, so that nothing is as large as a caller's number of classes.
Labels placed(const TrainingSums& sums, const Labels& labels) {
  std::vector<std::int32_t> places;
  std::vector<std::int64_t> ends = {0};
  for (std::int64_t row = 0; row < labels.rows(); ++row) {
    for (const std::int32_t label : labels.of(row)) {
      places.push_back(static_cast<std::int32_t>(place_of(sums, row, label)));
    }
    ends.push_back(static_cast<std::int64_t>(places.size()));
  }
  return {std::move(places), std::move(ends), static_cast<std::int32_t>(sums.classes.size())};
}

struct Change {
  std::vector<std::int64_t> counts;
  Matrix<double> squares;
  Matrix<double> sums;
};

Change change_of(const TrainingSums& sums, MatrixView<float> rows, const Labels& labels,
                 const Work& work) {
  if (rows.columns != sums.features.dimension) {
    refuse("rows of " + to_string(rows.columns) + " values were given; the model takes " +
           to_string(sums.features.dimension));
  }
  if (labels.rows() != rows.rows) {
    refuse("labels were given for " + to_string(labels.rows()) + " rows, the features have " +
           to_string(rows.rows));
  }
  check_label_sets(labels);
  const Labels places = placed(sums, labels);
  check_features({rows, {}, {}}, sums.features.unit_rows, work);
  const Matrix<float> phi = map_rows(sums.features, rows, work);
  Change change;
  change.counts = TrainingData{rows, places, {}}.rows_per_class();
  change.squares = gram(phi.view(), work);
  const auto combine =
      sums.method == Method::orthant ? ClassTargets::Combine::sum : ClassTargets::Combine::mean;
  const ClassTargets targets(places, Matrix<double>(places.classes(), 1), combine);
  change.sums = targets.class_sums(phi.view(), work);
  return change;
}

void add(Matrix<double>& to, double factor, const Matrix<double>& values) {
  for (std::int64_t i = 0; i < to.rows() * to.columns(); ++i) {
    to.data()[i] += factor * values.data()[i];
  }
}

void check_counts(const TrainingSums& sums, const Change& change) {
  for (std::size_t k = 0; k < sums.counts.size(); ++k) {
    if (change.counts[k] <= sums.counts[k]) continue;
    refuse(to_string(change.counts[k]) + " rows of class " + to_string(sums.classes[k]) +
           " were to be removed; the sums hold " + to_string(sums.counts[k]));
  }
}

// Sums over no rows are zero, not what rounding left of them.
void clear_empty(TrainingSums& sums) {
  for (std::size_t k = 0; k < sums.counts.size(); ++k) {
    if (sums.counts[k] == 0) std::ranges::fill(sums.sums.row(static_cast<std::int64_t>(k)), 0.0);
  }
  if (sums.rows > 0) return;
  std::fill_n(sums.squares.data(), sums.squares.rows() * sums.squares.columns(), 0.0);
}

// W of the model's form: m x c.
Matrix<double> regression(const TrainingSums& sums) {
  Matrix<double> right = sums.targets.empty()
                             ? transposed(sums.sums.view())
                             : transposed_multiply(sums.sums.view(), sums.targets.view());
  try {
    return solve_ridge(sums.squares.clone(), sums.ridge, "ridge", std::move(right));
  } catch (const Error& error) {
    if (error.status() != ORTHANT_TRAINING_FAILED) throw;
    throw Error(ORTHANT_TRAINING_FAILED,
                "the regression has no solution: these sums, of " + to_string(sums.rows) +
                    " rows, are no longer those of a set of rows (were rows removed that were not "
                    "in them?), or too few rows are left for the ridge " +
                    number_text(sums.ridge) + ": build the sums anew from the rows that remain");
  }
}

Matrix<double> to_double(const Matrix<float>& a) {
  return double_block(a.view(), 0, a.rows(), 0, a.columns());
}

void put_scores(BitGroup& group, const Matrix<double>& w) {
  std::vector<Layer>& layers = group.features.layers;
  if (layers.empty() || layers.front().weights.rows() != w.columns()) {
    refuse("the sums have " + to_string(w.columns()) + " classes, the model has others");
  }
  layers.front().weights = to_float(transposed(w.view()).view());
}

void put_projection(BitGroup& group, const SemanticMap& semantics, const Matrix<double>& w) {
  if (semantics.map.columns() != w.columns()) {
    refuse("the sums have class vectors of " + to_string(w.columns()) +
           " values, the model takes " + to_string(semantics.map.columns()));
  }
  const Matrix<double> map = to_double(semantics.map);
  group.projection = to_float(multiply_transposed(map.view(), w.view()).view());
}

// Returns the group that W is a part of.
std::size_t expect_own(const HashModel& model, const TrainingSums& sums) {
  if (method_of(model) != sums.method || fingerprint_of(model) != sums.fingerprint) {
    refuse("the sums belong to a model of another method or of other training data");
  }
  const std::size_t group = semantic_group(model);
  if (!same(model.groups[group].features, sums.features)) {
    refuse("the sums belong to a model with other anchors");
  }
  return group;
}

}  // namespace

TrainingSums sums_of(const HashModel& model, const TrainingData& data, const Work& work) {
  const SingleThreadedBlas single_threaded_blas;
  TrainingSums sums;
  sums.method = method_of(model);
  sums.fingerprint = fingerprint_of(model);
  sums.ridge = ridge_of(model);
  sums.features = without_layers(model.groups[semantic_group(model)].features);
  check_label_sets(data.labels);
  check_labels(data);
  check_class_vectors(data.semantics.view());
  check_semantics(data);
  check_features(data, sums.features.unit_rows, work);
  if (fingerprint(data, work) != sums.fingerprint) {
    refuse("these are not the data that the model was trained on: their fingerprint differs");
  }
  Matrix<double> vectors = centred_class_vectors(data).vectors;
  sums.classes = classes_of(sums.method, data, vectors);
  if (sums.method == Method::semantic_itq) {
    const std::vector<std::int64_t> with_sums(sums.classes.begin(), sums.classes.end());
    sums.targets = rows_of(vectors.view(), with_sums);
  }
  Change all = change_of(sums, data.features, data.labels, work);
  sums.rows = data.features.rows;
  sums.counts = std::move(all.counts);
  sums.squares = std::move(all.squares);
  sums.sums = std::move(all.sums);
  return sums;
}

void add_rows(TrainingSums& sums, MatrixView<float> rows, const Labels& labels, const Work& work) {
  const SingleThreadedBlas single_threaded_blas;
  if (rows.rows > TrainingSums::kMostRows - sums.rows) {
    refuse(to_string(rows.rows) + " rows were to be added to " + to_string(sums.rows) +
           "; sums hold at most " + to_string(TrainingSums::kMostRows));
  }
  const Change change = change_of(sums, rows, labels, work);
  sums.rows += rows.rows;
  for (std::size_t k = 0; k < sums.counts.size(); ++k) sums.counts[k] += change.counts[k];
  add(sums.squares, 1.0, change.squares);
  add(sums.sums, 1.0, change.sums);
}

void remove_rows(TrainingSums& sums, MatrixView<float> rows, const Labels& labels,
                 const Work& work) {
  const SingleThreadedBlas single_threaded_blas;
  if (rows.rows > sums.rows) {
    refuse(to_string(rows.rows) + " rows were to be removed; the sums hold " +
           to_string(sums.rows));
  }
  const Change change = change_of(sums, rows, labels, work);
  check_counts(sums, change);
  sums.rows -= rows.rows;
  for (std::size_t k = 0; k < sums.counts.size(); ++k) sums.counts[k] -= change.counts[k];
  add(sums.squares, -1.0, change.squares);
  add(sums.sums, -1.0, change.sums);
  clear_empty(sums);
}

std::shared_ptr<const HashModel> refit(const HashModel& model, const TrainingSums& sums) {
  const SingleThreadedBlas single_threaded_blas;
  const std::size_t group = expect_own(model, sums);
  const auto left = std::ranges::count_if(sums.counts, [](auto rows) { return rows > 0; });
  if (left < 2) {
    refuse("the rows of the sums belong to " + to_string(left) +
           " class; at least 2 are needed for a regression");
  }
  const Matrix<double> w = regression(sums);
  const std::shared_ptr<HashModel> made = model.clone();
  if (sums.method == Method::orthant) {
    put_scores(made->groups[group], w);
  } else {
    put_projection(made->groups[group], made->semantics, w);
  }
  made->provenance = with_provenance(made->provenance, "refit-rows", to_string(sums.rows));
  const std::string defect = made->defect();
  if (!defect.empty()) {
    throw Error(ORTHANT_TRAINING_FAILED, "these rows admit no model: " + defect);
  }
  made->prepare();
  return made;
}

}  // namespace orthant
