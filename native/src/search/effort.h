// What a search takes, and its price: the currency in which plans are made.
#pragma once

#include <cstdint>

namespace orthant {

// What a search through tables takes: units of work begun, buckets looked up, and codes compared.
struct Effort {
  double units = 0;
  double probes = 0;
  double codes = 0;

  Effort& operator+=(const Effort& other) noexcept {
    units += other.units;
    probes += other.probes;
    codes += other.codes;
    return *this;
  }
};

// Nanoseconds for a unit, a probe, a word of a code in a bucket, and a word of a long scan. The
// typical values (one core of a server of 2024, tables in memory) shape the tables and order the
// units, so that both are the same everywhere; plans are made with measured ones (cost_model.h).
struct Prices {
  double unit = 100;
  double probe = 20;
  double bucket_word = 0.45;
  double scan_word = 0.25;

  [[nodiscard]] double of(const Effort& effort, std::int32_t words) const noexcept {
    return unit * effort.units + probe * effort.probes + bucket_word * words * effort.codes;
  }
  [[nodiscard]] double of_scan(double codes, std::int32_t words) const noexcept {
    return scan_word * words * codes;
  }
};

}  // namespace orthant
