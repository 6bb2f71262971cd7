#include "store/feature_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <limits>
#include <string>

#include "testing/errors.h"
#include "testing/temp_folder.h"

namespace orthant {
namespace {

using testing::expect_error;
using testing::TempFolder;
using testing::write_bytes;

std::string bytes_of(const std::vector<float>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}

TEST(FeatureFile, ReadsFloatsFromAnOffsetOn) {
  const TempFolder folder;
  write_bytes(folder.file("x"), "head" + bytes_of({1, 2, 3, 4, 5, 6}) + "tail");
  const FeatureFile file(folder.file("x"), 4, 3, 2, FeatureType::float32, {});
  Matrix<float> scratch;
  const MatrixView<float> rows = file.block(1, 3, scratch);
  EXPECT_EQ(rows.rows, 2);
  EXPECT_EQ(std::vector<float>(rows.data, rows.data + 4), (std::vector<float>{3, 4, 5, 6}));
  EXPECT_EQ(file.block(0, 1, scratch)(0, 1), 2.0F);  // into scratch that is larger
}

TEST(FeatureFile, ReadsBytesTimesTheirColumnsScale) {
  const TempFolder folder;
  write_bytes(folder.file("x"), std::string("\x00\x01\xFF\x80\x02\x03", 6));
  const std::vector<float> scale{0.5F, 1.0F, -2.0F};
  const FeatureFile file(folder.file("x"), 0, 2, 3, FeatureType::uint8, scale);
  Matrix<float> scratch;
  const MatrixView<float> rows = file.block(0, 2, scratch);
  EXPECT_EQ(std::vector<float>(rows.data, rows.data + 6),
            (std::vector<float>{0, 1, -510, 64, 2, -6}));
}

TEST(FeatureFile, RefusesWhatDoesNotFit) {
  const TempFolder folder;
  write_bytes(folder.file("x"), std::string(23, 'x'));
  const auto open = [&](std::uint64_t offset, std::int64_t rows) {
    (void)FeatureFile(folder.file("x"), offset, rows, 2, FeatureType::float32, {});
  };
  expect_error(ORTHANT_CORRUPT_FILE, "has 23 bytes, too few for 3 rows of 8 bytes from byte 0",
               [&] { open(0, 3); });
  expect_error(ORTHANT_CORRUPT_FILE, "too few", [&] { open(8, 2); });
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  expect_error(ORTHANT_CORRUPT_FILE, "too few", [&] { open(0, kMost); });
  expect_error(ORTHANT_CORRUPT_FILE, "too few", [&] { open(kMost, 1); });
  open(7, 2);
  expect_error(ORTHANT_IO, "none",
               [&] { (void)FeatureFile(folder.file("none"), 0, 1, 1, FeatureType::uint8, {}); });
  expect_error(ORTHANT_INVALID_ARGUMENT, "scale of column 1", [&] {
    (void)FeatureFile(folder.file("x"), 0, 1, 2, FeatureType::uint8, {1.0F, HUGE_VALF});
  });
}

TEST(FeatureFile, ThatIsCutOffWhileInUseGivesAnError) {
  const TempFolder folder;
  write_bytes(folder.file("x"), bytes_of({1, 2, 3, 4}));
  const FeatureFile file(folder.file("x"), 0, 2, 2, FeatureType::float32, {});
  std::filesystem::resize_file(folder.file("x"), 12);
  Matrix<float> scratch;
  EXPECT_EQ(file.block(0, 1, scratch)(0, 1), 2.0F);
  expect_error(ORTHANT_IO, "cut off while it was in use: it ends at byte 12",
               [&] { (void)file.block(0, 2, scratch); });
}

}  // namespace
}  // namespace orthant
