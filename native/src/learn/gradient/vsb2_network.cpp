#include "learn/gradient/vsb2_network.h"

#include <cmath>
#include <utility>

#include "learn/feature_fit.h"
#include "learn/gradient/cross_entropy.h"
#include "learn/gradient/pairwise.h"
#include "learn/gradient/quantisation.h"
#include "linalg/blas.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

void add(const Matrix<double>& a, double factor, Matrix<double>& to) {
  for (std::int64_t i = 0; i < a.rows() * a.columns(); ++i) to.data()[i] += factor * a.data()[i];
}

DenseLayer random_decoder(std::int64_t bits, std::int64_t dimension, Rng& rng) {
  DenseLayer decoder{Matrix<double>(bits, dimension), Matrix<double>(1, dimension),
                     Matrix<double>(bits, dimension), Matrix<double>(1, dimension)};
  const double scale = 1.0 / std::sqrt(static_cast<double>(bits));
  for (std::int64_t i = 0; i < bits * dimension; ++i) {
    decoder.weights.data()[i] = scale * rng.normal();
  }
  return decoder;
}

}  // namespace

std::vector<OptionSpec> Vsb2NetworkLoss::own_options() {
  return {{"rounds", 50, 1, 100000, true},
          {"batch", 256, 2, 1e6, true},
          {"anchors", 0, 0, 1e6, true},
          {"hidden-layers", 1, 0, 16, true},
          {"hidden-width", 512, 1, 65536, true},
          {"activation", 0, 0, 1, true},
          {"classification", 1, 0, 1e9, false},
          {"reconstruction", 0.1, 0, 1e9, false},
          {"relations", 1, 0, 1e9, false},
          {"quantisation", 0.01, 0, 1e9, false},
          {"sharpness", 10, 1e-6, 1e6, false},
          {"relations-form", 0, 0, 1, true},  // SemanticRelations::Form
          {"neighbours", 3, 1, 1e6, true},
          {"kappa", 0.6, 0, 1, false},
          {"relations-margin", 0.1, -1, 1, false},
          {"semantic-width", 256, 1, 65536, true}};
}

void Vsb2NetworkLoss::prepare(const TrainingData& data, std::span<const std::int64_t> /*rows*/,
                              const Options& options, Rng& rng, const Work& work) {
  labels_ = &data.labels;
  weights_ = {options.number("classification"), options.number("reconstruction"),
              options.number("relations"), options.number("quantisation"),
              options.number("sharpness")};
  const std::int64_t bits = options.integer("bits");
  branch_.prepare(data, options.integer("semantic-width"), bits, rng);
  relations_ = SemanticRelations(
      branch_.vectors(),
      {static_cast<SemanticRelations::Form>(options.integer("relations-form")),
       options.integer("neighbours"), options.number("kappa"), options.number("relations-margin")});
  decoder_ = random_decoder(bits, data.features.columns, rng);
  if (weights_.reconstruction == 0.0) return;
  const FeatureMap linear = fit_linear(data.features, options.flag("unit-rows"), work);
  features_ = Standardised(map_rows(linear, data.features, work), work);
}

void Vsb2NetworkLoss::begin_epoch(std::int64_t epoch, std::int64_t epochs, const Work& /*work*/) {
  ramp_ = epochs < 2 ? 1.0 : static_cast<double>(epoch) / static_cast<double>(epochs - 1);
}

double Vsb2NetworkLoss::classify(std::span<const std::int64_t> rows, Side& visual,
                                 Side& semantic) const {
  const double scale = weights_.sharpness / static_cast<double>(visual.bits.columns());
  const double share = 1.0 / static_cast<double>(rows.size());
  Matrix<double> scores = multiply_transposed(visual.bits.view(), semantic.bits.view());
  double loss = 0.0;
  for (std::int64_t i = 0; i < scores.rows(); ++i) {
    std::vector<std::int32_t> classes;
    for (const std::int32_t label : labels_->of(rows[static_cast<std::size_t>(i)])) {
      classes.push_back(branch_.seen_class(label));
    }
    for (double& score : scores.row(i)) score *= scale;
    loss += share * cross_entropy(classes, scores.row(i));
    for (double& slope : scores.row(i)) slope *= weights_.classification * share * scale;
  }
  add(multiply(scores.view(), semantic.bits.view()), 1.0, visual.gradient);
  add(transposed_multiply(scores.view(), visual.bits.view()), 1.0, semantic.gradient);
  return loss;
}

double Vsb2NetworkLoss::rebuild(std::span<const std::int64_t> rows, Side& visual,
                                DenseLayer& decoder) const {
  const Matrix<double> wanted = features_.batch(rows);
  Matrix<double> error = multiply(visual.bits.view(), decoder.weights.view());
  const double share = 1.0 / static_cast<double>(error.rows() * error.columns());
  const double slope = 2.0 * weights_.reconstruction * share;
  decoder.offset_gradient = Matrix<double>(1, error.columns());
  double loss = 0.0;
  for (std::int64_t i = 0; i < error.rows(); ++i) {
    for (std::int64_t j = 0; j < error.columns(); ++j) {
      const double value = error(i, j) + decoder.offset(0, j) - wanted(i, j);
      loss += share * value * value;
      error(i, j) = slope * value;
      decoder.offset_gradient(0, j) += error(i, j);
    }
  }
  decoder.weights_gradient = transposed_multiply(visual.bits.view(), error.view());
  add(multiply_transposed(error.view(), decoder.weights.view()), 1.0, visual.gradient);
  return loss;
}

double Vsb2NetworkLoss::sum_of_terms(std::span<const std::int64_t> rows, Side& visual,
                                     Side& semantic, DenseLayer& decoder, double ramp) const {
  double loss = 0.0;
  if (weights_.classification > 0.0) {
    loss += weights_.classification * classify(rows, visual, semantic);
  }
  if (weights_.reconstruction > 0.0) {
    loss += weights_.reconstruction * rebuild(rows, visual, decoder);
  }
  if (weights_.relations > 0.0) {
    loss += weights_.relations *
            relations_.evaluate(semantic.bits, weights_.relations, semantic.gradient);
  }
  const double weight = ramp * weights_.quantisation / static_cast<double>(visual.bits.columns());
  if (weight == 0.0) return loss;
  for (Side* side : {&visual, &semantic}) {
    const MatrixView<double> bits = side->bits.view();
    loss += quantisation(bits, signs_of(bits).view(), weight, &side->gradient);
  }
  return loss;
}

double Vsb2NetworkLoss::evaluate(const Batch& batch, Matrix<double>& gradient, Rng& /*rng*/,
                                 const Work& work) {
  const std::int64_t r = batch.outputs.columns;
  Side visual{relaxed_bits(batch.outputs, 1.0), Matrix<double>(batch.outputs.rows, r)};
  Side semantic{relaxed_bits(branch_.forward(work), 1.0), Matrix<double>(branch_.classes(), r)};
  const double loss = sum_of_terms(batch.rows, visual, semantic, decoder_, ramp_);
  through_relaxation(semantic.bits, 1.0, semantic.gradient);
  branch_.backward(semantic.gradient, work);
  through_relaxation(visual.bits, 1.0, visual.gradient);
  gradient = std::move(visual.gradient);
  return loss;
}

double Vsb2NetworkLoss::validate(const Batch& batch, const Work& work) {
  const std::int64_t r = batch.outputs.columns;
  Side visual{relaxed_bits(batch.outputs, 1.0), Matrix<double>(batch.outputs.rows, r)};
  Side semantic{relaxed_bits(branch_.apply(work).view(), 1.0),
                Matrix<double>(branch_.classes(), r)};
  DenseLayer decoder{decoder_.weights.clone(), decoder_.offset.clone(), {}, {}};
  return sum_of_terms(batch.rows, visual, semantic, decoder, 1.0);
}

std::vector<Parameter> Vsb2NetworkLoss::parameters() {
  std::vector<Parameter> all = branch_.parameters();
  all.push_back({&decoder_.weights, &decoder_.weights_gradient, true});
  all.push_back({&decoder_.offset, &decoder_.offset_gradient, false});
  return all;
}

void Vsb2NetworkLoss::finish(HashModel& model) const {
  model.provenance += "seen-classes=" + std::to_string(branch_.classes()) + "\n";
  for (BitGroup& group : model.groups) group.role = BitRole::semantic;
  branch_.finish(model.semantics);
}

}  // namespace orthant
