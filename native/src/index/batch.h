// A batch of changes to an index by external keys: applied as a whole or not at all.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace orthant {

enum class BatchKind : std::uint32_t { kAdd = 1, kRemove = 2, kReplace = 3 };

// Borrowed. A removal has no codes.
struct Batch {
  BatchKind kind = BatchKind::kAdd;
  std::span<const std::int64_t> keys;
  const std::uint64_t* codes = nullptr;  // keys.size() * words_for(bits) words
  std::int32_t bits = 0;

  [[nodiscard]] bool has_codes() const noexcept { return kind != BatchKind::kRemove; }
};

inline constexpr std::int64_t kMostBatchRows = std::int64_t{1} << 20;

// Refuses (ORTHANT_INVALID_ARGUMENT, naming the key) a batch that cannot be applied to any index of
// codes of `bits` bits: too many rows, a key twice, other bits, unused bits that are set.
void check_batch(const Batch& batch, std::int32_t bits);

}  // namespace orthant
