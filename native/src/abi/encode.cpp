// The C interface: models and encoders.
#include <limits>

#include "abi/error_guard.h"
#include "abi/handles.h"
#include "data/packed_codes.h"
#include "encode/batch_encoder.h"
#include "encode/semantic_encoder.h"
#include "store/model_file.h"

using orthant::abi::guard;
using orthant::abi::guard_handle;
using orthant::abi::require;
using orthant::abi::require_between;
using orthant::abi::require_threads;

namespace {

// Arrays may be null where there are no rows.
void require_arrays(const orthant::HashModel& model, const float* vectors, int64_t rows,
                    int32_t dimension, const uint64_t* codes) {
  require_between("rows", rows, 0, std::numeric_limits<int64_t>::max());
  if (rows == 0) return;
  require(vectors, "vectors");
  require(codes, "codes");
  orthant::abi::require_countable(rows, dimension, sizeof(float));
  orthant::abi::require_countable(rows, orthant::words_for(model.bits()), sizeof(uint64_t));
}

}  // namespace

extern "C" {

int32_t orthant_model_bits(const orthant_model* model) { return model->model->bits(); }

int32_t orthant_model_dimension(const orthant_model* model) { return model->model->dimension; }

int32_t orthant_model_semantic_dimension(const orthant_model* model) {
  return model->model->semantics.dimension();
}

void orthant_model_semantic_mask(const orthant_model* model, uint64_t* mask) {
  model->model->semantic_mask(mask);
}

const char* orthant_model_provenance(const orthant_model* model) {
  return model->model->provenance.c_str();
}

int32_t orthant_model_precision(const orthant_model* model) {
  return static_cast<int32_t>(model->model->precision);
}

orthant_model* orthant_model_with_precision(const orthant_model* model, int32_t precision,
                                            orthant_error* error) {
  return guard_handle<orthant_model>(error, [&] {
    require(model, "model");
    require_between("precision", precision, ORTHANT_FP32, ORTHANT_INT8);
    const auto wanted = static_cast<orthant::Precision>(precision);
    return new orthant_model{model->model->with_precision(wanted)};
  });
}

int32_t orthant_model_encode(const orthant_model* model, const float* vectors, int64_t rows,
                             int32_t threads, uint64_t* codes, orthant_error* error) {
  return guard(error, [&] {
    require(model, "model");
    const orthant::HashModel& hash = *model->model;
    require_threads(threads);
    require_arrays(hash, vectors, rows, hash.dimension, codes);
    orthant::encode_all(hash, {vectors, rows, hash.dimension}, threads, codes);
  });
}

int32_t orthant_model_encode_semantics(const orthant_model* model, const float* vectors,
                                       int64_t rows, uint64_t* codes, float* outside,
                                       orthant_error* error) {
  return guard(error, [&] {
    require(model, "model");
    const orthant::HashModel& hash = *model->model;
    const int32_t dimension = hash.semantics.dimension();
    require_arrays(hash, vectors, rows, dimension, codes);
    orthant::encode_semantics(hash, {vectors, rows, dimension}, codes, outside);
  });
}

int32_t orthant_model_save(const orthant_model* model, const char* path, orthant_error* error) {
  return guard(error, [&] {
    require(model, "model");
    require(path, "path");
    orthant::save_model(*model->model, path);
  });
}

orthant_model* orthant_model_load(const char* path, orthant_error* error) {
  return guard_handle<orthant_model>(error, [&] {
    require(path, "path");
    return new orthant_model{orthant::load_model(path)};
  });
}

void orthant_model_free(orthant_model* model) { delete model; }

orthant_encoder* orthant_encoder_new(const orthant_model* model, orthant_error* error) {
  return guard_handle<orthant_encoder>(error, [&] {
    require(model, "model");
    return new orthant_encoder{orthant::Encoder(model->model)};
  });
}

float* orthant_encoder_vector(orthant_encoder* encoder) { return encoder->encoder.vector(); }

const uint64_t* orthant_encoder_code(const orthant_encoder* encoder) {
  return encoder->encoder.code();
}

const float* orthant_encoder_projections(const orthant_encoder* encoder) {
  return encoder->encoder.projections();
}

int32_t orthant_encode(orthant_encoder* encoder) { return encoder->encoder.encode() ? 1 : 0; }

void orthant_encoder_free(orthant_encoder* encoder) { delete encoder; }

}  // extern "C"
