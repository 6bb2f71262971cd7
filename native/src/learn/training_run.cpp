#include "learn/training_run.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <utility>

#include "base/error.h"
#include "kernels/kernels.h"
#include "learn/methods.h"
#include "learn/trainer.h"
#include "linalg/blas.h"
#include "linalg/work.h"

namespace orthant {
namespace {

std::string hexadecimal(std::uint64_t value) {
  std::array<char, 17> text{};
  std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(value));
  return text.data();
}

// Every row has labels, each in its bounds and once.
void check_label_sets(const Labels& labels) {
  if (labels.classes() < 1 || labels.classes() > kMaxClasses) {
    refuse("classes must be between 1 and " + std::to_string(kMaxClasses) + ", got " +
           std::to_string(labels.classes()) + " (classes are numbered from 0 without gaps)");
  }
  std::vector<std::int64_t> last_row(static_cast<std::size_t>(labels.classes()), -1);
  for (std::int64_t row = 0; row < labels.rows(); ++row) {
    if (labels.of(row).empty()) refuse("row " + std::to_string(row) + " has no label");
    for (const std::int32_t label : labels.of(row)) {
      if (label < 0 || label >= labels.classes()) {
        refuse("row " + std::to_string(row) + " has the label " + std::to_string(label) +
               "; labels are 0 to " + std::to_string(labels.classes() - 1));
      }
      std::int64_t& last = last_row[static_cast<std::size_t>(label)];
      if (last == row) {
        refuse("row " + std::to_string(row) + " has the label " + std::to_string(label) +
               " more than once");
      }
      last = row;
    }
  }
}

}  // namespace

TrainingRun::TrainingRun(std::string_view method) : trainer_(make_trainer(method)) {}
TrainingRun::~TrainingRun() = default;

void TrainingRun::expect_open(const char* what) const {
  if (state_ != State::open) refuse(std::string(what) + " must be given before the first step");
}

void TrainingRun::set(std::string_view option, double value) {
  expect_open("options");
  trainer_->options.set(option, value);
}

std::int32_t TrainingRun::option_count() const noexcept { return trainer_->options.count(); }

const char* TrainingRun::option_name(std::int32_t option) const noexcept {
  return trainer_->options.spec(option).name;
}

double TrainingRun::option_value(std::int32_t option) const noexcept {
  return trainer_->options.value(option);
}

void TrainingRun::features(MatrixView<float> rows) {
  expect_open("features");
  if (rows.rows < 1 || rows.columns < 1) {
    refuse("features of " + std::to_string(rows.rows) + " rows and " +
           std::to_string(rows.columns) + " columns were given: at least 1 of each is needed");
  }
  data_.features = rows;
}

void TrainingRun::labels(Labels labels) {
  expect_open("labels");
  check_label_sets(labels);
  data_.labels = std::move(labels);
}

void TrainingRun::semantics(Matrix<float> class_vectors) {
  expect_open("class vectors");
  check_class_vectors(class_vectors.view());
  data_.semantics = std::move(class_vectors);
}

bool TrainingRun::step() {
  if (state_ == State::failed) refuse("this training has failed and can only be freed");
  if (state_ == State::trained || state_ == State::finished) {
    refuse("this training has had its " + std::to_string(rounds_done()) + " rounds");
  }
  const bool first = state_ == State::open;
  state_ = State::failed;  // unless all of this returns
  const SingleThreadedBlas single_threaded_blas;
  const Work work(static_cast<int>(trainer_->options.integer("threads")), cancelled_);
  work.poll();
  if (first) prepare(work);
  round(work);
  const bool more = rounds_done() < rounds_at_most() && !trainer_->converged();
  state_ = more ? State::training : State::trained;
  return more;
}

void TrainingRun::prepare(const Work& work) {
  check_features(data_, trainer_->options.flag("unit-rows"), work);
  if (trainer_->needs != Trainer::Needs::features) check_labels(data_);
  if (trainer_->needs == Trainer::Needs::semantics) check_semantics(data_);
  fingerprint_ = fingerprint(data_, work);
  rng_ = Rng(static_cast<std::uint64_t>(trainer_->options.integer("seed")));
  trainer_->prepare(data_, rng_, work);
}

void TrainingRun::round(const Work& work) {
  const double objective = trainer_->round(rng_, work);
  if (trainer_->has_objective() && !std::isfinite(objective)) {
    throw Error(ORTHANT_TRAINING_FAILED, "the objective became " + number_text(objective) +
                                             " in round " + std::to_string(rounds_done()) +
                                             ": scale the features to about unit length");
  }
  objective_.push_back(objective);
}

std::int32_t TrainingRun::rounds_done() const noexcept {
  return static_cast<std::int32_t>(objective_.size());
}

std::int32_t TrainingRun::rounds_at_most() const noexcept { return trainer_->rounds_at_most(); }

double TrainingRun::objective(std::int32_t round) const noexcept {
  if (round < 0 || round >= rounds_done()) return std::numeric_limits<double>::quiet_NaN();
  return objective_[static_cast<std::size_t>(round)];
}

std::shared_ptr<const HashModel> TrainingRun::finish() {
  if (state_ != State::trained) refuse("finish needs a training whose last step returned \"done\"");
  auto model = std::make_shared<HashModel>();
  model->dimension = static_cast<std::int32_t>(data_.features.columns);
  model->provenance = provenance();
  trainer_->finish(*model);
  const std::string defect = model->defect();
  if (!defect.empty()) {
    throw Error(ORTHANT_TRAINING_FAILED, "the data admit no model with these options: " + defect);
  }
  model->prepare();
  state_ = State::finished;
  return model;
}

// "threads" is left out: a model does not depend on it, to the last byte.
std::string TrainingRun::provenance() const {
  const Options& options = trainer_->options;
  std::string lines;
  const auto line = [&lines](const std::string& key, const std::string& value) {
    lines.append(key).append("=").append(value).append("\n");
  };
  line("method", options.method());
  line("version", ORTHANT_VERSION);
  line("simd", kernels::active().name);
  line("blas", blas_description());
  line("rows", std::to_string(data_.features.rows));
  line("dimension", std::to_string(data_.features.columns));
  line("classes", std::to_string(data_.labels.classes()));
  line("fingerprint", hexadecimal(fingerprint_));
  for (std::int32_t i = 0; i < options.count(); ++i) {
    const std::string name = options.spec(i).name;
    if (name != "threads") line("option." + name, number_text(options.value(i)));
  }
  line("rounds", std::to_string(rounds_done()));
  if (!trainer_->has_objective()) return lines;
  std::string trace;
  for (const double value : objective_) {
    if (!trace.empty()) trace.append(",");
    trace.append(number_text(value));
  }
  line("objective", trace);
  return lines;
}

}  // namespace orthant
