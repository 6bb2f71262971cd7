// The C interface: version, instruction sets and matrices.
#include <cstdlib>
#include <limits>
#include <memory>
#include <string>

#include "abi/error_guard.h"
#include "abi/handles.h"
#include "kernels/kernels.h"

#ifndef ORTHANT_VERSION  // the build defines it
#define ORTHANT_VERSION "0.0.0-unknown"
#endif

using orthant::abi::guard;
using orthant::abi::guard_handle;

extern "C" {

const char* orthant_version(void) { return ORTHANT_VERSION; }

const char* orthant_simd_tier(void) { return orthant::kernels::active().name; }

const char* orthant_simd_tiers(void) { return orthant::kernels::available(); }

int32_t orthant_simd_check(orthant_error* error) {
  return guard(error, [] {
    if (orthant::kernels::cap_is_valid()) return;
    const char* cap = std::getenv("ORTHANT_SIMD");
    orthant::refuse("ORTHANT_SIMD=" + std::string(cap == nullptr ? "" : cap) +
                    " names no instruction-set tier; this processor has " +
                    orthant::kernels::available());
  });
}

orthant_matrix* orthant_matrix_new(int64_t rows, int32_t columns, orthant_error* error) {
  return guard_handle<orthant_matrix>(error, [&] {
    orthant::abi::require_between("rows", rows, 1, std::numeric_limits<int64_t>::max());
    orthant::abi::require_between("columns", columns, 1, std::numeric_limits<int32_t>::max());
    orthant::abi::require_countable(rows, columns, sizeof(float));
    return new orthant_matrix{std::make_shared<orthant::Matrix<float>>(rows, columns)};
  });
}

float* orthant_matrix_row(orthant_matrix* matrix, int64_t row) {
  return matrix->values->row(row).data();
}

void orthant_matrix_free(orthant_matrix* matrix) { delete matrix; }

}  // extern "C"
