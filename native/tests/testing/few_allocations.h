// Lets `new` fail after a number of allocations. All of the test program's `new` and `delete` are
// replaced for it (few_allocations.cpp).
#pragma once

namespace orthant::testing {

// While it lives, the calling thread gets `count` allocations and then std::bad_alloc. Not nested.
class FewAllocations {
 public:
  explicit FewAllocations(int count) noexcept;
  ~FewAllocations();
  FewAllocations(const FewAllocations&) = delete;
  FewAllocations& operator=(const FewAllocations&) = delete;
};

}  // namespace orthant::testing
