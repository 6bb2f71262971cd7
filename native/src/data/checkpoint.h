// A training run between two rounds, as plain data: what can be written to a file and continued
// from later, to the same last bit.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace orthant {

// A matrix or a number of the trainer.
struct CheckpointField {
  enum class Kind : std::uint32_t { float_matrix = 0, double_matrix = 1, number = 2, integer = 3 };

  std::string name;
  Kind kind = Kind::number;
  std::int64_t rows = 1;
  std::int64_t columns = 1;
  std::vector<std::byte> bytes;  // the values, row-major
};

struct Checkpoint {
  std::string method;
  std::string maker;  // release, tier and BLAS: another one would not come to the same model
  std::vector<std::pair<std::string, double>> options;  // all but those that change no model
  std::uint64_t fingerprint = 0;                        // of the data
  std::array<std::uint64_t, 4> random{};                // the generator's state
  std::vector<double> objective;                        // one value per round done
  std::vector<CheckpointField> fields;                  // in the trainer's order
};

[[nodiscard]] constexpr std::uint64_t value_bytes(CheckpointField::Kind kind) noexcept {
  return kind == CheckpointField::Kind::float_matrix ? 4 : 8;
}

}  // namespace orthant
