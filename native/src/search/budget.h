// How much work one search may do before it must stop with what it has.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>

namespace orthant {

class Budget {
 public:
  static constexpr std::int64_t kUnlimited = std::numeric_limits<std::int64_t>::max();

  Budget() = default;
  // codes: to compare at most; nanoseconds: from now on. What is not above zero is spent at once.
  Budget(std::int64_t codes, std::int64_t nanoseconds) noexcept
      : codes_left_(codes), timed_(nanoseconds != kUnlimited) {
    if (timed_) deadline_ = now() + std::clamp(nanoseconds, kLeastTime, kMostTime);
  }

  // How many of `count` more codes may be compared; 0: the search is over.
  [[nodiscard]] std::int64_t allows(std::int64_t count) noexcept {
    if (timed_ && now() >= deadline_) codes_left_ = 0;
    return std::clamp<std::int64_t>(codes_left_, 0, count);
  }
  void spend(std::int64_t codes) noexcept {
    if (codes_left_ != kUnlimited) codes_left_ -= codes;
  }

 private:
  static constexpr std::int64_t kLeastTime = -1;
  static constexpr std::int64_t kMostTime = std::int64_t{1} << 61;  // no overflow of the deadline

  static std::int64_t now() noexcept {
    return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
  }

  std::int64_t codes_left_ = kUnlimited;
  std::int64_t deadline_ = 0;
  bool timed_ = false;
};

}  // namespace orthant
