// The C interface: sums of trainings. Arrays are checked here, values in learn/refit.h.
#include <algorithm>
#include <atomic>
#include <limits>
#include <memory>

#include "abi/copy_labels.h"
#include "abi/error_guard.h"
#include "abi/handles.h"
#include "learn/refit.h"
#include "linalg/work.h"
#include "store/sums_file.h"

using orthant::abi::copy_labels;
using orthant::abi::guard;
using orthant::abi::guard_handle;
using orthant::abi::require;
using orthant::abi::require_between;
using orthant::abi::require_threads;

namespace {

const std::atomic<bool> never_cancelled{false};

orthant::Work work_of(int32_t threads) {
  require_threads(threads);
  return {threads, never_cancelled};
}

using Change = void (*)(orthant::TrainingSums&, orthant::MatrixView<float>, const orthant::Labels&,
                        const orthant::Work&);

int32_t change(Change how, orthant_sums* sums, const orthant_matrix* features,
               const int32_t* labels, const int64_t* offsets, int32_t classes, int32_t threads,
               orthant_error* error) {
  return guard(error, [&] {
    require(sums, "sums");
    require(features, "features");
    const orthant::Work work = work_of(threads);
    const orthant::MatrixView<float> rows = features->values->view();
    how(sums->sums, rows, copy_labels(labels, offsets, rows.rows, classes), work);
  });
}

}  // namespace

extern "C" {

orthant_sums* orthant_sums_new(const orthant_model* model, const orthant_matrix* features,
                               const int32_t* labels, const int64_t* offsets, int32_t classes,
                               const float* vectors, int32_t dimension, int32_t threads,
                               orthant_error* error) {
  return guard_handle<orthant_sums>(error, [&] {
    require(model, "model");
    require(features, "features");
    require(vectors, "vectors");
    require_between("dimension", dimension, 1, std::numeric_limits<int32_t>::max());
    const orthant::Work work = work_of(threads);
    const orthant::MatrixView<float> rows = features->values->view();
    orthant::Labels sets = copy_labels(labels, offsets, rows.rows, classes);
    orthant::abi::require_countable(classes, dimension, sizeof(float));
    auto semantics = orthant::Matrix<float>::copy_of({vectors, classes, dimension});
    return new orthant_sums{
        orthant::sums_of(*model->model, {rows, std::move(sets), std::move(semantics)}, work)};
  });
}

int32_t orthant_sums_add(orthant_sums* sums, const orthant_matrix* features, const int32_t* labels,
                         const int64_t* offsets, int32_t classes, int32_t threads,
                         orthant_error* error) {
  return change(orthant::add_rows, sums, features, labels, offsets, classes, threads, error);
}

int32_t orthant_sums_remove(orthant_sums* sums, const orthant_matrix* features,
                            const int32_t* labels, const int64_t* offsets, int32_t classes,
                            int32_t threads, orthant_error* error) {
  return change(orthant::remove_rows, sums, features, labels, offsets, classes, threads, error);
}

int64_t orthant_sums_rows(const orthant_sums* sums) { return sums->sums.rows; }

int64_t orthant_sums_rows_of(const orthant_sums* sums, int32_t label) {
  const auto& classes = sums->sums.classes;
  const auto found = std::ranges::lower_bound(classes, label);
  if (found == classes.end() || *found != label) return -1;
  return sums->sums.counts[static_cast<std::size_t>(found - classes.begin())];
}

orthant_model* orthant_sums_refit(const orthant_sums* sums, const orthant_model* model,
                                  orthant_error* error) {
  return guard_handle<orthant_model>(error, [&] {
    require(sums, "sums");
    require(model, "model");
    return new orthant_model{orthant::refit(*model->model, sums->sums)};
  });
}

int32_t orthant_sums_save(const orthant_sums* sums, const char* path, orthant_error* error) {
  return guard(error, [&] {
    require(sums, "sums");
    require(path, "path");
    orthant::save_sums(sums->sums, path);
  });
}

orthant_sums* orthant_sums_load(const char* path, orthant_error* error) {
  return guard_handle<orthant_sums>(error, [&] {
    require(path, "path");
    return new orthant_sums{orthant::load_sums(path)};
  });
}

void orthant_sums_free(orthant_sums* sums) { delete sums; }

}  // extern "C"
