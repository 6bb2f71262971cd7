#include "store/segment_file.h"

#include <gtest/gtest.h>

#include "index/seal.h"
#include "index/segment_merge.h"
#include "testing/damage.h"
#include "testing/errors.h"
#include "testing/key_model.h"
#include "testing/section_bytes.h"
#include "testing/temp_folder.h"

namespace orthant {
namespace {

using testing::expect_error;
using testing::put;
using testing::TempFolder;

Segment random_segment(Rng& rng, std::int64_t rows, std::int32_t bits, std::uint64_t kinds) {
  PackedCodes codes(rows, bits);
  AlignedBuffer<std::int64_t> keys(static_cast<std::size_t>(rows));
  for (std::int64_t row = 0; row < rows; ++row) {
    Rng code_rng(rng.below(kinds));
    const auto code = testing::random_codes(code_rng, 1, bits);
    std::copy(code.begin(), code.end(), codes.row(row));
    keys[static_cast<std::size_t>(row)] = 3 * row - 50;
  }
  return keyed_segment(GroupedCodes(std::move(codes)), std::move(keys), Strategy::kScan);
}

testing::KeyModel rows_of(const Segment& segment) {
  return testing::contents(
      {.bits = segment.codes->bits(), .rows = segment.live_rows(), .segments = {segment}});
}

TEST(SegmentFile, ALoadedSegmentHasTheSameRowsAndSavesTheSameBytes) {
  const TempFolder folder;
  Rng rng(1);
  for (const std::int64_t rows : {1, 64, 1000}) {
    for (const std::int32_t bits : {1, 64, 100}) {
      for (const std::uint64_t kinds : {std::uint64_t{1}, std::uint64_t{20}, ~std::uint64_t{0}}) {
        const Segment segment = random_segment(rng, rows, bits, kinds);
        const FileStamp stamp = save_segment(segment, folder.file("a"), system_files());
        const Segment loaded =
            load_segment(folder.file("a"), stamp, Strategy::kScan, system_files());
        EXPECT_EQ(rows_of(loaded), rows_of(segment));
        EXPECT_EQ(loaded.codes->groups(), segment.codes->groups());
        EXPECT_EQ(save_segment(loaded, folder.file("b"), system_files()), stamp);
        EXPECT_EQ(testing::read_bytes(folder.file("a")), testing::read_bytes(folder.file("b")));
      }
    }
  }
}

TEST(SegmentFile, AnotherFileOfTheSameKindIsRefused) {
  const TempFolder folder;
  Rng rng(2);
  const FileStamp one =
      save_segment(random_segment(rng, 9, 64, 99), folder.file("a"), system_files());
  (void)save_segment(random_segment(rng, 9, 64, 99), folder.file("a"), system_files());
  expect_error(ORTHANT_CORRUPT_FILE, "not the one that the manifest names",
               [&] { (void)load_segment(folder.file("a"), one, Strategy::kScan, system_files()); });
}

FileStamp stamp_of(const std::string& path, FourLetters kind,
                   std::span<const FourLetters> sections) {
  return SectionFile(path, kind, sections).stamp();
}

// By hand, from docs/file-format.md.
std::string rendered(std::uint64_t rows, std::uint64_t groups, std::uint32_t bits,
                     const std::vector<std::int64_t>& keys, const std::vector<std::uint64_t>& codes,
                     const std::vector<std::uint32_t>& group_of_row) {
  std::string shape;
  put(shape, rows);
  put(shape, groups);
  put(shape, bits);
  put(shape, std::uint32_t{0});
  std::string key_bytes;
  for (const std::int64_t key : keys) put(key_bytes, key);
  std::string code_bytes;
  for (const std::uint64_t word : codes) put(code_bytes, word);
  std::string group_bytes;
  for (const std::uint32_t group : group_of_row) put(group_bytes, group);
  return testing::render(
      {"SEGM",
       {{"SHAP", shape}, {"KEYS", key_bytes}, {"CODE", code_bytes}, {"GRUP", group_bytes}}});
}

TEST(SegmentFile, RefusesWholeFilesThatDescribeNoSegment) {
  const TempFolder folder;
  const std::string path = folder.file("s");
  constexpr std::array<FourLetters, 4> kSections = {"SHAP", "KEYS", "CODE", "GRUP"};
  const auto load = [&](const std::string& at) {
    (void)load_segment(at, stamp_of(at, "SEGM", kSections), Strategy::kScan, system_files());
  };
  ASSERT_EQ(testing::complaint_about(path, rendered(3, 2, 3, {1, 2, 3}, {7, 5}, {0, 1, 0}), load),
            "");
  ASSERT_EQ(testing::complaint_about(path, rendered(2, 2, 3, {1, 2}, {7, 5}, {}), load), "");
  const std::pair<const char*, std::string> files[] = {
      {"no possible segment", rendered(0, 0, 3, {}, {}, {})},
      {"2 rows in 3 groups", rendered(2, 3, 3, {1, 2}, {7, 5, 4}, {})},
      {"codes of 0 bits", rendered(2, 2, 0, {1, 2}, {7, 5}, {})},
      {"codes of 1025 bits", rendered(2, 2, 1025, {1, 2}, {7, 5}, {})},
      {"length of 2 values", rendered(2, 2, 3, {1, 2, 3}, {7, 5}, {})},
      {"ascending keys", rendered(2, 2, 3, {2, 2}, {7, 5}, {})},
      {"ascending keys", rendered(2, 2, 3, {2, 1}, {7, 5}, {})},
      {"length of 2 codes", rendered(2, 2, 3, {1, 2}, {7, 5, 5}, {})},
      {"beyond the code's 3 bits in code 1", rendered(2, 2, 3, {1, 2}, {7, 8}, {})},
      {"length of 3 values", rendered(3, 2, 3, {1, 2, 3}, {7, 5}, {0, 1})},
      {"order of their first rows", rendered(3, 2, 3, {1, 2, 3}, {7, 5}, {1, 0, 0})},
      {"order of their first rows", rendered(3, 2, 3, {1, 2, 3}, {7, 5}, {0, 0, 0})},
      {"length of 0 values", rendered(2, 2, 3, {1, 2}, {7, 5}, {0, 1})},
  };
  for (const auto& [complaint, bytes] : files) {
    const std::string message = testing::complaint_about(path, bytes, load);
    EXPECT_NE(message.find(complaint), std::string::npos) << complaint << " in " << message;
  }
}

TEST(SegmentFile, DeadRowsAreReadBack) {
  const TempFolder folder;
  for (const std::int64_t rows : {1, 64, 65, 10000}) {
    const std::vector<std::int64_t> dead = {rows / 2};
    const auto live = LiveRows(rows).without(dead);
    const FileStamp stamp = save_dead_rows(*live, folder.file("d"), system_files());
    const auto loaded = load_dead_rows(folder.file("d"), stamp, rows, system_files());
    EXPECT_EQ(loaded->dead_bits(), live->dead_bits());
    EXPECT_EQ(loaded->dead_count(), 1);
    expect_error(ORTHANT_CORRUPT_FILE, "does not have the length",
                 [&] { (void)load_dead_rows(folder.file("d"), stamp, rows + 64, system_files()); });
  }
  std::string bits;
  put(bits, std::uint64_t{2});
  testing::write_bytes(folder.file("d"), testing::render({"DEAD", {{"BITS", bits}}}));
  constexpr std::array<FourLetters, 1> kSections = {"BITS"};
  const FileStamp stamp = stamp_of(folder.file("d"), "DEAD", kSections);
  EXPECT_EQ(load_dead_rows(folder.file("d"), stamp, 2, system_files())->dead_count(), 1);
  expect_error(ORTHANT_CORRUPT_FILE, "bits set beyond the 1 rows",
               [&] { (void)load_dead_rows(folder.file("d"), stamp, 1, system_files()); });
}

}  // namespace
}  // namespace orthant
