#include "evaluate/level_counts.h"

#include <algorithm>

#include "base/aligned_buffer.h"
#include "base/error.h"
#include "kernels/kernels.h"

namespace orthant {

void count_levels(const GroupedCodes& codes, const std::uint64_t* query, const std::uint64_t* mask,
                  const std::uint8_t* relevant, std::int64_t* items, std::int64_t* hits) {
  const std::int32_t bits = codes.bits();
  if ((query[codes.words() - 1] & ~tail_mask(bits)) != 0) {
    refuse("the query has bits set beyond the " + std::to_string(bits) + " bits of a code");
  }
  const kernels::KernelTable& kernels = kernels::active();
  AlignedBuffer<kernels::Candidate> found(static_cast<std::size_t>(kernels::kBlockCodes));
  std::fill(items, items + bits + 1, 0);
  std::fill(hits, hits + bits + 1, 0);
  for (std::int64_t first = 0; first < codes.groups(); first += kernels::kBlockCodes) {
    const std::int64_t block = std::min(kernels::kBlockCodes, codes.groups() - first);
    // Every code is within `bits`: the kernel serves as a distance routine.
    const std::int64_t count = kernels.collect(codes.codes().row(first), block, codes.words(),
                                               query, mask, bits, found.data());
    for (std::int64_t i = 0; i < count; ++i) {
      const kernels::Candidate& candidate = found[static_cast<std::size_t>(i)];
      const GroupRows rows = codes.rows_of(first + candidate.offset);
      items[candidate.distance] += rows.size();
      for (std::int64_t r = 0; r < rows.size(); ++r) {
        hits[candidate.distance] += relevant[rows[r]] != 0 ? 1 : 0;
      }
    }
  }
}

}  // namespace orthant
