#include "search/chunks.h"

#include <algorithm>

namespace orthant {

std::vector<Chunk> cut(std::int32_t bits, std::int32_t chunks, std::int32_t width) {
  std::vector<Chunk> all;
  all.reserve(static_cast<std::size_t>(chunks));
  for (std::int32_t c = 0; c < chunks; ++c) {
    const std::int32_t first = c * bits / chunks;
    const std::int32_t end = (c + 1) * bits / chunks;
    all.push_back({first, std::min(end - first, width)});
  }
  return all;
}

double shell_size(std::int32_t width, std::int32_t radius) noexcept {
  double size = 1;
  for (std::int32_t i = 0; i < radius; ++i) size = size * (width - i) / (i + 1);
  return size;
}

}  // namespace orthant
