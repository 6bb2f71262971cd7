#include "learn/gradient/gradient_trainer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "learn/feature_fit.h"
#include "learn/gradient/hswd.h"
#include "learn/gradient/rotated_start.h"
#include "learn/gradient/schedule.h"

namespace orthant {
namespace {

constexpr std::int64_t kValidationBatch = 256;
constexpr double kNotANumber = std::numeric_limits<double>::quiet_NaN();

const std::vector<OptionSpec>& common_options() {
  static const std::vector<OptionSpec> kOptions = {
      {"rounds", 20, 1, 100000, true},
      {"batch", 128, 2, 1e6, true},
      {"optimizer", 1, 0, 1, true},  // Optimizer::Kind
      {"learning-rate", 1e-3, 1e-12, 1e6, false},
      {"schedule", 3, 0, 3, true},  // Schedule::Kind
      {"rate-end", 1e-2, 1e-12, 1, false},
      {"halve-every", 10, 1, 100000, true},
      {"momentum", 0.9, 0, 0.9999, false},
      {"weight-decay", 0, 0, 1e3, false},
      {"anchors", 0, 0, 1e6, true},
      {"whiten", 0, 0, 1e9, false},
      {"class-scores", 0, 0, 1, true},  // learn/gradient/class_scores.h
      {"hidden-layers", 1, 0, 16, true},
      {"hidden-width", 256, 1, 65536, true},
      {"activation", 1, 0, 1, true},  // 0: relu, 1: tanh
      {"start", 0, 0, 1, true},       // 0: Gaussian, 1: rotated principal directions
      {"start-scale", 1e-2, 1e-6, 1e3, false},
      {"batch-norm", 0, 0, 1, true},
      {"validation", 0, 0, 0.9, false},
      {"patience", 10, 1, 100000, true},
      {"hswd", 0, 0, 1e6, false},  // the regulariser of learn/gradient/hswd.h
      {"hswd-directions", 0, 0, 1e6, true},
  };
  return kOptions;
}

// The common options, those that the loss has a spec for replaced, then the loss's others.
std::vector<OptionSpec> merged(const std::vector<OptionSpec>& own) {
  std::vector<OptionSpec> all = common_options();
  for (const OptionSpec& spec : own) {
    const auto same = [&](const OptionSpec& other) {
      return std::string_view(other.name) == spec.name;
    };
    const auto at = std::find_if(all.begin(), all.end(), same);
    if (at == all.end()) {
      all.push_back(spec);
    } else {
      *at = spec;
    }
  }
  return all;
}

Schedule schedule_of(const Options& options) {
  return {static_cast<Schedule::Kind>(options.integer("schedule")), options.number("learning-rate"),
          options.number("rate-end"), options.integer("halve-every")};
}

Activation activation_of(const Options& options) {
  return options.integer("activation") == 0 ? Activation::relu : Activation::tanh;
}

bool all_finite(MatrixView<double> values) noexcept {
  return std::all_of(values.data, values.data + values.rows * values.columns,
                     [](double value) { return std::isfinite(value); });
}

}  // namespace

GradientTrainer::GradientTrainer(std::string_view method, const std::vector<OptionSpec>& own,
                                 std::unique_ptr<Loss> loss, Needs what)
    : Trainer(method, what, merged(own)), loss_(std::make_unique<HswdLoss>(std::move(loss))) {}

std::int32_t GradientTrainer::rounds_at_most() const {
  return static_cast<std::int32_t>(options.integer("rounds"));
}

FeatureMap GradientTrainer::fit_features(const TrainingData& data, Rng& rng,
                                         const Work& work) const {
  const bool unit_rows = options.flag("unit-rows");
  const std::int64_t anchors = options.integer("anchors");
  return anchors == 0 ? fit_linear(data.features, unit_rows, work)
                      : fit_anchors(data.features, unit_rows, anchors, rng, work);
}

std::vector<std::int64_t> GradientTrainer::layer_widths() const {
  std::vector<std::int64_t> widths(static_cast<std::size_t>(options.integer("hidden-layers")),
                                   options.integer("hidden-width"));
  widths.insert(widths.begin(), inputs_.rows().columns);
  widths.push_back(options.integer("bits") + loss_->extra_outputs());
  return widths;
}

// A row validates only while each of its classes keeps another row to train on.
void GradientTrainer::split_rows(const TrainingData& data, Rng& rng) {
  const std::int64_t n = data.labels.rows();
  const auto wanted =
      static_cast<std::size_t>(options.number("validation") * static_cast<double>(n));
  std::vector<std::int64_t> left = data.rows_per_class();
  for (const std::int64_t row : draw_rows(n, n, rng)) {
    const auto labels = data.labels.of(row);
    const bool spare = std::all_of(labels.begin(), labels.end(), [&](std::int32_t label) {
      return left[static_cast<std::size_t>(label)] > 1;
    });
    if (validated_.size() >= wanted || !spare) {
      trained_.push_back(row);
      continue;
    }
    for (const std::int32_t label : labels) --left[static_cast<std::size_t>(label)];
    validated_.push_back(row);
  }
}

void GradientTrainer::prepare(const TrainingData& data, Rng& rng, const Work& work) {
  features_ = fit_features(data, rng, work);
  inputs_ = Standardised(map_rows(features_, data.features, work), work);
  if (options.number("whiten") > 0.0) inputs_.whiten(options.number("whiten"), work);
  if (options.flag("class-scores")) ridge_ = inputs_.score(data.labels, work);
  split_rows(data, rng);
  loss_->prepare(data, trained_, options, rng, work);
  const std::vector<std::int64_t> widths = layer_widths();
  const std::int64_t bits = options.integer("bits");
  network_ = Network(widths, activation_of(options), options.flag("batch-norm") ? bits : 0);
  network_.draw(options.number("start-scale"), rng);
  if (options.flag("start")) start_rotated(rng, work);
  kept_ = network_.clone();
  optimizer_.emplace(
      Optimizer::Settings{static_cast<Optimizer::Kind>(options.integer("optimizer")),
                          options.number("momentum"), options.number("weight-decay")},
      parameters());
}

// The bits' columns only; those of a second stream stay as drawn.
void GradientTrainer::start_rotated(Rng& rng, const Work& work) {
  if (network_.depth() > 1) {
    refuse("option \"start\" is 1, which needs \"hidden-layers\" 0; it is " +
           std::to_string(network_.depth() - 1));
  }
  const double scale = options.number("start-scale");
  const auto columns = static_cast<double>(inputs_.rows().columns);
  const Matrix<double> start =
      rotated_start(inputs_.rows(), static_cast<std::int32_t>(options.integer("bits")),
                    scale * scale * columns, rng, work);
  Matrix<double>& weights = network_.layer(0).weights;
  for (std::int64_t j = 0; j < start.rows(); ++j) {
    for (std::int64_t k = 0; k < start.columns(); ++k) weights(j, k) = start(j, k);
  }
}

std::vector<Parameter> GradientTrainer::parameters() {
  std::vector<Parameter> all = network_.parameters();
  const std::vector<Parameter> own = loss_->parameters();
  all.insert(all.end(), own.begin(), own.end());
  return all;
}

double GradientTrainer::train_batch(std::span<const std::int64_t> rows, double rate, Rng& rng,
                                    const Work& work) {
  const Matrix<double> inputs = inputs_.batch(rows);
  const MatrixView<double> outputs = network_.forward(inputs.view(), work);
  if (!all_finite(outputs)) return kNotANumber;
  Matrix<double> gradient(outputs.rows, outputs.columns);
  const double loss = loss_->evaluate({rows, outputs}, gradient, rng, work);
  if (!std::isfinite(loss)) return loss;
  network_.backward(inputs.view(), gradient, work);
  optimizer_->step(parameters(), rate, work);
  return loss;
}

// The mean loss over the rows; not finite as soon as that of a batch is not.
double GradientTrainer::run_epoch(Rng& rng, const Work& work) {
  const auto n = static_cast<std::int64_t>(trained_.size());
  const std::vector<std::int64_t> order = draw_rows(n, n, rng);
  std::vector<std::int64_t> rows(trained_.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i] = trained_[static_cast<std::size_t>(order[i])];
  }
  const double rate = schedule_of(options).at(epoch_, rounds_at_most());
  const std::int64_t most = options.integer("batch");
  const std::int64_t batches = (n + most - 1) / most;
  double sum = 0.0;
  for (std::int64_t b = 0; b < batches && std::isfinite(sum); ++b) {
    work.poll();
    const std::int64_t first = n * b / batches;
    const std::int64_t count = n * (b + 1) / batches - first;
    const std::span<const std::int64_t> batch =
        std::span(rows).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
    sum += static_cast<double>(count) * train_batch(batch, rate, rng, work);
  }
  return sum / static_cast<double>(n);
}

double GradientTrainer::validation_loss(const Work& work) {
  const std::span<const std::int64_t> rows(validated_);
  double sum = 0.0;
  for (std::size_t first = 0; first < rows.size(); first += kValidationBatch) {
    const auto count = std::min<std::size_t>(kValidationBatch, rows.size() - first);
    const std::span<const std::int64_t> batch = rows.subspan(first, count);
    const Matrix<double> outputs = network_.apply(inputs_.batch(batch).view(), work);
    if (!all_finite(outputs.view())) return kNotANumber;
    sum += static_cast<double>(count) * loss_->validate({batch, outputs.view()}, work);
  }
  return sum / static_cast<double>(rows.size());
}

double GradientTrainer::round(Rng& rng, const Work& work) {
  loss_->begin_epoch(epoch_, rounds_at_most(), work);
  const double loss = run_epoch(rng, work);
  ++epoch_;
  if (!std::isfinite(loss) || !network_.finite()) {
    diverged_ = epoch_;
    if (epoch_ == 1) {
      throw Error(ORTHANT_TRAINING_FAILED,
                  "training diverged in its first epoch: lower learning-rate (" +
                      number_text(options.number("learning-rate")) + "), or scale the features");
    }
    return last_;
  }
  last_ = loss;
  keep_or_not(work);
  return loss;
}

void GradientTrainer::keep_or_not(const Work& work) {
  if (!validated_.empty()) {
    const double loss = validation_loss(work);
    if (best_epoch_ > 0 && !(loss < best_)) return;
    best_ = std::isnan(loss) ? std::numeric_limits<double>::infinity() : loss;
  }
  best_epoch_ = epoch_;
  kept_ = network_.clone();
  loss_->keep();
}

bool GradientTrainer::converged() const {
  return diverged_ > 0 || epoch_ - best_epoch_ >= options.integer("patience");
}

void GradientTrainer::visit(State& state) {
  state.field("epoch", epoch_, 0, rounds_at_most());
  state.field("best epoch", best_epoch_, 0, rounds_at_most());
  state.field("best validation loss", best_);
  state.field("last loss", last_);
  state.field("diverged", diverged_, 0, rounds_at_most());
  network_.visit("network", state);
  kept_.visit("kept network", state);
  optimizer_->visit(state);
  const std::vector<Parameter> own = loss_->parameters();
  for (std::size_t p = 0; p < own.size(); ++p) {
    state.field("parameter " + std::to_string(p) + " of the loss", *own[p].values);
  }
  loss_->visit(state);
}

void GradientTrainer::finish(HashModel& model) const {
  const Network network = inputs_.on_phi(kept_);
  BitGroup group;
  group.features = features_.clone();
  for (std::int64_t l = 0; l + 1 < network.depth(); ++l) {
    group.features.layers.push_back(network.folded(l, network.width(l)));
  }
  Layer last = network.folded(network.depth() - 1, options.integer("bits"));
  group.projection = std::move(last.weights);
  group.offset = std::move(last.offset);
  if (features_.anchors.rows() > 0) {
    model.provenance += "anchors=" + std::to_string(features_.anchors.rows()) + "\n";
  }
  if (ridge_ > 0.0) model.provenance += "ridge=" + number_text(ridge_) + "\n";
  if (!validated_.empty()) {
    model.provenance += "validated=" + std::to_string(validated_.size()) + " rows\n";
    model.provenance += "best=epoch " + std::to_string(best_epoch_) + "\n";
  }
  if (diverged_ > 0) model.provenance += "diverged=epoch " + std::to_string(diverged_) + "\n";
  model.groups.push_back(std::move(group));
  loss_->finish(model);
}

}  // namespace orthant
