#include "learn/gradient/dsdh.h"

#include <limits>
#include <string>
#include <utility>

#include "base/error.h"
#include "data/rows_of.h"
#include "data/sum_of_squares.h"
#include "learn/discrete/bit_sweep.h"
#include "learn/gradient/quantisation.h"
#include "learn/gradient/shared_labels.h"
#include "linalg/blas.h"
#include "linalg/ridge.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

constexpr std::int32_t kMostStreamClasses = 4096;

double squares(const Matrix<double>& a) noexcept {
  return sum_of_squares(
      std::span<const double>(a.data(), static_cast<std::size_t>(a.rows() * a.columns())));
}

Matrix<double> in_double(const Matrix<float>& codes) {
  return double_block(codes.view(), 0, codes.rows(), 0, codes.columns());
}

}  // namespace

std::vector<OptionSpec> DsdhLoss::own_options() {
  return {
      {"variant", 0, 0, 3, true},    {"mu", 1, 0, 1e9, false},     {"nu", 0.1, 1e-9, 1e9, false},
      {"eta", 0.01, 0, 1e9, false},  {"sums", 0, 0, 1, true},      {"columns", 1000, 0, 1e9, true},
      {"sweeps", 10, 1, 1000, true}, {"whole-set", 1, 0, 1, true}, {"restart", 0, 0, 1, true}};
}

void DsdhLoss::prepare(const TrainingData& data, std::span<const std::int64_t> rows,
                       const Options& options, Rng& /*rng*/, const Work& /*work*/) {
  labels_ = without_empty_classes(data.labels);
  trained_.assign(rows.begin(), rows.end());
  bits_ = options.integer("bits");
  mu_ = options.number("mu");
  nu_ = options.number("nu");
  eta_ = options.number("eta");
  weight_ = options.flag("sums") ? 1.0 / static_cast<double>(rows.size()) : 1.0;
  sweeps_ = static_cast<std::int32_t>(options.integer("sweeps"));
  whole_set_ = options.flag("whole-set");
  restart_ = options.flag("restart");
  variant_ = static_cast<Variant>(options.integer("variant"));
  if (mu_ == 0.0) variant_ = Variant::pairs;
  if (variant_ == Variant::two_streams && labels_.classes() > kMostStreamClasses) {
    refuse("variant 2 has an output per class, for at most " + std::to_string(kMostStreamClasses) +
           " classes; the rows have " + std::to_string(labels_.classes()));
  }
  pairs_.prepare(labels_, rows, options.integer("columns"), bits_);
}

std::int64_t DsdhLoss::extra_outputs() const {
  return variant_ == Variant::two_streams ? labels_.classes() : 0;
}

void DsdhLoss::begin_epoch(std::int64_t epoch, std::int64_t /*epochs*/, const Work& work) {
  pairs_.begin_epoch(epoch);
  differing_ = compared_ = 0.0;
  untrained_ = epoch == 0;
  if (variant_ == Variant::full && whole_set_ && epoch > 0) map_ = map_of_whole_set(work);
}

Matrix<double> DsdhLoss::map_of_whole_set(const Work& work) const {
  const Matrix<double> outputs = rows_of(pairs_.stored(), trained_);
  const Rows all{trained_, outputs.view()};
  const Matrix<double> map = classifier(all, signs_of<double>(all.outputs).view(), work);
  return classifier(all, in_double(discrete_codes(all, map, work)).view(), work);
}

Matrix<double> DsdhLoss::classifier(const Rows& rows, MatrixView<double> of,
                                    const Work& work) const {
  Matrix<double> sums(bits_, labels_.classes());
  for (std::int64_t i = 0; i < of.rows; ++i) {
    for (const std::int32_t label : labels_.of(rows.numbers[static_cast<std::size_t>(i)])) {
      for (std::int64_t k = 0; k < bits_; ++k) sums(k, label) += of(i, k);
    }
  }
  return solve_ridge(gram(of, work), nu_ / mu_, "nu", std::move(sums));
}

Matrix<float> DsdhLoss::discrete_codes(const Rows& rows, const Matrix<double>& map,
                                       const Work& work) const {
  Matrix<double> wanted = Matrix<double>::copy_of(rows.outputs);
  for (std::int64_t i = 0; i < wanted.rows(); ++i) {
    for (std::int64_t k = 0; k < bits_; ++k) wanted(i, k) *= eta_ / mu_;
    for (const std::int32_t label : labels_.of(rows.numbers[static_cast<std::size_t>(i)])) {
      for (std::int64_t k = 0; k < bits_; ++k) wanted(i, k) += map(k, label);
    }
  }
  Matrix<float> codes = restart_ ? Matrix<float>(rows.outputs.rows, bits_) : signs_of(rows.outputs);
  bit_sweep(wanted.view(), multiply_transposed(map.view(), map.view()).view(), sweeps_, codes,
            work);
  return codes;
}

Matrix<double> DsdhLoss::residual(const Rows& rows, MatrixView<double> of,
                                  const Matrix<double>& map, const Work& work) const {
  Matrix<double> scores = project(of, map.view(), work);
  for (std::int64_t i = 0; i < scores.rows(); ++i) {
    for (const std::int32_t label : labels_.of(rows.numbers[static_cast<std::size_t>(i)])) {
      scores(i, label) -= 1.0;
    }
  }
  return scores;
}

double DsdhLoss::full(const Rows& rows, Matrix<double>* gradient, const Work& work) {
  const Matrix<float> signs = signs_of(rows.outputs);
  const bool own_map = map_.empty();
  const Matrix<double> map =
      own_map ? classifier(rows, in_double(signs).view(), work) : map_.clone();
  const Matrix<float> codes = discrete_codes(rows, map, work);
  if (gradient != nullptr) {
    for (std::int64_t i = 0; i < codes.rows() * bits_; ++i) {
      differing_ += codes.data()[i] != signs.data()[i] ? 1.0 : 0.0;
    }
    compared_ += static_cast<double>(codes.rows() * bits_);
  }
  const double b = static_cast<double>(codes.rows());
  const double penalised = own_map ? b : static_cast<double>(trained_.size());
  return weight_ * mu_ / b * squares(residual(rows, in_double(codes).view(), map, work)) +
         weight_ * nu_ / penalised * squares(map) +
         quantisation(rows.outputs, codes.view(), weight_ * eta_, gradient);
}

// Outputs that have grown so large that nu vanishes beside their Gram matrix are a divergence,
// which is the trainer's to judge; before the first step it is nu that is too small.
double DsdhLoss::continuous(const Rows& rows, Matrix<double>* gradient, const Work& work) {
  Matrix<double> map;
  try {
    map = classifier(rows, rows.outputs, work);
  } catch (const Error&) {
    if (untrained_) throw;
    return std::numeric_limits<double>::quiet_NaN();
  }
  untrained_ = false;
  const Matrix<double> off = residual(rows, rows.outputs, map, work);
  const double each = weight_ / static_cast<double>(off.rows());
  if (gradient != nullptr) {
    const Matrix<double> derivative = multiply_transposed(off.view(), map.view());
    for (std::int64_t i = 0; i < derivative.rows() * bits_; ++i) {
      gradient->data()[i] += 2.0 * mu_ * each * derivative.data()[i];
    }
  }
  return each * (mu_ * squares(off) + nu_ * squares(map));
}

double DsdhLoss::second_stream(const Batch& batch, Matrix<double>* gradient) const {
  const double each = weight_ * mu_ / static_cast<double>(batch.outputs.rows);
  double sum = 0.0;
  std::vector<double> target(static_cast<std::size_t>(labels_.classes()));
  for (std::int64_t i = 0; i < batch.outputs.rows; ++i) {
    const auto labels = labels_.of(batch.rows[static_cast<std::size_t>(i)]);
    for (const std::int32_t label : labels) target[static_cast<std::size_t>(label)] = 1.0;
    for (std::size_t c = 0; c < target.size(); ++c) {
      const std::int64_t column = bits_ + static_cast<std::int64_t>(c);
      const double off = batch.outputs(i, column) - target[c];
      sum += each * off * off;
      if (gradient != nullptr) (*gradient)(i, column) += 2.0 * each * off;
    }
    for (const std::int32_t label : labels) target[static_cast<std::size_t>(label)] = 0.0;
  }
  return sum;
}

double DsdhLoss::beside(const Batch& batch, const Rows& rows, Matrix<double>* gradient,
                        const Work& work) {
  switch (variant_) {
    case Variant::full:
      return full(rows, gradient, work);
    case Variant::continuous:
      return continuous(rows, gradient, work);
    case Variant::pairs:
    case Variant::two_streams:
      break;
  }
  const double loss =
      quantisation(rows.outputs, signs_of(rows.outputs).view(), weight_ * eta_, gradient);
  return variant_ == Variant::pairs ? loss : loss + second_stream(batch, gradient);
}

double DsdhLoss::evaluate(const Batch& batch, Matrix<double>& gradient, Rng& rng,
                          const Work& work) {
  gradient = Matrix<double>(batch.outputs.rows, batch.outputs.columns);
  const Matrix<double> outputs = leading_columns(batch.outputs, bits_);
  const double pairs = pairs_.evaluate(batch.rows, outputs.view(), gradient, rng, work);
  return pairs + beside(batch, {batch.rows, outputs.view()}, &gradient, work);
}

// In the first epoch W is that of the second, which the stored outputs give already: one fitted to
// the rows that are judged would know their labels.
double DsdhLoss::validate(const Batch& batch, const Work& work) {
  if (variant_ == Variant::full && whole_set_ && map_.empty()) map_ = map_of_whole_set(work);
  const Matrix<double> outputs = leading_columns(batch.outputs, bits_);
  return pairs_.validate(batch.rows, outputs.view(), work) +
         beside(batch, {batch.rows, outputs.view()}, nullptr, work);
}

void DsdhLoss::visit(State& state) {
  pairs_.visit(state);
  state.field("differing bits", differing_);
  state.field("compared bits", compared_);
}

void DsdhLoss::finish(HashModel& model) const {
  if (compared_ == 0.0) return;
  model.provenance += "discrete-share=" + number_text(differing_ / compared_) + "\n";
}

}  // namespace orthant
