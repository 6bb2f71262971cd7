// What a checkpoint holds of a trainer. The trainer names the fields that its rounds change, always
// the same ones in the same order, and the same calls write them to a checkpoint or read them from
// one. Arrays have after `prepare` the shape that they keep, so a checkpoint of another shape is
// refused by the reader. The rounds done are the run's to know (Trainer::rounds_done).
#pragma once

#include <cstdint>
#include <string_view>

#include "data/matrix.h"

namespace orthant {

class State {
 public:
  State() = default;
  virtual ~State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  virtual void field(std::string_view name, Matrix<float>& values) = 0;
  virtual void field(std::string_view name, Matrix<double>& values) = 0;
  virtual void field(std::string_view name, double& value) = 0;
  // least <= value <= most: what is read may come to be an index.
  virtual void field(std::string_view name, std::int64_t& value, std::int64_t least,
                     std::int64_t most) = 0;
  void field(std::string_view name, bool& value) {
    std::int64_t number = value ? 1 : 0;
    field(name, number, 0, 1);
    value = number != 0;
  }
};

}  // namespace orthant
