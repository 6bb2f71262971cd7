#include "learn/training_run.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <utility>

#include "base/error.h"
#include "kernels/kernels.h"
#include "learn/checkpoint_state.h"
#include "learn/methods.h"
#include "learn/shared_rows.h"
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

// Two of them come to the same model if these are the same.
std::string maker() {
  return std::string("release ") + ORTHANT_VERSION + " on " + kernels::active().name + " with " +
         blas_description();
}

// The others say how to compute the same model, to the last byte.
bool affects_model(std::string_view option) { return option != "threads" && option != "memory"; }

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

std::int32_t TrainingRun::needs() const noexcept {
  switch (trainer_->needs) {
    case Trainer::Needs::features:
      return ORTHANT_NEEDS_FEATURES;
    case Trainer::Needs::labels:
      return ORTHANT_NEEDS_LABELS;
    case Trainer::Needs::semantics:
      return ORTHANT_NEEDS_SEMANTICS;
  }
  return ORTHANT_NEEDS_SEMANTICS;  // no other value exists
}

void TrainingRun::features(MatrixView<float> rows) {
  expect_open("features");
  if (rows.rows < 1 || rows.columns < 1) {
    refuse("features of " + std::to_string(rows.rows) + " rows and " +
           std::to_string(rows.columns) + " columns were given: at least 1 of each is needed");
  }
  data_.features = rows;
  data_.source.reset();
}

bool TrainingRun::streams() const noexcept { return trainer_->streams(); }

void TrainingRun::features(std::shared_ptr<const RowSource> rows) {
  expect_open("features");
  if (!trainer_->streams()) {
    refuse("the method \"" + trainer_->options.method() +
           "\" needs its features in memory: it does not read them from a file");
  }
  data_.features = {nullptr, rows->rows(), rows->columns()};
  data_.source = std::move(rows);
}

void TrainingRun::unlabelled(MatrixView<float> rows) {
  expect_open("rows without labels");
  if (!trainer_->takes_unlabelled()) {
    refuse("the method \"" + trainer_->options.method() +
           "\" takes no rows without labels; \"orthant\" does");
  }
  data_.unlabelled = rows;
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

void TrainingRun::share(TrainingRun& other) {
  expect_open("shared data");
  other.expect_open("shared data");
  const TrainingData& theirs = other.data_;
  if (&other == this) refuse("a training cannot share its data with itself");
  if (theirs.features.rows < 1) refuse("the other training has no features to share");
  if (theirs.source) {
    features(theirs.source);
  } else {
    features(theirs.features);
  }
  if (theirs.unlabelled.rows > 0) unlabelled(theirs.unlabelled);
  data_.labels = theirs.labels;
  data_.semantics = theirs.semantics.clone();
  if (!theirs.shared) other.data_.shared = std::make_shared<SharedRows>();
  data_.shared = theirs.shared;
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
  if (first) {
    check_data(work);
    prepare(work);
  }
  round(work);
  state_ = state_between_rounds();
  return state_ == State::training;
}

TrainingRun::State TrainingRun::state_between_rounds() const {
  const bool more = rounds_done() < rounds_at_most() && !trainer_->converged();
  return more ? State::training : State::trained;
}

Checkpoint TrainingRun::checkpoint() {
  if (state_ != State::training && state_ != State::trained) {
    refuse("a checkpoint needs a training that has had a step, and neither failed nor finished");
  }
  Checkpoint made;
  made.method = trainer_->options.method();
  made.maker = maker();
  made.options = model_options();
  made.fingerprint = fingerprint_ ^ of_unlabelled_;
  made.random = rng_.state();
  made.objective = objective_;
  StateWriter writer;
  trainer_->visit(writer);
  made.fields = writer.take();
  return made;
}

bool TrainingRun::resume(const Checkpoint& from) {
  expect_open("a checkpoint");
  const SingleThreadedBlas single_threaded_blas;
  const Work work(static_cast<int>(trainer_->options.integer("threads")), cancelled_);
  work.poll();
  check_data(work);
  expect_same(from);
  state_ = State::failed;  // unless all of this returns
  prepare(work);
  StateReader reader(from.fields);
  trainer_->visit(reader);
  reader.finish();
  rng_.restore(from.random);
  objective_ = from.objective;
  state_ = state_between_rounds();
  return state_ == State::training;
}

void TrainingRun::expect_same(const Checkpoint& from) const {
  const Options& options = trainer_->options;
  if (from.method != options.method()) {
    refuse("the checkpoint is of the method \"" + from.method + "\", not of \"" + options.method() +
           "\"");
  }
  if (from.maker != maker()) {
    refuse("the checkpoint was made by " + from.maker + ", this is " + maker() +
           ": the model would be repeatable on neither");
  }
  const auto here = model_options();
  for (std::size_t i = 0; i < std::max(here.size(), from.options.size()); ++i) {
    if (i >= here.size() || i >= from.options.size() || here[i].first != from.options[i].first) {
      refuse("the checkpoint has other options than the method \"" + options.method() + "\"");
    }
    if (here[i].second != from.options[i].second) {
      refuse("the checkpoint has the option \"" + here[i].first + "\" at " +
             number_text(from.options[i].second) + ", this training at " +
             number_text(here[i].second));
    }
  }
  const std::uint64_t here_is = fingerprint_ ^ of_unlabelled_;
  if (from.fingerprint != here_is) {
    refuse("the checkpoint is of other data: their fingerprint is " +
           hexadecimal(from.fingerprint) + ", here " + hexadecimal(here_is));
  }
  const auto rounds = static_cast<std::int64_t>(from.objective.size());
  if (rounds < 1 || rounds > rounds_at_most()) {
    throw Error(ORTHANT_CORRUPT_FILE, "the checkpoint claims " + std::to_string(rounds) +
                                          " rounds of at most " + std::to_string(rounds_at_most()));
  }
  if (from.random == decltype(from.random){}) {  // a state that it never reaches nor leaves
    throw Error(ORTHANT_CORRUPT_FILE, "the checkpoint's random generator has a state of zeros");
  }
}

std::vector<std::pair<std::string, double>> TrainingRun::model_options() const {
  const Options& options = trainer_->options;
  std::vector<std::pair<std::string, double>> all;
  for (std::int32_t i = 0; i < options.count(); ++i) {
    const std::string name = options.spec(i).name;
    if (affects_model(name)) all.emplace_back(name, options.value(i));
  }
  return all;
}

void TrainingRun::check_data(const Work& work) {
  check_features(data_, trainer_->options.flag("unit-rows"), work);
  check_label_rows(data_);
  if (trainer_->needs != Trainer::Needs::features) check_labels(data_);
  if (trainer_->needs == Trainer::Needs::semantics) check_semantics(data_);
  check_unlabelled(data_, trainer_->options.flag("unit-rows"), work);
  fingerprint_ = fingerprint(data_, work);
  of_unlabelled_ = data_.unlabelled.rows > 0 ? fingerprint(data_.unlabelled, work) : 0;
}

void TrainingRun::prepare(const Work& work) {
  rng_ = Rng(static_cast<std::uint64_t>(trainer_->options.integer("seed")));
  trainer_->prepare(data_, rng_, work);
}

void TrainingRun::round(const Work& work) {
  trainer_->rounds_done = rounds_done();
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
  const SingleThreadedBlas single_threaded_blas;
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
  if (data_.unlabelled.rows > 0) {
    line("unlabelled", std::to_string(data_.unlabelled.rows));
    line("unlabelled-fingerprint", hexadecimal(of_unlabelled_));
  }
  for (const auto& [name, value] : model_options()) line("option." + name, number_text(value));
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
