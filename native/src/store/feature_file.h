// Feature rows that lie one after the other in a file, read block by block when they are asked for:
// the training set need not fit into memory. The file is read, not mapped: if it is cut off while
// it is in use, a training fails with an error that says so, where a mapping would end the process.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/row_source.h"
#include "store/file.h"

namespace orthant {

enum class FeatureType : std::int32_t {
  float32 = 0,  // little-endian
  uint8 = 1,
};

class FeatureFile final : public RowSource {
 public:
  // rows >= 1, columns >= 1, from byte `offset` on. scale: a factor per column, or empty. Refuses a
  // file that is too short for them.
  FeatureFile(const std::string& path, std::uint64_t offset, std::int64_t rows,
              std::int64_t columns, FeatureType type, std::vector<float> scale,
              FileSystem& files = system_files());

  [[nodiscard]] MatrixView<float> block(std::int64_t first, std::int64_t last,
                                        Matrix<float>& scratch) const override;

 private:
  [[nodiscard]] std::uint64_t row_bytes() const noexcept;

  InputFile file_;
  std::uint64_t offset_;
  FeatureType type_;
  std::vector<float> scale_;
};

}  // namespace orthant
