#include "learn/discrete/sign_sums.h"

#include <gtest/gtest.h>

#include <vector>

#include "learn/discrete/discrete_codes.h"
#include "linalg/naive_linalg.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;
using naive::largest_difference;
using testing::uncancelled_work;

TEST(SignSums, TheGramMatrixEqualsThePlainLoops) {
  Rng rng(1);
  for (const std::int64_t rows : {1, 63, 64, 65, 300, 5000}) {
    for (const std::int64_t bits : {1, 17, 64, 300}) {
      const Matrix<float> codes = random_signs(rows, bits, rng);
      const Dense b(codes.view());
      const Dense expected = naive::transposed(b) * b;
      for (const int threads : {1, 3}) {
        const Matrix<double> gram = sign_gram(codes.view(), uncancelled_work(threads));
        ASSERT_EQ(largest_difference(Dense(gram.view()), expected), 0.0) << rows << " x " << bits;
      }
      if (rows == 5000) break;  // plain loops are slow
    }
  }
}

// Rows of none to three labels; classes without rows.
TEST(SignSums, ClassSumsEqualThePlainLoops) {
  Rng rng(2);
  for (const std::int64_t rows : {1, 64, 500}) {
    for (const std::int32_t classes : {3, 700}) {
      const Matrix<float> codes = random_signs(rows, 33, rng);
      std::vector<std::int32_t> labels;
      std::vector<std::int64_t> offsets{0};
      Dense expected(static_cast<std::size_t>(classes), 33);
      for (std::int64_t i = 0; i < rows; ++i) {
        for (std::int32_t c = static_cast<std::int32_t>(rng.below(3)); c < classes;
             c += 1 + static_cast<std::int32_t>(rng.below(400))) {
          labels.push_back(c);
          for (std::size_t k = 0; k < 33; ++k) {
            expected(static_cast<std::size_t>(c), k) += codes(i, static_cast<std::int64_t>(k));
          }
        }
        offsets.push_back(static_cast<std::int64_t>(labels.size()));
      }
      const Matrix<double> sums =
          sign_class_sums(codes.view(), Labels(labels, offsets, classes), uncancelled_work(2));
      ASSERT_EQ(largest_difference(Dense(sums.view()), expected), 0.0)
          << rows << " rows, " << classes << " classes";
    }
  }
}

}  // namespace
}  // namespace orthant
