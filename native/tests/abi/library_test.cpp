#include <cstdint>
#include <limits>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "orthant/orthant.h"
#include "testing/toy_set.h"

namespace {

using orthant::testing::Owned;

TEST(AbiLibrary, NamesVersionAndTiers) {
  int dots = 0;
  for (const char letter : std::string(orthant_version())) {
    EXPECT_TRUE(letter == '.' || (letter >= '0' && letter <= '9')) << orthant_version();
    dots += letter == '.' ? 1 : 0;
  }
  EXPECT_EQ(dots, 2);
  std::set<std::string> tiers;
  std::istringstream list(orthant_simd_tiers());
  for (std::string tier; std::getline(list, tier, ',');) tiers.insert(tier);
  EXPECT_TRUE(tiers.contains("scalar"));
  EXPECT_TRUE(tiers.contains(orthant_simd_tier()));
  orthant_error error;
  EXPECT_EQ(orthant_simd_check(&error), ORTHANT_OK) << error.message;
}

TEST(AbiLibrary, AMatrixIsZeroedAlignedAndWithoutGaps) {
  const Owned<orthant_matrix> matrix(orthant_matrix_new(5, 3, nullptr));
  ASSERT_NE(matrix, nullptr);
  float* first = orthant_matrix_row(matrix.get(), 0);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(first) % 64, 0U);
  EXPECT_EQ(orthant_matrix_row(matrix.get(), 4), first + 12);
  for (int i = 0; i < 15; ++i) EXPECT_EQ(first[i], 0.0F);
}

TEST(AbiLibrary, RefusesMatricesThatCannotBe) {
  struct Case {
    std::int64_t rows;
    std::int32_t columns;
    std::int32_t status;
    const char* part;
  };
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  const Case cases[] = {
      {0, 1, ORTHANT_INVALID_ARGUMENT, "rows must be between 1 and"},
      {-3, 1, ORTHANT_INVALID_ARGUMENT, "got -3"},
      {1, 0, ORTHANT_INVALID_ARGUMENT, "columns must be between 1 and"},
      {1, std::numeric_limits<std::int32_t>::min(), ORTHANT_INVALID_ARGUMENT, "got -2147483648"},
      {kMost, 2, ORTHANT_INVALID_ARGUMENT, "exceed"},
      {kMost / 2, 1, ORTHANT_INVALID_ARGUMENT, "exceed"},
      {kMost / 8, 1, ORTHANT_OUT_OF_MEMORY, "memory"},
  };
  for (const Case& c : cases) {
#if defined(__SANITIZE_ADDRESS__)
    if (c.status == ORTHANT_OUT_OF_MEMORY) continue;  // it ends the program instead
#endif
    orthant_error error;
    EXPECT_EQ(orthant_matrix_new(c.rows, c.columns, &error), nullptr);
    EXPECT_EQ(error.status, c.status) << error.message;
    EXPECT_NE(std::string(error.message).find(c.part), std::string::npos) << error.message;
    EXPECT_EQ(orthant_matrix_new(c.rows, c.columns, nullptr), nullptr);
  }
}

TEST(AbiLibrary, FreeingNullIsAllowed) {
  orthant_matrix_free(nullptr);
  orthant_training_free(nullptr);
  orthant_sums_free(nullptr);
  orthant_model_free(nullptr);
  orthant_encoder_free(nullptr);
  orthant_index_free(nullptr);
  orthant_filter_free(nullptr);
  orthant_searcher_free(nullptr);
  orthant_batch_free(nullptr);
  orthant_mutable_index_free(nullptr);
  orthant_folder_report_free(nullptr);
}

}  // namespace
