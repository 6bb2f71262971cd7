// Lowers an atomic number to `value` if it is greater: how threads agree on the first bad row.
#pragma once

#include <atomic>
#include <cstdint>

namespace orthant {

inline void atomic_min(std::atomic<std::int64_t>& target, std::int64_t value) noexcept {
  std::int64_t seen = target.load();
  while (value < seen && !target.compare_exchange_weak(seen, value)) {
  }
}

}  // namespace orthant
