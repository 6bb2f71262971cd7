// Memory that ends right before a page that no one may touch: a kernel that reads or writes one
// byte beyond its operands ends the test program with a segmentation fault.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <new>

namespace orthant::testing {

template <typename T>
class GuardedMemory {
 public:
  explicit GuardedMemory(std::size_t count) : count_(count) {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t bytes = count * sizeof(T);
    const std::size_t usable = (bytes + page - 1) / page * page;
    mapped_ = usable + page;
    base_ = ::mmap(nullptr, mapped_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (base_ == MAP_FAILED) throw std::bad_alloc();
    auto* guard = static_cast<std::byte*>(base_) + usable;
    if (::mprotect(guard, page, PROT_NONE) != 0) throw std::bad_alloc();
    data_ = reinterpret_cast<T*>(guard - bytes);
  }
  GuardedMemory(const GuardedMemory&) = delete;
  GuardedMemory& operator=(const GuardedMemory&) = delete;
  ~GuardedMemory() { ::munmap(base_, mapped_); }

  [[nodiscard]] T* data() noexcept { return data_; }
  [[nodiscard]] std::size_t size() const noexcept { return count_; }
  [[nodiscard]] T& operator[](std::size_t i) noexcept { return data_[i]; }

  // The last `count` values: they end at the guard page.
  [[nodiscard]] T* last(std::size_t count) noexcept { return data_ + (count_ - count); }

 private:
  std::size_t count_;
  void* base_ = nullptr;
  std::size_t mapped_ = 0;
  T* data_ = nullptr;
};

}  // namespace orthant::testing
