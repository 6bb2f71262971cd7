#include "index/delta_rows.h"

#include <bit>
#include <cstring>

namespace orthant {
namespace {

// The finalizer of MurmurHash3 (Appleby): every bit of the key moves every bit of the place.
std::uint64_t mixed(std::int64_t key) noexcept {
  auto x = static_cast<std::uint64_t>(key);
  x = (x ^ (x >> 33)) * 0xFF51AFD7ED558CCDU;
  x = (x ^ (x >> 33)) * 0xC4CEB9FE1A85EC53U;
  return x ^ (x >> 33);
}

}  // namespace

DeltaRows::DeltaRows(std::int64_t capacity, std::int32_t words)
    : capacity_(capacity),
      words_(words),
      keys_(static_cast<std::size_t>(capacity)),
      codes_(static_cast<std::size_t>(capacity) * static_cast<std::size_t>(words)),
      slots_(std::bit_ceil(2 * static_cast<std::size_t>(capacity))) {}

DeltaRows::DeltaRows(std::int64_t capacity, const DeltaRows& smaller, std::int64_t rows)
    : DeltaRows(capacity, smaller.words_) {
  write(0, {smaller.keys(), static_cast<std::size_t>(rows)}, smaller.codes());
  index(0, rows);
}

void DeltaRows::write(std::int64_t first, std::span<const std::int64_t> keys,
                      const std::uint64_t* codes) noexcept {
  if (keys.empty()) return;
  std::memcpy(keys_.data() + first, keys.data(), keys.size_bytes());
  std::memcpy(codes_.data() + first * words_, codes,
              keys.size() * static_cast<std::size_t>(words_) * sizeof(std::uint64_t));
}

void DeltaRows::index(std::int64_t first, std::int64_t count) noexcept {
  for (std::int64_t row = first; row < first + count; ++row) {
    slots_[slot_of(keys_[static_cast<std::size_t>(row)])] = static_cast<std::uint32_t>(row + 1);
  }
}

std::int64_t DeltaRows::find(std::int64_t key) const noexcept {
  return static_cast<std::int64_t>(slots_[slot_of(key)]) - 1;
}

std::size_t DeltaRows::slot_of(std::int64_t key) const noexcept {
  const std::size_t mask = slots_.size() - 1;
  std::size_t i = mixed(key) & mask;
  while (slots_[i] != 0 && keys_[slots_[i] - 1] != key) i = (i + 1) & mask;
  return i;
}

}  // namespace orthant
