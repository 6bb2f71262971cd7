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

}  // namespace orthant::bench
