#include "store/index_file.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "encode/hash_model.h"
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

LinearScan random_index(Rng& rng, std::int64_t rows, std::int32_t bits) {
  return {testing::random_codes(rng, rows, bits).data(), rows, bits};
}

TEST(IndexFile, ALoadedIndexHasTheSameCodesAndSavesTheSameBytes) {
  const TempFolder folder;
  Rng rng(1);
  for (const std::int64_t rows : {0, 1, 1000, 200000}) {
    for (const std::int32_t bits : {1, 64, 100}) {
      const LinearScan index = random_index(rng, rows, bits);
      save_index(index, folder.file("a"));
      const auto loaded = load_index(folder.file("a"));
      ASSERT_EQ(loaded->rows(), rows);
      ASSERT_EQ(loaded->bits(), bits);
      EXPECT_TRUE(
          std::equal(index.codes().data(), index.codes().row(rows), loaded->codes().data()));
      save_index(*loaded, folder.file("b"));
      EXPECT_EQ(testing::read_bytes(folder.file("a")), testing::read_bytes(folder.file("b")));
    }
  }
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

std::string rendered(std::uint64_t rows, std::uint32_t bits, const std::string& codes,
                     std::uint32_t reserved = 0) {
  std::string shape;
  put(shape, rows);
  put(shape, bits);
  put(shape, reserved);
  return testing::render({"INDX", {{"SCAN", shape}, {"CODE", codes}}});
}

TEST(IndexFile, RefusesWholeFilesThatDescribeNoIndex) {
  const TempFolder folder;
  const std::string path = folder.file("i");
  const std::string zeros(16, '\0');
  const std::string high = zeros.substr(1) + "\x80";
  ASSERT_EQ(testing::complaint_about(path, rendered(2, 63, zeros), load), "");
  const std::pair<const char*, std::string> files[] = {
      {"codes of 0 bits", rendered(2, 0, zeros)},
      {"codes of 1025 bits", rendered(2, 1025, zeros)},
      {"length of 3 codes", rendered(3, 63, zeros)},
      {"length of 2 codes of 65 bits", rendered(2, 65, zeros)},
      {"length of 2305843009213693954 codes", rendered((std::uint64_t{1} << 61) + 2, 64, zeros)},
      {"length of 18446744073709551615 codes", rendered(~std::uint64_t{0}, 1024, zeros)},
      {"63 bits in row 1", rendered(2, 63, high)},
      {"reserved field", rendered(2, 63, zeros, 1)},
  };
  for (const auto& [complaint, bytes] : files) {
    const std::string message = testing::complaint_about(path, bytes, load);
    EXPECT_NE(message.find(complaint), std::string::npos)
        << "expected '" << complaint << "' in '" << message << "'";
  }
}

}  // namespace
}  // namespace orthant
