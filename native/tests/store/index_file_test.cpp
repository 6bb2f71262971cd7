#include "store/index_file.h"

#include <algorithm>

#include <gtest/gtest.h>

#include <vector>

#include "encode/hash_model.h"
#include "index/checks.h"
#include "store/model_file.h"
#include "testing/codes.h"
#include "testing/damage.h"
#include "testing/errors.h"
#include "testing/models.h"
#include "testing/section_bytes.h"
#include "testing/temp_folder.h"

namespace orthant {
namespace {

using testing::expect_error;
using testing::put;
using testing::TempFolder;

void load(const std::string& path) { (void)load_index(path); }

// About half of the rows have a code that another row has, too.
HammingIndex random_index(Rng& rng, std::int64_t rows, std::int32_t bits) {
  std::vector<std::uint64_t> codes = testing::random_codes(rng, rows, bits);
  const std::int32_t words = words_for(bits);
  for (std::int64_t row = 1; row < rows; row += 2) {
    const auto other = static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(row)));
    std::copy_n(codes.begin() + other * words, words, codes.begin() + row * words);
  }
  return HammingIndex::linear_scan(GroupedCodes(checked_copy(codes.data(), rows, bits)));
}

// The code of each row, one after the other.
std::vector<std::uint64_t> rows_of(const HammingIndex& index) {
  const GroupedCodes& codes = index.codes();
  std::vector<std::uint32_t> groups(static_cast<std::size_t>(codes.rows()));
  codes.group_of_rows(groups);
  std::vector<std::uint64_t> words;
  for (const std::uint32_t group : groups) {
    words.insert(words.end(), codes.codes().row(group), codes.codes().row(group) + codes.words());
  }
  return words;
}

TEST(IndexFile, ALoadedIndexHasTheSameCodesAndSavesTheSameBytes) {
  const TempFolder folder;
  Rng rng(1);
  for (const std::int64_t rows : {0, 1, 1000, 200000}) {
    for (const std::int32_t bits : {1, 64, 100}) {
      const HammingIndex index = random_index(rng, rows, bits);
      save_index(index, folder.file("a"));
      const HammingIndex loaded = load_index(folder.file("a"));
      ASSERT_EQ(loaded.rows(), rows);
      ASSERT_EQ(loaded.bits(), bits);
      EXPECT_EQ(rows_of(loaded), rows_of(index));
      save_index(loaded, folder.file("b"));
      EXPECT_EQ(testing::read_bytes(folder.file("a")), testing::read_bytes(folder.file("b")));
    }
  }
}

TEST(IndexFile, AMappedIndexAnswersLikeALoadedOneAlsoAfterItsFileWasReplaced) {
  const TempFolder folder;
  Rng rng(4);
  for (const std::int64_t rows : {0, 1, 5000}) {
    const HammingIndex index = random_index(rng, rows, 100);
    save_index(index, folder.file("a"));
    const HammingIndex mapped = load_index(folder.file("a"), 1, Access::kMap);
    save_index(random_index(rng, 10, 64), folder.file("a"));
    EXPECT_EQ(rows_of(mapped), rows_of(index));
    Searcher searcher = mapped.searcher();
    searcher.reserve(20);
    EXPECT_EQ(searcher.search({.k = 20, .radius = 100}), std::min<std::int64_t>(rows, 20));
    EXPECT_TRUE(searcher.verify());
  }
}

TEST(IndexFile, EveryDamageIsRefusedWhenMapped) {
  const TempFolder folder;
  Rng rng(5);
  save_index(random_index(rng, 3, 70), folder.file("i"));
  testing::expect_damage_is_refused(
      testing::read_bytes(folder.file("i")),
      [](const std::string& path) { (void)load_index(path, 1, Access::kMap); });
}

TEST(IndexFile, EveryDamageIsRefused) {
  const TempFolder folder;
  Rng rng(2);
  save_index(random_index(rng, 3, 70), folder.file("i"));
  testing::expect_damage_is_refused(testing::read_bytes(folder.file("i")), load);
}

TEST(IndexFile, AModelIsNoIndex) {
  const TempFolder folder;
  Rng rng(3);
  save_model(testing::linear_model(rng, 2, 2), folder.file("m"));
  expect_error(ORTHANT_CORRUPT_FILE, "the file is a model, not an index",
               [&] { load(folder.file("m")); });
  save_index(random_index(rng, 1, 2), folder.file("i"));
  expect_error(ORTHANT_CORRUPT_FILE, "the file is an index, not a model",
               [&] { (void)load_model(folder.file("i")); });
}

std::string rendered(std::uint64_t rows, std::uint64_t groups, std::uint32_t bits,
                     const std::string& codes, const std::string& group_of_row = "",
                     std::uint32_t reserved = 0, std::uint32_t plan = 0, std::uint32_t chunks = 0) {
  std::string shape;
  put(shape, rows);
  put(shape, groups);
  put(shape, bits);
  put(shape, plan);
  put(shape, chunks);
  put(shape, reserved);
  return testing::render({"INDX", {{"SHAP", shape}, {"CODE", codes}, {"GRUP", group_of_row}}});
}

std::string numbers(std::initializer_list<std::uint32_t> values) {
  std::string bytes;
  for (const std::uint32_t value : values) put(bytes, value);
  return bytes;
}

// Whatever tables this machine builds of them.
TEST(IndexFile, TheStrategyAndTheChunksOfAFileAreKept) {
  const TempFolder folder;
  const std::string zeros(16, '\0');
  for (const std::uint32_t strategy : {0U, 1U, 2U}) {
    for (const std::uint32_t chunks : {0U, 1U, 5U, 63U}) {
      const std::string bytes = rendered(3, 2, 63, zeros, numbers({0, 1, 0}), 0, strategy, chunks);
      testing::write_bytes(folder.file("a"), bytes);
      save_index(load_index(folder.file("a")), folder.file("b"));
      EXPECT_EQ(testing::read_bytes(folder.file("b")), bytes) << strategy << ", " << chunks;
    }
  }
}

TEST(IndexFile, RefusesWholeFilesThatDescribeNoIndex) {
  const TempFolder folder;
  const std::string path = folder.file("i");
  const std::string zeros(16, '\0');
  const std::string high = zeros.substr(1) + "\x80";
  const std::uint64_t huge = (std::uint64_t{1} << 61) + 2;
  ASSERT_EQ(testing::complaint_about(path, rendered(2, 2, 63, zeros), load), "");
  ASSERT_EQ(testing::complaint_about(path, rendered(3, 2, 63, zeros, numbers({0, 1, 0})), load),
            "");
  const std::pair<const char*, std::string> files[] = {
      {"codes of 0 bits", rendered(2, 2, 0, zeros)},
      {"codes of 1025 bits", rendered(2, 2, 1025, zeros)},
      {"length of 3 codes", rendered(3, 3, 63, zeros)},
      {"length of 2 codes of 65 bits", rendered(2, 2, 65, zeros)},
      {"2305843009213693954 rows", rendered(huge, huge, 64, zeros)},
      {"18446744073709551615 rows", rendered(~std::uint64_t{0}, 2, 1024, zeros)},
      {"1 rows in 2 groups", rendered(1, 2, 63, zeros)},
      {"1 rows in 0 groups", rendered(1, 0, 63, "")},
      {"63 bits in code 1", rendered(2, 2, 63, high)},
      {"length of 3 values", rendered(3, 2, 63, zeros, numbers({0, 1}))},
      {"length of 0 values", rendered(2, 2, 63, zeros, numbers({0, 1}))},
      {"2 groups in the order", rendered(3, 2, 63, zeros, numbers({0, 1, 2}))},
      {"2 groups in the order", rendered(3, 2, 63, zeros, numbers({1, 0, 0}))},
      {"2 groups in the order", rendered(3, 2, 63, zeros, numbers({0, 0, 0}))},
      {"reserved field", rendered(2, 2, 63, zeros, "", 1)},
      {"the strategy 3", rendered(2, 2, 63, zeros, "", 0, 3)},
      {"64 chunks of 63 bits", rendered(2, 2, 63, zeros, "", 0, 1, 64)},
  };
  for (const auto& [complaint, bytes] : files) {
    const std::string message = testing::complaint_about(path, bytes, load);
    EXPECT_NE(message.find(complaint), std::string::npos)
        << "expected '" << complaint << "' in '" << message << "'";
  }
}

}  // namespace
}  // namespace orthant
