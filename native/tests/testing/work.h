// A Work that no one cancels.
#pragma once

#include <atomic>

#include "linalg/work.h"

namespace orthant::testing {

inline Work uncancelled_work(int threads = 1) {
  static const std::atomic<bool> never{false};
  return {threads, never};
}

}  // namespace orthant::testing
