// The learning rate of each epoch, from `rate` towards rate * end.
//     constant     rate
//     log_spaced   rate * end^(e / (E - 1)): equal factors, as Matlab's logspace (DSDH's authors)
//     halving      rate * 2^-floor(e / halve_every)
//     cosine       rate * (end + (1 - end) (1 + cos(pi e / (E - 1))) / 2)
// Epochs e count from 0 to E - 1; a single epoch has `rate`.
#pragma once

#include <cstdint>

namespace orthant {

struct Schedule {
  enum class Kind : std::int32_t { constant = 0, log_spaced = 1, halving = 2, cosine = 3 };

  Kind kind = Kind::constant;
  double rate = 1.0;
  double end = 1.0;  // (0, 1]
  std::int64_t halve_every = 1;

  [[nodiscard]] double at(std::int64_t epoch, std::int64_t epochs) const noexcept;
};

}  // namespace orthant
