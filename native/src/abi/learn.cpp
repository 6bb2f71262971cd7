// The C interface: training runs. Arrays are checked here, values and the order of calls in learn/.
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "abi/copy_labels.h"
#include "abi/error_guard.h"
#include "abi/handles.h"
#include "learn/methods.h"
#include "store/checkpoint_file.h"
#include "store/feature_file.h"

using orthant::abi::guard;
using orthant::abi::guard_handle;
using orthant::abi::require;
using orthant::abi::require_between;
using orthant::abi::require_countable;

namespace {

// What a training cannot make out in a checkpoint is said of its file.
bool resume(orthant::TrainingRun& run, const char* path) {
  const orthant::Checkpoint checkpoint = orthant::load_checkpoint(path);
  try {
    return run.resume(checkpoint);
  } catch (const orthant::Error& error) {
    if (error.status() != ORTHANT_CORRUPT_FILE) throw;
    throw orthant::Error(error.status(), "'" + std::string(path) + "': " + error.what());
  }
}

}  // namespace

extern "C" {

int32_t orthant_method_count(void) { return orthant::method_count(); }

const char* orthant_method_name(int32_t method) { return orthant::method_name(method); }

orthant_training* orthant_training_new(const char* method, orthant_error* error) {
  return guard_handle<orthant_training>(error, [&] {
    require(method, "method");
    return new orthant_training(method);
  });
}

int32_t orthant_training_set(orthant_training* training, const char* option, double value,
                             orthant_error* error) {
  return guard(error, [&] {
    require(training, "training");
    require(option, "option");
    training->run.set(option, value);
  });
}

int32_t orthant_training_option_count(const orthant_training* training) {
  return training->run.option_count();
}

const char* orthant_training_option_name(const orthant_training* training, int32_t option) {
  return training->run.option_name(option);
}

double orthant_training_option_value(const orthant_training* training, int32_t option) {
  return training->run.option_value(option);
}

int32_t orthant_training_needs(const orthant_training* training) { return training->run.needs(); }

int32_t orthant_training_features(orthant_training* training, const orthant_matrix* features,
                                  orthant_error* error) {
  return guard(error, [&] {
    require(training, "training");
    require(features, "features");
    training->run.features(features->values->view());
    training->features = features->values;
  });
}

int32_t orthant_training_unlabelled(orthant_training* training, const orthant_matrix* features,
                                    orthant_error* error) {
  return guard(error, [&] {
    require(training, "training");
    require(features, "features");
    training->run.unlabelled(features->values->view());
    training->unlabelled = features->values;
  });
}

int32_t orthant_training_share(orthant_training* training, orthant_training* with,
                               orthant_error* error) {
  return guard(error, [&] {
    require(training, "training");
    require(with, "with");
    training->run.share(with->run);
    training->features = with->features;
    training->unlabelled = with->unlabelled;
  });
}

int32_t orthant_training_streams(const orthant_training* training) {
  return training->run.streams() ? 1 : 0;
}

int32_t orthant_training_feature_file(orthant_training* training, const char* path, int64_t offset,
                                      int64_t rows, int32_t columns, int32_t type,
                                      const float* scale, orthant_error* error) {
  return guard(error, [&] {
    require(training, "training");
    require(path, "path");
    require_between("offset", offset, 0, std::numeric_limits<int64_t>::max());
    require_between("rows", rows, 1, std::numeric_limits<int64_t>::max());
    require_between("columns", columns, 1, std::numeric_limits<int32_t>::max());
    require_between("type", type, ORTHANT_FLOAT32, ORTHANT_UINT8);
    std::vector<float> factors;
    if (scale != nullptr) factors.assign(scale, scale + columns);
    training->run.features(std::make_shared<orthant::FeatureFile>(
        path, static_cast<std::uint64_t>(offset), rows, columns,
        static_cast<orthant::FeatureType>(type), std::move(factors)));
    training->features.reset();
  });
}

int32_t orthant_training_labels(orthant_training* training, const int32_t* labels,
                                const int64_t* offsets, int64_t rows, int32_t classes,
                                orthant_error* error) {
  return guard(error, [&] {
    require(training, "training");
    training->run.labels(orthant::abi::copy_labels(labels, offsets, rows, classes));
  });
}

int32_t orthant_training_semantics(orthant_training* training, const float* vectors,
                                   int32_t classes, int32_t dimension, orthant_error* error) {
  return guard(error, [&] {
    require(training, "training");
    require(vectors, "vectors");
    require_between("classes", classes, 1, std::numeric_limits<int32_t>::max());
    require_between("dimension", dimension, 1, std::numeric_limits<int32_t>::max());
    require_countable(classes, dimension, sizeof(float));
    training->run.semantics(orthant::Matrix<float>::copy_of({vectors, classes, dimension}));
  });
}

int32_t orthant_training_step(orthant_training* training, orthant_error* error) {
  int32_t more = -1;
  guard(error, [&] {
    require(training, "training");
    more = training->run.step() ? 1 : 0;
  });
  return more;
}

int32_t orthant_training_save(orthant_training* training, const char* path, orthant_error* error) {
  return guard(error, [&] {
    require(training, "training");
    require(path, "path");
    orthant::save_checkpoint(training->run.checkpoint(), path);
  });
}

int32_t orthant_training_resume(orthant_training* training, const char* path,
                                orthant_error* error) {
  int32_t more = -1;
  guard(error, [&] {
    require(training, "training");
    require(path, "path");
    more = resume(training->run, path) ? 1 : 0;
  });
  return more;
}

void orthant_training_cancel(orthant_training* training) { training->run.cancel(); }

int32_t orthant_training_rounds_done(const orthant_training* training) {
  return training->run.rounds_done();
}

int32_t orthant_training_rounds_at_most(const orthant_training* training) {
  return training->run.rounds_at_most();
}

double orthant_training_objective(const orthant_training* training, int32_t round) {
  return training->run.objective(round);
}

orthant_model* orthant_training_finish(orthant_training* training, orthant_error* error) {
  return guard_handle<orthant_model>(error, [&] {
    require(training, "training");
    auto model = std::make_unique<orthant_model>();
    model->model = training->run.finish();
    return model.release();
  });
}

void orthant_training_free(orthant_training* training) { delete training; }

}  // extern "C"
