#include "learn/phi_rows.h"

#include <algorithm>
#include <utility>

#include "learn/feature_fit.h"

namespace orthant {
namespace {

bool fits(std::int64_t rows, std::int64_t columns, std::int64_t most_bytes) {
  return rows <= most_bytes / (columns * static_cast<std::int64_t>(sizeof(float)));
}

}  // namespace

PhiRows::PhiRows(const FeatureMap& features, std::shared_ptr<const RowSource> rows,
                 std::int64_t most_bytes, const Work& work)
    : RowSource(rows->rows(), features.columns()), features_(features), source_(std::move(rows)) {
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

std::shared_ptr<const PhiRows> phi_rows(const FeatureMap& features, const TrainingData& data,
                                        const Options& options, const Work& work) {
  constexpr std::int64_t kMebibyte = std::int64_t{1} << 20;
  return std::make_shared<PhiRows>(features, data.rows(), options.integer("memory") * kMebibyte,
                                   work);
}

}  // namespace orthant
