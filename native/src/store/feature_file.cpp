#include "store/feature_file.h"

#include <bit>
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>

#include "base/checked.h"
#include "base/error.h"

namespace orthant {
namespace {

static_assert(std::endian::native == std::endian::little, "rows are read as they lie in the file");

// From the last value on, so that the bytes may lie at the start of the floats.
void widen(float* values, std::size_t count) noexcept {
  const auto* bytes = reinterpret_cast<const unsigned char*>(values);
  for (std::size_t i = count; i-- > 0;) values[i] = static_cast<float>(bytes[i]);
}

}  // namespace

FeatureFile::FeatureFile(const std::string& path, std::uint64_t offset, std::int64_t rows,
                         std::int64_t columns, FeatureType type, std::vector<float> scale,
                         FileSystem& files)
    : RowSource(rows, columns),
      file_(path, files),
      offset_(offset),
      type_(type),
      scale_(std::move(scale)) {
  for (std::size_t j = 0; j < scale_.size(); ++j) {
    if (!std::isfinite(scale_[j])) {
      refuse("the scale of column " + std::to_string(j) + " is " + std::to_string(scale_[j]) +
             "; it must be finite");
    }
  }
  const auto bytes = checked_product(static_cast<std::uint64_t>(rows), row_bytes());
  const auto end = bytes ? checked_sum(*bytes, offset) : bytes;
  if (!end || *end > file_.length()) {
    throw Error(ORTHANT_CORRUPT_FILE, "'" + path + "' has " + std::to_string(file_.length()) +
                                          " bytes, too few for " + std::to_string(rows) +
                                          " rows of " + std::to_string(row_bytes()) +
                                          " bytes from byte " + std::to_string(offset) + " on");
  }
}

std::uint64_t FeatureFile::row_bytes() const noexcept {
  return static_cast<std::uint64_t>(columns()) *
         (type_ == FeatureType::float32 ? sizeof(float) : 1);
}

MatrixView<float> FeatureFile::block(std::int64_t first, std::int64_t last,
                                     Matrix<float>& scratch) const {
  const MatrixView<float> rows = room_in(scratch, last - first);
  const std::uint64_t at = offset_ + static_cast<std::uint64_t>(first) * row_bytes();
  const std::size_t bytes = static_cast<std::size_t>(rows.rows) * row_bytes();
  const std::span<std::byte> into(reinterpret_cast<std::byte*>(scratch.data()), bytes);
  const std::size_t got = file_.read_at(at, into);
  if (got < bytes) {
    throw Error(ORTHANT_IO, "'" + file_.path() + "' was cut off while it was in use: it ends at " +
                                "byte " + std::to_string(at + got));
  }
  if (type_ == FeatureType::uint8) {
    widen(scratch.data(), static_cast<std::size_t>(rows.rows * columns()));
  }
  if (scale_.empty()) return rows;
  for (std::int64_t i = 0; i < rows.rows; ++i) {
    float* row = scratch.row(i).data();
    for (std::size_t j = 0; j < scale_.size(); ++j) row[j] *= scale_[j];
  }
  return rows;
}

}  // namespace orthant
