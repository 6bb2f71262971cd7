#include "learn/zero_shot/orthant_trainer.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/error.h"
#include "data/rows_of.h"
#include "learn/class_vectors.h"
#include "learn/discrete/class_targets.h"
#include "learn/feature_fit.h"
#include "learn/zero_shot/balance_rows.h"
#include "learn/zero_shot/joint_directions.h"
#include "linalg/blas.h"
#include "linalg/ridge.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

constexpr double kBalanceUnmeasured = 0.4;  // too few classes to hold any out
constexpr std::int32_t kRoundsOfChoice = 20;

// The rows of b below those of a.
Matrix<double> stacked(MatrixView<double> a, MatrixView<double> b) {
  Matrix<double> all(a.rows + b.rows, a.columns);
  std::copy_n(a.data, a.rows * a.columns, all.data());
  std::copy_n(b.data, b.rows * b.columns, all.row(a.rows).data());
  return all;
}

// balance:zero-shot:seen of each point, commas between.
std::string text_of(const std::vector<BalancePoint>& curve) {
  std::string text;
  for (const BalancePoint& point : curve) {
    if (!text.empty()) text.append(",");
    text.append(number_text(point.balance)).append(":");
    text.append(number_text(point.zero_shot)).append(":").append(number_text(point.seen));
  }
  return text;
}

}  // namespace

OrthantTrainer::OrthantTrainer()
    : Trainer("orthant", Needs::semantics,
              {{"anchors", 1000, 1, 1e6, true},
               {"memory", 512, 1, 1e9, true},
               {"rounds", 50, 1, 1000, true},
               {"ridge", 0.1, 0.0, 1e9, false},
               {"balance", -1, -1, 1, false},
               {"meaning", 0.5, 0.0, 1e3, false},
               {"name-weight", 0.3, 0.0, 1e3, false},
               {"visual-bits", -1, -1, ORTHANT_MAX_BITS - 1, true}}) {}

std::int32_t OrthantTrainer::visual_bits() const {
  const auto bits = static_cast<std::int32_t>(options.integer("bits"));
  const auto asked = static_cast<std::int32_t>(options.integer("visual-bits"));
  if (asked >= bits) {
    refuse("option \"visual-bits\" is " + std::to_string(asked) +
           "; it must be less than \"bits\", which is " + std::to_string(bits));
  }
  return asked < 0 ? bits / 2 : asked;
}

void OrthantTrainer::prepare(const TrainingData& data, Rng& rng, const Work& work) {
  const std::int32_t of_features = visual_bits();
  const auto bits = static_cast<std::int32_t>(options.integer("bits"));
  if (options.number("balance") < 0.0 && options.number("balance") != -1.0) {
    refuse("option \"balance\" is " + number_text(options.number("balance")) +
           "; it must be 0 to 1, or -1 for a choice by cross-validation");
  }
  place_classes(data);
  const std::shared_ptr<const PhiRows> phi = anchored_rows(data, options, rng, work);
  features_ = phi->features().clone();
  if (of_features > 0) {
    visual_.emplace();
    std::shared_ptr<const RowSource> all = data.rows();
    if (data.unlabelled.rows > 0) {
      all = std::make_shared<StackedRows>(all, std::make_shared<MatrixRows>(data.unlabelled));
    }
    visual_->prepare(all, options, (3 * of_features + 3) / 4, of_features, rng, work);
  }
  const Matrix<double> scores = fit_scores(data, *phi, rng, work);
  require_presence(scores);
  Presence presence(scores.view(), span_.coordinates.clone(), balance_, options.number("meaning"),
                    work);
  semantic_ = PresenceBits(std::move(presence), scores.view(), name_shares_.view(),
                           options.number("name-weight"), bits - of_features, rng, work);
  if (semantic_.rank() > 0) return;
  throw Error(ORTHANT_TRAINING_FAILED, "no row and no class name differs from the others");
}

void OrthantTrainer::require_presence(const Matrix<double>& scores) const {
  if (options.number("meaning") > 0.0) return;
  const double* end = scores.data() + scores.rows() * scores.columns();
  if (std::any_of(scores.data(), end, [&](double score) { return score > balance_; })) return;
  throw Error(ORTHANT_TRAINING_FAILED, "no row has a score above balance " + number_text(balance_) +
                                           ", and meaning is 0: lower balance");
}

void OrthantTrainer::place_classes(const TrainingData& data) {
  auto [vectors, mean] = centred_class_vectors(data);
  mean_ = std::move(mean);
  span_ = span_of_vectors(data, vectors.view());
  const Matrix<double> names = rows_with_direction(vectors);
  name_shares_ = multiply_transposed(names.view(), span_.shares.view());
}

Matrix<double> OrthantTrainer::fit_scores(const TrainingData& data, const PhiRows& phi, Rng& rng,
                                          const Work& work) {
  const Matrix<double> squares = gram(phi, work);
  const ClassTargets targets(data.labels);
  const Matrix<double> sums = rows_of(targets.class_sums(phi, work).view(), span_.seen);
  balance_ = options.number("balance");
  if (balance_ < 0.0) choose_balance(data, phi, squares.view(), sums.view(), rng, work);
  score_map_ =
      solve_ridge(squares.clone(), options.number("ridge"), "ridge", transposed(sums.view()));
  Matrix<double> scores = project(phi, score_map_.view(), work);
  if (data.unlabelled.rows == 0) return scores;
  const PhiRows others(features_.clone(), std::make_shared<MatrixRows>(data.unlabelled),
                       memory_bound(options), work);
  return stacked(scores.view(), project(others, score_map_.view(), work).view());
}

void OrthantTrainer::choose_balance(const TrainingData& data, const PhiRows& phi,
                                    MatrixView<double> squares, MatrixView<double> sums, Rng& rng,
                                    const Work& work) {
  // Draws of its own: the model is that of the same balance given as an option.
  Rng own = rng;
  const BalanceRows rows(phi, data.labels, squares, sums, span_.seen, own, work);
  const Matrix<float> visual =
      visual_ ? rows.of(visual_->codes_after(kRoundsOfChoice, work).view()) : Matrix<float>();
  const auto semantic_bits = static_cast<std::int32_t>(options.integer("bits")) - visual_bits();
  curve_ = balance_curve({rows.phi(), rows.gram(), rows.class_sums(), &rows.labels(), span_.seen,
                          span_.coordinates.view(), visual.view(), semantic_bits,
                          options.number("ridge"), options.number("meaning")},
                         own, work);
  balance_ = curve_.empty() ? kBalanceUnmeasured : chosen_balance(curve_);
}

std::int32_t OrthantTrainer::rounds_at_most() const {
  return static_cast<std::int32_t>(options.integer("rounds"));
}

double OrthantTrainer::round(Rng& /*rng*/, const Work& work) {
  const double objective = semantic_.round(work);
  return visual_ ? objective + visual_->round(work) : objective;
}

void OrthantTrainer::visit(State& state) {
  semantic_.visit(state);
  if (visual_) visual_->visit(state);
}

void OrthantTrainer::finish(HashModel& model) const {
  model.provenance += "anchors=" + std::to_string(features_.anchors.rows()) +
                      "\nnames=" + std::to_string(name_shares_.rows()) +
                      "\nrank=" + std::to_string(semantic_.rank()) +
                      "\nbalance=" + number_text(balance_) + "\n";
  if (!curve_.empty()) model.provenance += "balance-curve=" + text_of(curve_) + "\n";
  const Presence& presence = semantic_.presence();
  const Matrix<double> lift = semantic_.lift();
  FeatureMap features = features_.clone();
  features.layers = presence.row_layers(score_map_.view());
  model.groups.push_back({BitRole::semantic, std::move(features), presence.row_map(lift.view()),
                          presence.row_offset(lift.view())});
  if (visual_) model.groups.push_back(visual_->finish());
  model.semantics.unit_rows = true;
  model.semantics.mean = mean_.clone();
  model.semantics.layers = presence.name_layers(span_.shares.view());
  model.semantics.map = presence.name_map(lift.view());
  model.semantics.offset = presence.name_offset(lift.view());
  model.semantics.basis = to_float(span_.basis.view());
}

}  // namespace orthant
