#include "learn/feature_fit.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "data/sum_of_squares.h"

namespace orthant {
namespace {

constexpr std::int64_t kReadRows = 256;  // at once from a source
// 64 rows x 1,000 anchors x 1,024 columns: a few milliseconds.
constexpr std::int64_t kBlock = 64;

// 1 / ||row||, or 1.
double scale_of(std::span<const float> row, bool unit_rows) noexcept {
  return unit_rows ? 1.0 / std::sqrt(sum_of_squares(row)) : 1.0;
}

struct Moments {
  std::vector<double> mean;
  double mean_square = 0.0;  // of the rows' lengths
};

// The same sums at any number of threads: the blocks depend on the number of rows alone.
Moments moments_of(const RowSource& rows, bool unit_rows, const Work& work) {
  const std::int64_t block = std::max<std::int64_t>(1024, (rows.rows() + 63) / 64);
  const std::int64_t blocks = (rows.rows() + block - 1) / block;
  Matrix<double> sums(blocks, rows.columns());
  const double squares =
      work.sum_over_blocks(rows.rows(), block, [&](std::int64_t begin, std::int64_t end) {
        double* sum = sums.row(begin / block).data();
        double total = 0.0;
        Matrix<float> scratch;
        for (std::int64_t first = begin; first < end; first += kReadRows) {
          work.poll();
          const MatrixView<float> part =
              rows.block(first, std::min(end, first + kReadRows), scratch);
          for (std::int64_t i = 0; i < part.rows; ++i) {
            const std::span<const float> row = part.row(i);
            const double scale = scale_of(row, unit_rows);
            for (std::size_t j = 0; j < row.size(); ++j) sum[j] += scale * row[j];
            total += unit_rows ? 1.0 : sum_of_squares(row);
          }
        }
        return total;
      });
  const auto count = static_cast<double>(rows.rows());
  Moments moments{std::vector<double>(static_cast<std::size_t>(rows.columns())), squares / count};
  for (std::int64_t b = 0; b < blocks; ++b) {
    for (std::size_t j = 0; j < moments.mean.size(); ++j) moments.mean[j] += sums.row(b)[j] / count;
  }
  return moments;
}

// mean ||x||^2 + mean ||a||^2 - 2 <mean x, mean a>: the mean over all pairs without visiting them.
double mean_distance(const Moments& rows, const Moments& anchors) noexcept {
  const double inner =
      std::inner_product(rows.mean.begin(), rows.mean.end(), anchors.mean.begin(), 0.0);
  const double squares = rows.mean_square + anchors.mean_square;
  const double distance = squares - 2.0 * inner;
  // All rows alike: what is left is rounding, and any width will do.
  return distance > 1e-12 * squares ? distance : 1.0;
}

}  // namespace

FeatureMap fit_linear(MatrixView<float> rows, bool unit_rows, const Work& work) {
  return fit_linear(MatrixRows(rows), unit_rows, work);
}

FeatureMap fit_linear(const RowSource& rows, bool unit_rows, const Work& work) {
  FeatureMap features;
  features.dimension = static_cast<std::int32_t>(rows.columns());
  features.unit_rows = unit_rows;
  const Moments moments = moments_of(rows, unit_rows, work);
  features.mean = AlignedBuffer<float>(moments.mean.size());
  for (std::size_t j = 0; j < moments.mean.size(); ++j) {
    features.mean[j] = static_cast<float>(moments.mean[j]);
  }
  features.prepare();
  return features;
}

std::vector<std::int64_t> draw_rows(std::int64_t rows, std::int64_t count, Rng& rng) {
  std::vector<std::int64_t> order(static_cast<std::size_t>(rows));
  std::iota(order.begin(), order.end(), std::int64_t{0});
  for (std::int64_t i = 0; i < count; ++i) {  // Fisher-Yates, stopped early
    const auto j = i + static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(rows - i)));
    std::swap(order[static_cast<std::size_t>(i)], order[static_cast<std::size_t>(j)]);
  }
  order.resize(static_cast<std::size_t>(count));
  return order;
}

FeatureMap fit_anchors(MatrixView<float> rows, bool unit_rows, std::int64_t count, Rng& rng,
                       const Work& work) {
  return fit_anchors(MatrixRows(rows), unit_rows, count, rng, work);
}

FeatureMap fit_anchors(const RowSource& rows, bool unit_rows, std::int64_t count, Rng& rng,
                       const Work& work) {
  FeatureMap features;
  features.dimension = static_cast<std::int32_t>(rows.columns());
  features.unit_rows = unit_rows;
  const std::vector<std::int64_t> chosen =
      draw_rows(rows.rows(), std::min(count, rows.rows()), rng);
  features.anchors = Matrix<float>(static_cast<std::int64_t>(chosen.size()), rows.columns());
  Matrix<float> scratch;
  for (std::size_t a = 0; a < chosen.size(); ++a) {
    const std::span<const float> row = rows.block(chosen[a], chosen[a] + 1, scratch).row(0);
    const double scale = scale_of(row, unit_rows);
    const std::span<float> anchor = features.anchors.row(static_cast<std::int64_t>(a));
    for (std::size_t j = 0; j < row.size(); ++j) anchor[j] = static_cast<float>(scale * row[j]);
  }
  const double width = mean_distance(moments_of(rows, unit_rows, work),
                                     moments_of(MatrixRows(features.anchors.view()), false, work));
  features.width = static_cast<float>(width);
  if (!std::isfinite(features.width) || features.width <= 0.0F) {
    refuse("the mean squared distance between rows is " + std::to_string(width) +
           ", out of the range of float: scale the features");
  }
  features.prepare();
  return features;
}

void map_block(const FeatureMap& features, const RowSource& rows, std::int64_t first,
               std::int64_t last, float* phi) {
  Matrix<float> read;
  AlignedBuffer<float> scratch(static_cast<std::size_t>(kBlock * features.dimension));
  for (std::int64_t begin = first; begin < last; begin += kBlock) {
    const std::int64_t end = std::min(last, begin + kBlock);
    const MatrixView<float> part = rows.block(begin, end, read);
    const std::int64_t good = features.map_rows(part, scratch.data(), phi);
    if (good < part.rows) refuse_row(part, good, begin);
    for (std::int64_t i = begin; i < end; ++i, phi += features.columns()) {
      const std::span<const float> row(phi, static_cast<std::size_t>(features.columns()));
      if (std::isfinite(sum_of_squares(row))) continue;
      refuse("row " + std::to_string(i) + " leaves the range of float: scale the features");
    }
  }
}

Matrix<float> map_rows(const FeatureMap& features, MatrixView<float> rows, const Work& work) {
  return map_rows(features, MatrixRows(rows), work);
}

Matrix<float> map_rows(const FeatureMap& features, const RowSource& rows, const Work& work) {
  Matrix<float> phi(rows.rows(), features.columns());
  work.for_each_block(rows.rows(), kBlock, [&](std::int64_t first, std::int64_t last) {
    map_block(features, rows, first, last, phi.row(first).data());
  });
  return phi;
}

}  // namespace orthant
