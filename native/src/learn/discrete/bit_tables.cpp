#include "learn/discrete/bit_tables.h"

#include <algorithm>
#include <cmath>

namespace orthant {
namespace {

constexpr std::int64_t kEntries = 16;
constexpr double kToInteger = 0x1.8p52;  // added and taken off, it rounds to the nearest even
constexpr double kRowSum = 0x1.0p29;
// Keeps products finite where all couplings of a bit are next to nothing.
constexpr double kLargestScale = 0x1.0p1000;

// Entry v of a table: couplings[l] with the sign of bit l of v, over `count` <= 4 bits.
void fill_table(const double* couplings, std::int64_t count, double scale,
                std::int32_t* table) noexcept {
  for (std::int64_t v = 0; v < kEntries; ++v) {
    double sum = 0.0;
    for (std::int64_t l = 0; l < count; ++l) {
      sum += (v >> l & 1) != 0 ? couplings[l] : -couplings[l];
    }
    table[v] = static_cast<std::int32_t>((sum * scale + kToInteger) - kToInteger);
  }
}

}  // namespace

BitTables::BitTables(MatrixView<double> coupling)
    : coupling_(Matrix<double>::copy_of(coupling)),
      scale_(static_cast<std::size_t>(coupling.rows)) {
  const std::int64_t bits = coupling.rows;
  const std::int64_t nibbles = (bits + 3) / 4;
  sums_ = AlignedBuffer<std::int32_t>(static_cast<std::size_t>(bits * nibbles * kEntries));
  open_ = AlignedBuffer<std::int32_t>(static_cast<std::size_t>(bits * kEntries));
  tables_ = {sums_.data(), open_.data(), static_cast<std::int32_t>(bits),
             static_cast<std::int32_t>(nibbles), static_cast<std::int32_t>(nibbles / 2 + 2)};
  for (std::int64_t k = 0; k < bits; ++k) fill(k);
}

// A row that is not finite keeps the scale 0 and tables of zeros: all its values are near.
void BitTables::fill(std::int64_t k) noexcept {
  coupling_(k, k) = 0.0;
  const double* row = coupling_.row(k).data();
  double sum = 0.0;
  for (std::int64_t l = 0; l < bits(); ++l) sum += std::abs(row[l]);
  if (!std::isfinite(sum)) return;
  const double scale = std::min(kRowSum / sum, kLargestScale);
  scale_.data()[k] = scale;
  std::int32_t* tables = sums_.data() + k * tables_.nibbles * kEntries;
  for (std::int64_t l = 0; l < bits(); l += 4, tables += kEntries) {
    fill_table(row + l, std::min<std::int64_t>(4, bits() - l), scale, tables);
  }
  fill_table(row + k / 4 * 4, k % 4, scale, open_.data() + k * kEntries);
}

double BitTables::value(std::int64_t k, double target, const double* code,
                        bool open) const noexcept {
  const double* row = coupling_.row(k).data();
  double sum = 0.0;
  for (std::int64_t l = 0; l < (open ? k : bits()); ++l) sum += row[l] * code[l];
  return target - sum;
}

}  // namespace orthant
