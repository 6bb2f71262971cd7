// Fits feature maps on training rows, and maps the rows.
#pragma once

#include <cstdint>

#include "base/rng.h"
#include "data/matrix.h"
#include "data/row_source.h"
#include "encode/feature_map.h"
#include "linalg/work.h"

namespace orthant {

// Unit rows if asked, centred on the mean of the rows. Cost n d.
[[nodiscard]] FeatureMap fit_linear(MatrixView<float> rows, bool unit_rows, const Work& work);
[[nodiscard]] FeatureMap fit_linear(const RowSource& rows, bool unit_rows, const Work& work);

// min(count, rows) anchors: distinct rows of the data, drawn without replacement, scaled to unit
// length if asked. width = mean of ||x_i - a_j||^2 over all rows and anchors (1 if that is zero).
// Cost n d.
[[nodiscard]] FeatureMap fit_anchors(MatrixView<float> rows, bool unit_rows, std::int64_t count,
                                     Rng& rng, const Work& work);
[[nodiscard]] FeatureMap fit_anchors(const RowSource& rows, bool unit_rows, std::int64_t count,
                                     Rng& rng, const Work& work);

// phi of all rows: rows x features.columns(). The rows have passed check_features; one whose
// features leave the range of float is refused by number.
[[nodiscard]] Matrix<float> map_rows(const FeatureMap& features, MatrixView<float> rows,
                                     const Work& work);
[[nodiscard]] Matrix<float> map_rows(const FeatureMap& features, const RowSource& rows,
                                     const Work& work);

// The same for the rows [first, last) alone, at `phi` without gaps, on the calling thread.
void map_block(const FeatureMap& features, const RowSource& rows, std::int64_t first,
               std::int64_t last, float* phi);

// `count` distinct numbers of [0, rows), in the order drawn. 0 <= count <= rows.
[[nodiscard]] std::vector<std::int64_t> draw_rows(std::int64_t rows, std::int64_t count, Rng& rng);

}  // namespace orthant
