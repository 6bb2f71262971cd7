#include "encode/batch_encoder.h"

#include <algorithm>
#include <atomic>
#include <string>

#include "base/atomic_min.h"
#include "base/error.h"
#include "base/parallel.h"
#include "encode/block_encoder.h"

namespace orthant {

void encode_all(const HashModel& model, MatrixView<float> x, int threads, std::uint64_t* codes) {
  if (x.columns != model.dimension) {
    refuse("the vectors have " + std::to_string(x.columns) + " columns; the model encodes " +
           std::to_string(model.dimension));
  }
  constexpr std::int64_t kBlocksPerClaim = 16;  // shares the cost of the scratch
  const std::int64_t block = block_rows(model);
  const std::int64_t words = words_for(model.bits());
  std::atomic<std::int64_t> first_bad{x.rows};
  const auto encode_rows = [&](std::int64_t first, std::int64_t last) {
    BlockEncoder encoder(model, std::min(block, last - first));
    for (std::int64_t row = first; row < last; row += block) {
      const MatrixView<float> rows = x.block(row, std::min(last, row + block));
      const std::int64_t good = encoder.encode(rows, codes + row * words);
      if (good < rows.rows) return atomic_min(first_bad, row + good);
    }
  };
  Parallel(threads).for_each_block(x.rows, block * kBlocksPerClaim, encode_rows);
  if (first_bad < x.rows) refuse_row(x, first_bad);
}

PackedCodes encode_all(const HashModel& model, MatrixView<float> x, int threads) {
  PackedCodes codes(x.rows, model.bits());
  encode_all(model, x, threads, codes.data());
  return codes;
}

}  // namespace orthant
