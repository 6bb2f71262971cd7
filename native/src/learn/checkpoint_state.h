// The two sides of a State: one collects a trainer's fields for a checkpoint, one puts them back.
#pragma once

#include <cstddef>
#include <vector>

#include "data/checkpoint.h"
#include "learn/state.h"

namespace orthant {

class StateWriter final : public State {
 public:
  using State::field;
  void field(std::string_view name, Matrix<float>& values) override;
  void field(std::string_view name, Matrix<double>& values) override;
  void field(std::string_view name, double& value) override;
  void field(std::string_view name, std::int64_t& value, std::int64_t least,
             std::int64_t most) override;

  [[nodiscard]] std::vector<CheckpointField> take() { return std::move(fields_); }

 private:
  template <typename T>
  void add(std::string_view name, CheckpointField::Kind kind, const T* values, std::int64_t rows,
           std::int64_t columns);

  std::vector<CheckpointField> fields_;
};

// `fields` is borrowed. A field of another name, kind or shape than the next one, an integer out of
// its bounds, or one field too many or too few, is an Error(ORTHANT_CORRUPT_FILE): nothing that
// this release writes.
class StateReader final : public State {
 public:
  explicit StateReader(const std::vector<CheckpointField>& fields) : fields_(&fields) {}

  using State::field;
  void field(std::string_view name, Matrix<float>& values) override;
  void field(std::string_view name, Matrix<double>& values) override;
  void field(std::string_view name, double& value) override;
  void field(std::string_view name, std::int64_t& value, std::int64_t least,
             std::int64_t most) override;

  void finish() const;  // all fields must have been read

 private:
  template <typename T>
  void take(std::string_view name, CheckpointField::Kind kind, T* values, std::int64_t rows,
            std::int64_t columns);

  const std::vector<CheckpointField>* fields_;
  std::size_t next_ = 0;
};

}  // namespace orthant
