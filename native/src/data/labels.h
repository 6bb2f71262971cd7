// Class labels of samples, one or several per row (compressed rows: offsets into a list of labels).
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace orthant {

class Labels {
 public:
  Labels() = default;
  // offsets has rows + 1 entries, first 0, strictly growing; every label lies in [0, classes).
  Labels(std::vector<std::int32_t> labels, std::vector<std::int64_t> offsets, std::int32_t classes)
      : labels_(std::move(labels)), offsets_(std::move(offsets)), classes_(classes) {}

  [[nodiscard]] std::int64_t rows() const noexcept {
    return offsets_.empty() ? 0 : static_cast<std::int64_t>(offsets_.size()) - 1;
  }
  [[nodiscard]] std::int32_t classes() const noexcept { return classes_; }
  [[nodiscard]] std::span<const std::int32_t> of(std::int64_t row) const noexcept {
    const auto i = static_cast<std::size_t>(row);
    return {labels_.data() + offsets_[i], static_cast<std::size_t>(offsets_[i + 1] - offsets_[i])};
  }

 private:
  std::vector<std::int32_t> labels_;
  std::vector<std::int64_t> offsets_;
  std::int32_t classes_ = 0;
};

}  // namespace orthant
