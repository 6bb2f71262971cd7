#include "learn/zero_shot/held_out_ranking.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <limits>

namespace orthant {
namespace {

bool share_a_label(const Labels& labels, std::int64_t a, std::int64_t b) {
  const auto of_b = labels.of(b);
  return std::ranges::any_of(labels.of(a), [&](std::int32_t label) {
    return std::find(of_b.begin(), of_b.end(), label) != of_b.end();
  });
}

}  // namespace

double average_precision(const std::vector<Level>& levels) {
  double sum = 0.0;
  double rows_before = 0.0;
  double relevant_before = 0.0;
  for (const Level& level : levels) {
    const auto rows = static_cast<double>(level.rows);
    const auto relevant = static_cast<double>(level.relevant);
    if (level.relevant > 0) {
      const double step = level.rows > 1 ? (relevant - 1.0) / (rows - 1.0) : 0.0;
      double precision = 0.0;  // expected, summed over the level's ranks
      for (std::int64_t j = 0; j < level.rows; ++j) {
        const auto rank = static_cast<double>(j);
        precision += (relevant_before + 1.0 + rank * step) / (rows_before + rank + 1.0);
      }
      sum += relevant / rows * precision;
    }
    rows_before += rows;
    relevant_before += relevant;
  }
  return relevant_before > 0.0 ? sum / relevant_before : std::numeric_limits<double>::quiet_NaN();
}

std::vector<double> leave_one_out_precision(const PackedCodes& codes, const Labels& labels,
                                            const std::vector<std::int64_t>& numbers,
                                            const Work& work) {
  constexpr std::int64_t kBlock = 64;
  std::vector<double> precision(numbers.size());
  work.for_each_block(codes.rows(), kBlock, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t query = first; query < last; ++query) {
      std::vector<Level> levels(static_cast<std::size_t>(codes.bits()) + 1);
      const std::int64_t number = numbers[static_cast<std::size_t>(query)];
      for (std::int64_t row = 0; row < codes.rows(); ++row) {
        if (row == query) continue;
        int distance = 0;
        for (std::int32_t w = 0; w < codes.words(); ++w) {
          distance += std::popcount(codes.row(query)[w] ^ codes.row(row)[w]);
        }
        Level& level = levels[static_cast<std::size_t>(distance)];
        ++level.rows;
        if (share_a_label(labels, number, numbers[static_cast<std::size_t>(row)])) ++level.relevant;
      }
      precision[static_cast<std::size_t>(query)] = average_precision(levels);
    }
  });
  return precision;
}

}  // namespace orthant
