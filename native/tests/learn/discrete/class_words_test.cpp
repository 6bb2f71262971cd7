#include "learn/discrete/class_words.h"

#include <gtest/gtest.h>

#include "learn/naive_data.h"
#include "testing/errors.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;

// Oracle 3 for W, with one label a row and with several; a class without rows has the word 0.
TEST(ClassWords, Oracle3AreTheRidgeSolution) {
  for (const bool several : {false, true}) {
    const testing::TrainingSet set = testing::small_set(1, 90, several);
    const Labels labels = set.label_sets();
    const Work work = testing::uncancelled_work();
    Rng rng(2);
    const Matrix<float> codes = naive::to_matrix<float>(naive::random(90, 6, rng));
    ClassWords words(labels, 0.7, "lambda");
    words.fit(codes.view(), work);
    const Dense y = set.weights(false);
    const Dense b(codes.view());
    const Dense yt = naive::transposed(y);
    const Dense w = naive::solve(naive::plus(yt * y, 0.7, naive::identity(y.columns())), yt * b);
    EXPECT_LT(naive::largest_difference(Dense(words.words().view()), w), 1e-12);
    Matrix<double> of_rows(90, 6);
    words.of_rows(0, 40, of_rows.data());
    words.of_rows(40, 90, of_rows.row(40).data());
    EXPECT_LT(naive::largest_difference(Dense(of_rows.view()), y * w), 1e-12);
    const auto value = [&](const Dense& v) {
      return naive::squared_norm(naive::plus(b, -1.0, y * v)) + 0.7 * naive::squared_norm(v);
    };
    EXPECT_NEAR(words.objective(codes.view(), work), value(w), 1e-9);
    for (int i = 0; i < 50; ++i) {
      EXPECT_GT(value(naive::plus(w, 1e-3, naive::random(w.rows(), w.columns(), rng))), value(w));
    }
    for (std::size_t k = 0; k < 6; ++k) EXPECT_EQ(words.words()(4, k), 0.0);
  }
}

TEST(ClassWords, TooManyClassesAreRefusedWhereRowsHaveSeveralLabels) {
  const Labels labels({0, 1, 2}, {0, 2, 3}, ClassWords::kMostClasses + 1);
  testing::expect_error(ORTHANT_INVALID_ARGUMENT, "at most 8192; use sdh or scdh",
                        [&] { const ClassWords words(labels, 1.0, "lambda"); });
  const Labels single({0, 1, 2}, {0, 1, 2, 3}, ClassWords::kMostClasses + 1);
  EXPECT_NO_THROW(ClassWords(single, 1.0, "lambda"));
}

}  // namespace
}  // namespace orthant
