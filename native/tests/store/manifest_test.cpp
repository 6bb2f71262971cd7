#include "store/manifest.h"

#include <gtest/gtest.h>

#include "testing/damage.h"
#include "testing/errors.h"
#include "testing/section_bytes.h"
#include "testing/temp_folder.h"

namespace orthant {
namespace {

using testing::expect_error;
using testing::put;
using testing::TempFolder;

void save(const Manifest& manifest, const std::string& path) {
  ReplacementFile place(path);
  write_manifest(manifest, place);
  place.commit();
}

Manifest example() {
  Manifest manifest{7, 100, 55, 9, {}};
  manifest.segments.push_back({1, 10, {1000, 0xAABBCCDD}, 0, 0, {}});
  manifest.segments.push_back({5, 20, {2000, 2}, 8, 3, {200, 4}});
  return manifest;
}

TEST(Manifest, IsReadBackAsWritten) {
  const TempFolder folder;
  const std::string path = folder.file("manifest-1");
  save(example(), path);
  const Manifest manifest = load_manifest(path, system_files());
  EXPECT_EQ(manifest.generation, 7U);
  EXPECT_EQ(manifest.bits, 100);
  EXPECT_EQ(manifest.log_start, 55U);
  EXPECT_EQ(manifest.next_number, 9U);
  EXPECT_EQ(manifest.segments, example().segments);
}

// By hand, from docs/file-format.md.
std::string rendered(std::uint64_t generation, std::uint32_t bits, std::uint64_t rows,
                     std::uint64_t dead_rows, std::uint64_t dead_number, std::uint64_t number = 3) {
  std::string head;
  put(head, generation);
  put(head, std::uint64_t{1});
  put(head, std::uint64_t{9});
  put(head, bits);
  put(head, std::uint32_t{0});
  std::string segment;
  put(segment, number);
  put(segment, rows);
  put(segment, std::uint64_t{500});
  put(segment, dead_number);
  put(segment, dead_rows);
  put(segment, std::uint64_t{0});
  put(segment, std::uint32_t{77});
  put(segment, std::uint32_t{0});
  return testing::render({"MANI", {{"HEAD", head}, {"SEGS", segment}}});
}

TEST(Manifest, HasTheBytesOfTheDocument) {
  const TempFolder folder;
  Manifest manifest{3, 64, 1, 9, {}};
  manifest.segments.push_back({3, 10, {500, 77}, 0, 0, {}});
  save(manifest, folder.file("manifest-1"));
  EXPECT_EQ(testing::read_bytes(folder.file("manifest-1")), rendered(3, 64, 10, 0, 0));
}

TEST(Manifest, RefusesWhatDescribesNoIndex) {
  const TempFolder folder;
  const std::string path = folder.file("manifest-1");
  const auto load = [](const std::string& at) { (void)load_manifest(at, system_files()); };
  ASSERT_EQ(testing::complaint_about(path, rendered(3, 64, 10, 10, 8), load), "");
  for (const std::string& bytes :
       {rendered(3, 0, 10, 0, 0), rendered(3, 1025, 10, 0, 0), rendered(0, 64, 10, 0, 0),
        rendered(4, 64, 10, 0, 0), rendered(3, 64, 0, 0, 0), rendered(3, 64, 10, 11, 8),
        rendered(3, 64, 10, 1, 0), rendered(3, 64, 10, 0, 8), rendered(3, 64, 10, 1, 9),
        rendered(3, 64, 10, 0, 0, 9), rendered(3, 64, 10, 0, 0, 0)}) {
    EXPECT_NE(testing::complaint_about(path, bytes, load), "");
  }
}

TEST(Manifest, KnowsTheNamesOfItsFolder) {
  EXPECT_EQ(manifest_name(6), "manifest-0");
  EXPECT_EQ(manifest_name(7), "manifest-1");
  EXPECT_EQ(segment_name(0x1F), "segment-000000000000001f");
  EXPECT_EQ(dead_name(~std::uint64_t{0}), "dead-ffffffffffffffff");
  EXPECT_EQ(log_start_of(log_name(0xABCDEF)), 0xABCDEFU);
  for (const char* name : {"log-", "log-1", "log-000000000000000G", "log-000000000000000F",
                           "xlog-0000000000000001", "log-0000000000000001x"}) {
    EXPECT_EQ(log_start_of(name), std::nullopt) << name;
  }
  EXPECT_TRUE(is_data_name(segment_name(1)));
  EXPECT_TRUE(is_data_name(dead_name(1)));
  EXPECT_FALSE(is_data_name(log_name(1)));
  EXPECT_TRUE(is_temporary_name(log_name(1) + ".tmp-12-0"));
  EXPECT_TRUE(is_temporary_name("manifest-1.tmp-12-0"));
  EXPECT_FALSE(is_temporary_name("manifest-1.tmp-"));
  EXPECT_FALSE(is_temporary_name("manifest-1.tmp-a"));
  EXPECT_FALSE(is_temporary_name("other.tmp-12-0"));
  EXPECT_FALSE(is_temporary_name("manifest-1"));
}

}  // namespace
}  // namespace orthant
