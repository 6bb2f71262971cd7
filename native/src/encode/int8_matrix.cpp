#include "encode/int8_matrix.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>

#include "base/error.h"
#include "kernels/narrow.h"

namespace orthant {
namespace {

using kernels::padded;

std::size_t product(std::int64_t rows, std::int64_t columns) {
  return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
}

// To the nearest, ties to even; |value| is far below 2^51.
std::int64_t rounded(double value) noexcept {
  constexpr double kRound = 0x1.8p52;
  return static_cast<std::int64_t>((value + kRound) - kRound);
}

// The power of two that brings size >= 0 to 0.5 to 2, as far as both are normal floats.
float towards_one(float size) noexcept {
  const std::int32_t exponent = std::bit_cast<std::int32_t>(size) >> 23;
  return std::bit_cast<float>(std::max(253 - exponent, 1) << 23);
}

}  // namespace

Int8Matrix::Int8Matrix(const Matrix<double>& values)
    : rows(values.rows()),
      columns(values.columns()),
      padded_rows(padded(rows, kernels::kPanelRows)),
      padded_columns(padded(columns, kernels::kInt8Step)) {
  if (columns > kernels::kMostInt8Columns) {
    refuse("int8 sums at most " + std::to_string(kernels::kMostInt8Columns) +
           " products; the model has " + std::to_string(columns) + " columns");
  }
  panels = AlignedBuffer<std::int8_t>(product(padded_rows, padded_columns));
  for (AlignedBuffer<double>* numbers : {&scales, &sums, &squares}) {
    *numbers = AlignedBuffer<double>(static_cast<std::size_t>(padded_rows));
  }
  for (std::int64_t j = 0; j < rows; ++j) {
    double greatest = 0.0;
    for (const double value : values.row(j)) greatest = std::max(greatest, std::fabs(value));
    const double scale = greatest > 0.0 ? greatest / 127.0 : 1.0;
    std::int64_t sum = 0;
    std::int64_t square = 0;
    for (std::int64_t c = 0; c < columns; ++c) {
      const std::int64_t v = std::clamp<std::int64_t>(rounded(values(j, c) / scale), -127, 127);
      const std::int64_t place = kernels::int8_place(j, c, padded_columns);
      panels[static_cast<std::size_t>(place)] = static_cast<std::int8_t>(v);
      sum += v;
      square += v * v;
    }
    const auto row = static_cast<std::size_t>(j);
    scales[row] = scale;
    sums[row] = static_cast<double>(sum);
    squares[row] = scale * scale * static_cast<double>(square);
  }
}

double Int8Matrix::operator()(std::int64_t row, std::int64_t column) const noexcept {
  const std::int64_t place = kernels::int8_place(row, column, padded_columns);
  return scales[static_cast<std::size_t>(row)] * panels[static_cast<std::size_t>(place)];
}

Int8Rows::Int8Rows(std::int64_t rows, std::int64_t columns)
    : levels_(product(rows, padded(columns, kernels::kInt8Step))),
      lines_(static_cast<std::size_t>(rows)) {}

void Int8Rows::reset(std::int64_t columns) noexcept {
  columns_ = columns;
  padded_columns_ = padded(columns, kernels::kInt8Step);
}

// A power of two first brings the vector near 1, so that no difference leaves the range of float.
bool Int8Rows::set(std::int64_t row, const float* x) noexcept {
  const kernels::NarrowTable& kernel = kernels::narrow();
  float least = 0.0F;
  float greatest = 0.0F;
  if (!kernel.range(x, columns_, &least, &greatest)) return false;
  const float power = towards_one(std::max(std::fabs(least), std::fabs(greatest)));
  const float width = greatest * power - least * power;
  const float inverse = width > 0.0F ? 255.0F / width : 0.0F;
  std::uint8_t* levels = levels_.data() + row * padded_columns_;
  kernel.quantise(x, columns_, power, least * power, inverse, levels);
  std::fill(levels + columns_, levels + padded_columns_, std::uint8_t{0});

  const kernels::Int8Sums sums = kernel.sums(levels, columns_);
  Line& line = lines_[static_cast<std::size_t>(row)];
  line.least = least;
  line.step =
      width > 0.0F ? (static_cast<double>(greatest) - static_cast<double>(least)) / 255.0 : 0.0;
  line.square = line.step * line.step * sums.squares + 2.0 * line.step * line.least * sums.values +
                line.least * line.least * static_cast<double>(columns_);
  return true;
}

}  // namespace orthant
