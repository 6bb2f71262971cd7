#include "learn/discrete/codebook.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "testing/errors.h"
#include "testing/work.h"

namespace orthant {
namespace {

Codebook draw(CodebookKind kind, std::int64_t classes, std::int64_t bits, Rng& rng) {
  return draw_codebook(kind, classes, bits, rng, testing::uncancelled_work());
}

constexpr CodebookKind kKinds[] = {CodebookKind::hadamard, CodebookKind::bernoulli,
                                   CodebookKind::distant};

std::int64_t distance(const Matrix<float>& words, std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  for (std::int64_t k = 0; k < words.columns(); ++k) sum += words(a, k) != words(b, k) ? 1 : 0;
  return sum;
}

std::int64_t distinct_columns(const Matrix<float>& words) {
  std::set<std::vector<float>> columns;
  for (std::int64_t k = 0; k < words.columns(); ++k) {
    std::vector<float> column;
    for (std::int64_t c = 0; c < words.rows(); ++c) column.push_back(words(c, k));
    columns.insert(column);
  }
  return static_cast<std::int64_t>(columns.size());
}

TEST(Codebook, EveryBuiltHadamardMatrixIsOrthogonalWithAFirstRowAndColumnOfOnes) {
  int orders = 0;
  for (std::int64_t order = 1; order <= 260; ++order) {
    if (!hadamard_order(order)) continue;
    ++orders;
    const Matrix<float> h = hadamard_matrix(order);
    for (std::int64_t i = 0; i < order; ++i) {
      EXPECT_EQ(h(i, 0), 1.0F);
      EXPECT_EQ(h(0, i), 1.0F);
      for (std::int64_t j = 0; j <= i; ++j) {
        float sum = 0.0F;
        for (std::int64_t k = 0; k < order; ++k) sum += h(i, k) * h(j, k);
        ASSERT_EQ(sum, i == j ? static_cast<float>(order) : 0.0F) << order;
      }
    }
  }
  EXPECT_GT(orders, 30);
}

TEST(Codebook, KnowsItsHadamardOrders) {
  for (const std::int64_t order : {1, 2, 4, 8, 12, 16, 20, 24, 32, 40, 44, 48, 64, 96, 128, 1024}) {
    EXPECT_TRUE(hadamard_order(order)) << order;
  }
  for (const std::int64_t order : {-4, 0, 3, 5, 6, 10, 18, 22, 25, 30, 65, 100, 1023}) {
    EXPECT_FALSE(hadamard_order(order)) << order;
  }
}

TEST(Codebook, Oracle12HadamardWordsLieAtExactlyHalfTheBits) {
  Rng rng(3);
  for (const std::int64_t bits : {12, 16, 24, 32, 64}) {
    for (const std::int64_t classes : {std::int64_t{2}, std::int64_t{10}, bits - 1, bits}) {
      const Codebook book = draw(CodebookKind::hadamard, classes, bits, rng);
      EXPECT_EQ(book.least_distance, bits / 2);
      for (std::int64_t a = 0; a < classes; ++a) {
        for (std::int64_t b = 0; b < a; ++b) EXPECT_EQ(distance(book.words, a, b), bits / 2);
      }
    }
  }
}

TEST(Codebook, Oracle12TheNumberOfDistinctColumnsIsReported) {
  Rng rng(4);
  for (const CodebookKind kind : kKinds) {
    const Codebook book = draw(kind, 10, 64, rng);
    EXPECT_EQ(book.distinct_columns, distinct_columns(book.words));
    EXPECT_LE(draw(kind, 3, 16, rng).distinct_columns, 8) << "2^3 columns and no more";
  }
  EXPECT_EQ(draw(CodebookKind::hadamard, 3, 16, rng).distinct_columns, 8);
}

// The first ten rows of a Sylvester matrix have 16 distinct columns, whatever its order.
TEST(Codebook, TenHadamardWordsOf64BitsRepeatNoColumn) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Rng rng(seed);
    EXPECT_EQ(draw(CodebookKind::hadamard, 10, 64, rng).distinct_columns, 64);
  }
}

TEST(Codebook, TwiceTheBitsAreTheMostHadamardWords) {
  Rng rng(5);
  const Codebook book = draw(CodebookKind::hadamard, 32, 16, rng);
  EXPECT_EQ(book.least_distance, 8);
  EXPECT_EQ(distance(book.words, 0, 16), 16) << "a word and its negative";
  testing::expect_error(ORTHANT_INVALID_ARGUMENT,
                        "a Hadamard codebook of 16 bits has 32 words, the labels have 33 classes",
                        [&] { (void)draw(CodebookKind::hadamard, 33, 16, rng); });
}

TEST(Codebook, ALengthWithoutAHadamardMatrixIsRefusedWithWhatToUse) {
  Rng rng(6);
  testing::expect_error(ORTHANT_INVALID_ARGUMENT,
                        "no Hadamard codebook of 30 bits: use 24 or 32 bits, or codebook 1",
                        [&] { (void)draw(CodebookKind::hadamard, 5, 30, rng); });
}

TEST(Codebook, DistantWordsAreFartherApartThanBernoulliWords) {
  std::int64_t distant = 0;
  std::int64_t bernoulli = 0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Rng rng(seed);
    distant += draw(CodebookKind::distant, 20, 48, rng).least_distance;
    bernoulli += draw(CodebookKind::bernoulli, 20, 48, rng).least_distance;
  }
  EXPECT_GT(distant, bernoulli + 5);
}

TEST(Codebook, TheLeastDistanceIsThatOfTheNearestTwoWords) {
  Rng rng(7);
  for (const CodebookKind kind : kKinds) {
    const Codebook book = draw(kind, 20, 40, rng);
    std::int64_t least = 40;
    for (std::int64_t a = 0; a < 20; ++a) {
      for (std::int64_t b = 0; b < a; ++b) least = std::min(least, distance(book.words, a, b));
    }
    EXPECT_EQ(book.least_distance, least);
  }
}

TEST(Codebook, MoreClassesThanWordsRepeatWords) {
  Rng rng(8);
  for (const CodebookKind kind : {CodebookKind::bernoulli, CodebookKind::distant}) {
    EXPECT_EQ(draw(kind, 20, 2, rng).least_distance, 0);
  }
}

TEST(Codebook, TooManyDistantWordsAreRefused) {
  Rng rng(9);
  testing::expect_error(ORTHANT_INVALID_ARGUMENT,
                        "at most 16384 words, the labels have 16385 classes",
                        [&] { (void)draw(CodebookKind::distant, kMostDistantWords + 1, 8, rng); });
}

// Repeated columns are what Hadamard rows are drawn again for: random ones are drawn once, as they
// are, and the generator is left where one draw leaves it.
TEST(Codebook, RandomWordsAreDrawnOnceWhateverColumnsTheyRepeat) {
  Rng rng(12);
  Rng same(12);
  const Codebook book = draw(CodebookKind::bernoulli, 4, 64, rng);
  EXPECT_LE(book.distinct_columns, 16);
  for (std::int64_t i = 0; i < 4 * 64; ++i) {
    ASSERT_EQ(book.words.data()[i], static_cast<float>(same.sign()));
  }
  EXPECT_EQ(rng.next(), same.next());
}

TEST(Codebook, IsCancelledWhileWordsAreSought) {
  const std::atomic<bool> cancelled{true};
  const Work work(1, cancelled);
  Rng rng(13);
  for (const CodebookKind kind : kKinds) {
    testing::expect_error(ORTHANT_CANCELLED, "cancelled",
                          [&] { (void)draw_codebook(kind, 8, 32, rng, work); });
  }
}

TEST(Codebook, TheSameSeedGivesTheSameWords) {
  for (const CodebookKind kind : kKinds) {
    Rng a(10);
    Rng b(10);
    Rng c(11);
    const Matrix<float> first = draw(kind, 8, 32, a).words;
    const Matrix<float> same = draw(kind, 8, 32, b).words;
    const Matrix<float> other = draw(kind, 8, 32, c).words;
    EXPECT_TRUE(std::equal(first.data(), first.data() + 256, same.data()));
    EXPECT_FALSE(std::equal(first.data(), first.data() + 256, other.data()));
  }
}

TEST(Codebook, SeveralLabelsTakeTheMajorityOfTheirWordsAndATieGoesToTheFirst) {
  Matrix<float> words(3, 2);
  words(0, 0) = words(0, 1) = words(1, 1) = words(2, 1) = 1.0F;
  words(1, 0) = words(2, 0) = -1.0F;
  const Labels labels({0, 1, 0, 0, 1, 2}, {0, 1, 3, 6}, 3);
  const Matrix<float> codes = words_of_rows(labels, words.view());
  EXPECT_EQ(codes(0, 0), 1.0F);
  EXPECT_EQ(codes(1, 0), -1.0F) << "labels 1 and 0 tie";
  EXPECT_EQ(codes(2, 0), -1.0F) << "two against one";
  EXPECT_EQ(codes(2, 1), 1.0F);
}

}  // namespace
}  // namespace orthant
