// What a search through tables takes: the currency in which plans are made.
#pragma once

#include <cstdint>

namespace orthant {

// Buckets looked up, and codes compared in them.
struct Effort {
  double probes = 0;
  double codes = 0;

  Effort& operator+=(const Effort& other) noexcept {
    probes += other.probes;
    codes += other.codes;
    return *this;
  }
};

// What a probe, a word of a code in a bucket, and a word of a long scan take, in nanoseconds. The
// typical values (one core of a server of 2023, tables in memory) shape the tables and the order of
// probes, so that these do not depend on a measurement; plans are made with measured ones.
struct Prices {
  double probe = 25;
  double bucket_word = 0.4;
  double scan_word = 0.3;

  [[nodiscard]] double of(const Effort& effort, std::int32_t words) const noexcept {
    return probe * effort.probes + bucket_word * words * effort.codes;
  }
  [[nodiscard]] double of_scan(double codes, std::int32_t words) const noexcept {
    return scan_word * words * codes;
  }
};

}  // namespace orthant
