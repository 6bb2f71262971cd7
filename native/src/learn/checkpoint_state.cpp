#include "learn/checkpoint_state.h"

#include <cstring>
#include <string>

#include "base/error.h"

namespace orthant {
namespace {

using Kind = CheckpointField::Kind;

[[noreturn]] void corrupt(const std::string& complaint) {
  throw Error(ORTHANT_CORRUPT_FILE, "the checkpoint does not hold this training: " + complaint);
}

std::string shape(std::int64_t rows, std::int64_t columns) {
  return std::to_string(rows) + " x " + std::to_string(columns);
}

}  // namespace

template <typename T>
void StateWriter::add(std::string_view name, Kind kind, const T* values, std::int64_t rows,
                      std::int64_t columns) {
  CheckpointField& field = fields_.emplace_back();
  field.name = name;
  field.kind = kind;
  field.rows = rows;
  field.columns = columns;
  field.bytes.resize(static_cast<std::size_t>(rows * columns) * sizeof(T));
  if (!field.bytes.empty()) std::memcpy(field.bytes.data(), values, field.bytes.size());
}

void StateWriter::field(std::string_view name, Matrix<float>& values) {
  add(name, Kind::float_matrix, values.data(), values.rows(), values.columns());
}

void StateWriter::field(std::string_view name, Matrix<double>& values) {
  add(name, Kind::double_matrix, values.data(), values.rows(), values.columns());
}

void StateWriter::field(std::string_view name, double& value) {
  add(name, Kind::number, &value, 1, 1);
}

void StateWriter::field(std::string_view name, std::int64_t& value, std::int64_t /*least*/,
                        std::int64_t /*most*/) {
  add(name, Kind::integer, &value, 1, 1);
}

template <typename T>
void StateReader::take(std::string_view name, Kind kind, T* values, std::int64_t rows,
                       std::int64_t columns) {
  if (next_ == fields_->size()) corrupt("it lacks \"" + std::string(name) + "\"");
  const CheckpointField& field = (*fields_)[next_++];
  if (field.name != name || field.kind != kind) {
    corrupt("it has \"" + field.name + "\" in the place of \"" + std::string(name) + "\"");
  }
  const std::size_t bytes = static_cast<std::size_t>(rows * columns) * sizeof(T);
  if (field.rows != rows || field.columns != columns || field.bytes.size() != bytes) {
    corrupt("\"" + field.name + "\" is " + shape(field.rows, field.columns) + ", not " +
            shape(rows, columns));
  }
  if (bytes > 0) std::memcpy(values, field.bytes.data(), bytes);
}

void StateReader::field(std::string_view name, Matrix<float>& values) {
  take(name, Kind::float_matrix, values.data(), values.rows(), values.columns());
}

void StateReader::field(std::string_view name, Matrix<double>& values) {
  take(name, Kind::double_matrix, values.data(), values.rows(), values.columns());
}

void StateReader::field(std::string_view name, double& value) {
  take(name, Kind::number, &value, 1, 1);
}

void StateReader::field(std::string_view name, std::int64_t& value, std::int64_t least,
                        std::int64_t most) {
  take(name, Kind::integer, &value, 1, 1);
  if (value >= least && value <= most) return;
  corrupt("\"" + std::string(name) + "\" is " + std::to_string(value) + ", not between " +
          std::to_string(least) + " and " + std::to_string(most));
}

void StateReader::finish() const {
  if (next_ < fields_->size()) corrupt("it has more, \"" + (*fields_)[next_].name + "\"");
}

}  // namespace orthant
