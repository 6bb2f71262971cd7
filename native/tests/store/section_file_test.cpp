#include "store/section_file.h"

#include <array>

#include <gtest/gtest.h>

#include "testing/damage.h"
#include "testing/errors.h"
#include "testing/section_bytes.h"
#include "testing/temp_folder.h"

namespace orthant {
namespace {

using testing::expect_error;
using testing::RawFile;
using testing::TempFolder;

constexpr std::array<FourLetters, 2> kKnown = {"AAAA", "BBBB"};

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

std::string read_all(const SectionFile& file, FourLetters id) {
  SectionInput section = file.section(id);
  std::string text(static_cast<std::size_t>(section.length()), ' ');
  section.read_values(text.data(), text.size());
  section.finish();
  return text;
}

void read_both(const std::string& path) {
  const SectionFile file(path, "TEST", kKnown);
  for (const FourLetters id : kKnown) (void)read_all(file, id);
}

// A file as it is rendered by hand, read.
class SectionFileTest : public ::testing::Test {
 protected:
  void read(const RawFile& raw) {
    testing::write_bytes(path_, testing::render(raw));
    read_both(path_);
  }
  void expect_refused(orthant_status status, const std::string& part, const RawFile& raw) {
    expect_error(status, part, [&] { read(raw); });
  }

  TempFolder folder_;
  std::string path_ = folder_.file("f");
};

const RawFile kGood = {"TEST", {{"AAAA", "hello"}, {"BBBB", std::string(100, 'b')}}};

TEST_F(SectionFileTest, WritesWhatTheDocumentSays) {
  const std::string b(100, 'b');
  const std::array<Section, 2> sections = {Section{"AAAA", bytes_of("hello")},
                                           Section{"BBBB", bytes_of(b)}};
  write_section_file(path_, "TEST", sections);
  EXPECT_EQ(testing::read_bytes(path_), testing::render(kGood));
  const SectionFile file(path_, "TEST", kKnown);
  EXPECT_EQ(read_all(file, "AAAA"), "hello");
  EXPECT_EQ(read_all(file, "BBBB"), b);
}

TEST_F(SectionFileTest, EveryDamageIsRefused) {
  testing::expect_damage_is_refused(testing::render(kGood), read_both);
}

TEST_F(SectionFileTest, SectionsMayBeEmptyAndInAnyOrder) {
  read({"TEST", {{"BBBB", ""}, {"AAAA", ""}}});
}

TEST_F(SectionFileTest, ReadsANewerMinorAndSkipsWhatIsOptional) {
  read({"TEST", {{"AAAA", "a"}, {"NEWS", std::string(9000, 'n'), 0}, {"BBBB", "b"}}, 1, 7});
}

TEST_F(SectionFileTest, AnOptionalSectionIsCheckedToo) {
  std::string bytes = testing::render({"TEST", {{"AAAA", ""}, {"BBBB", ""}, {"NEWS", "n", 0}}});
  bytes.back() = 'm';
  testing::write_bytes(path_, bytes);
  expect_error(ORTHANT_CORRUPT_FILE, "section NEWS at offset 192", [&] { read_both(path_); });
}

TEST_F(SectionFileTest, SaysThatAFileIsNewer) {
  expect_refused(ORTHANT_NEWER_FILE, "format 2.3", {"TEST", {{"WXYZ", ""}}, 2, 3});
  expect_refused(ORTHANT_NEWER_FILE, "section NEWS is of a newer release",
                 {"TEST", {{"AAAA", ""}, {"BBBB", ""}, {"NEWS", "n"}}});
}

TEST_F(SectionFileTest, RefusesWholeFilesThatMakeNoSense) {
  expect_refused(ORTHANT_CORRUPT_FILE, "format 0", {"TEST", {}, 0, 0});
  expect_refused(ORTHANT_CORRUPT_FILE, "reserved field at offset 28 is 9",
                 {"TEST", {{"AAAA", ""}, {"BBBB", ""}}, 1, 0, 9});
  expect_refused(ORTHANT_CORRUPT_FILE, "section BBBB is missing", {"TEST", {{"AAAA", ""}}});
  expect_refused(ORTHANT_CORRUPT_FILE, "section AAAA is there twice",
                 {"TEST", {{"AAAA", ""}, {"AAAA", ""}, {"BBBB", ""}}});
  expect_refused(ORTHANT_CORRUPT_FILE, "entry of section AAAA",
                 {"TEST", {{"AAAA", "", 3}, {"BBBB", ""}}});
}

TEST_F(SectionFileTest, SwappedSectionsAreRefused) {
  std::string bytes =
      testing::render({"TEST", {{"AAAA", std::string(64, 'a')}, {"BBBB", std::string(64, 'b')}}});
  for (std::size_t i = 0; i < 64; ++i) std::swap(bytes[128 + i], bytes[192 + i]);
  testing::write_bytes(path_, bytes);
  expect_error(ORTHANT_CORRUPT_FILE, "section AAAA at offset 128 (64 bytes) fails its checksum",
               [&] { read_both(path_); });
}

TEST_F(SectionFileTest, NamesTheKindOfAnotherFile) {
  const std::array<FourLetters, 0> none{};
  testing::write_bytes(path_, testing::render({"INDX", {}}));
  expect_error(ORTHANT_CORRUPT_FILE, "the file is an index, not a model",
               [&] { const SectionFile file(path_, "MODL", none); });
  testing::write_bytes(path_, testing::render({"MODL", {}}));
  expect_error(ORTHANT_CORRUPT_FILE, "the file is a model, not an index",
               [&] { const SectionFile file(path_, "INDX", none); });
}

TEST_F(SectionFileTest, RefusesForeignFiles) {
  for (const std::string& foreign :
       {std::string("P"), std::string("PK\x03\x04 a zip archive, say, or a jar"),
        std::string("\x89ORTH\n\x1A a file that went through text mode"), std::string(100, '\0')}) {
    testing::write_bytes(path_, foreign);
    expect_error(ORTHANT_CORRUPT_FILE, "not a file of Orthant", [&] { read_both(path_); });
  }
  testing::write_bytes(path_, "");
  expect_error(ORTHANT_CORRUPT_FILE, "the file is empty", [&] { read_both(path_); });
}

// The header is whole and lies: nothing may be allocated or read by it.
TEST_F(SectionFileTest, AbsurdOffsetsAndLengthsAreRefused) {
  const std::string good = testing::render(kGood);
  constexpr std::size_t kTableCrc = 32 + 2 * 32;
  for (const std::size_t field :
       {std::size_t{40}, std::size_t{48}, std::size_t{72}, std::size_t{80}}) {
    for (const std::uint64_t absurd :
         {~std::uint64_t{0}, std::uint64_t{1} << 63, std::uint64_t{1} << 40, std::uint64_t{0}}) {
      std::string bytes = good;
      std::string value;
      testing::put(value, absurd);
      bytes.replace(field, 8, value);
      std::string crc;
      testing::put(crc, testing::crc_of(bytes.substr(0, kTableCrc)));
      bytes.replace(kTableCrc, 4, crc);
      testing::write_bytes(path_, bytes);
      expect_error(ORTHANT_CORRUPT_FILE, path_, [&] { read_both(path_); });
    }
  }
}

TEST_F(SectionFileTest, ManySectionsAreNotBelieved) {
  std::string bytes = testing::render(kGood);
  for (std::size_t i = 24; i < 28; ++i) bytes[i] = '\xFF';
  testing::write_bytes(path_, bytes);
  expect_error(ORTHANT_CORRUPT_FILE, "claims 4294967295 sections", [&] { read_both(path_); });
}

TEST_F(SectionFileTest, AReaderThatLeavesBytesIsRefused) {
  testing::write_bytes(path_, testing::render(kGood));
  const SectionFile file(path_, "TEST", kKnown);
  SectionInput section = file.section("AAAA");
  expect_error(ORTHANT_CORRUPT_FILE, "nothing describes", [&] { section.finish(); });
  std::array<std::byte, 6> six{};
  expect_error(ORTHANT_CORRUPT_FILE, "is too short", [&] { section.read(six); });
}

}  // namespace
}  // namespace orthant
