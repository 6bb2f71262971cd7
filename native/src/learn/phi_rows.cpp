#include "learn/phi_rows.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "learn/feature_fit.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

bool fits(std::int64_t rows, std::int64_t columns, std::int64_t most_bytes) {
  return rows <= most_bytes / (columns * static_cast<std::int64_t>(sizeof(float)));
}

}  // namespace

std::int64_t memory_bound(const Options& options) {
  constexpr std::int64_t kMebibyte = std::int64_t{1} << 20;
  return options.has("memory") ? options.integer("memory") * kMebibyte
                               : std::numeric_limits<std::int64_t>::max();
}

PhiRows::PhiRows(FeatureMap features, std::shared_ptr<const RowSource> rows,
                 std::int64_t most_bytes, const Work& work)
    : RowSource(rows->rows(), features.columns()),
      features_(std::move(features)),
      source_(std::move(rows)) {
  if (!fits(this->rows(), columns(), most_bytes)) return;
  phi_ = map_rows(features_, *source_, work);
  source_.reset();
}

MatrixView<float> PhiRows::block(std::int64_t first, std::int64_t last,
                                 Matrix<float>& scratch) const {
  if (stored()) return phi_.view().block(first, last);
  const MatrixView<float> room = room_in(scratch, last - first);
  map_block(features_, *source_, first, last, scratch.data());
  return room;
}

void PhiRows::keep_gram(const Work& work) { gram_ = gram(*this, work); }

}  // namespace orthant
