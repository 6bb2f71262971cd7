// Rows of a matrix by their numbers, in the order given; a number may come more than once.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "data/matrix.h"

namespace orthant {

// chosen.size() x columns.
template <typename T>
[[nodiscard]] Matrix<T> rows_of(MatrixView<T> rows, std::span<const std::int64_t> chosen) {
  Matrix<T> result(static_cast<std::int64_t>(chosen.size()), rows.columns);
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    std::ranges::copy(rows.row(chosen[i]), result.row(static_cast<std::int64_t>(i)).begin());
  }
  return result;
}

}  // namespace orthant
