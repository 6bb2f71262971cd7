// How fast one thread reads a buffer when it does next to nothing with it: the bound of a scan.
#pragma once

#include <cstdint>
#include <vector>

namespace orthant::bench {

struct ReadKernel {
  const char* name;
  // Some function of all `count` words, so that none of them can be left unread.
  std::uint64_t (*read)(const std::uint64_t* words, std::int64_t count);
};

// Those that this processor can run.
[[nodiscard]] std::vector<ReadKernel> read_kernels();

// For each code the popcount of (code ^ query), one word at a time, fed to a counting top-k: what a
// plain loop over POPCNT instructions reaches. Returns the number of hits written to ids.
std::int64_t scan_by_plain_loop(const std::uint64_t* codes, std::int64_t rows, std::int32_t bits,
                                const std::uint64_t* query, std::int64_t k, std::int64_t* ids,
                                std::int32_t* distances);

}  // namespace orthant::bench
