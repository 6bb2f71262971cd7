#include "testing/few_allocations.h"

#include <cstdlib>
#include <limits>
#include <new>

namespace {

constexpr int kUnlimited = std::numeric_limits<int>::max();

thread_local int allocations_left = kUnlimited;

bool allowed() noexcept { return allocations_left == kUnlimited || allocations_left-- > 0; }

}  // namespace

// Not inlined: g++ would see memory of `new` given to `free` and warn.
[[gnu::noinline]] void* operator new(std::size_t bytes, const std::nothrow_t& /*tag*/) noexcept {
  return allowed() ? std::malloc(bytes == 0 ? 1 : bytes) : nullptr;
}
[[gnu::noinline]] void* operator new(std::size_t bytes) {
  void* memory = operator new(bytes, std::nothrow);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
[[gnu::noinline]] void* operator new(std::size_t bytes, std::align_val_t alignment) {
  void* memory = nullptr;
  if (!allowed() || ::posix_memalign(&memory, static_cast<std::size_t>(alignment), bytes) != 0) {
    throw std::bad_alloc();
  }
  return memory;
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t /*bytes*/) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t /*alignment*/) noexcept {
  std::free(memory);
}

namespace orthant::testing {

FewAllocations::FewAllocations(int count) noexcept { allocations_left = count; }
FewAllocations::~FewAllocations() { allocations_left = kUnlimited; }

}  // namespace orthant::testing
