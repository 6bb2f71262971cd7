#include "learn/discrete/lfh.h"

#include <gtest/gtest.h>

#include <bit>
#include <vector>

#include "learn/classes_apart.h"

namespace orthant {
namespace {

TEST(Lfh, TheLastValueLiesBelowTheFirst) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const testing::Trained trained =
        testing::train("lfh", testing::small_set(seed, 400, seed % 2 == 0), {{"bits", 24}});
    ASSERT_EQ(trained.objective.size(), 50U);
    EXPECT_LT(trained.objective.back(), trained.objective.front()) << seed;
  }
}

// 40 classes of 20 rows, far apart.
testing::TrainingSet many_classes(std::uint64_t seed) {
  constexpr std::int64_t kDimension = 32;
  constexpr std::int32_t kClasses = 40;
  Rng rng(seed);
  const naive::Dense centres = naive::random(kClasses, kDimension, rng);
  testing::TrainingSet set;
  set.classes = kClasses;
  set.features = Matrix<float>(20 * kClasses, kDimension);
  set.semantics = Matrix<float>(kClasses, 1);
  set.offsets.push_back(0);
  for (std::int64_t i = 0; i < set.features.rows(); ++i) {
    set.labels.push_back(static_cast<std::int32_t>(i % kClasses));
    set.offsets.push_back(i + 1);
    for (std::int64_t j = 0; j < kDimension; ++j) {
      const double centre =
          centres(static_cast<std::size_t>(i % kClasses), static_cast<std::size_t>(j));
      set.features(i, j) = static_cast<float>(centre + 0.2 * rng.normal());
    }
  }
  return set;
}

// Mean average precision of each row among all, rows at the same distance at their worst order.
double worst_map(const PackedCodes& codes, const testing::TrainingSet& set) {
  double sum = 0.0;
  for (std::int64_t q = 0; q < codes.rows(); ++q) {
    std::vector<double> all(65);
    std::vector<double> relevant(65);
    for (std::int64_t i = 0; i < codes.rows(); ++i) {
      const auto distance =
          static_cast<std::size_t>(std::popcount(codes.row(q)[0] ^ codes.row(i)[0]));
      all[distance] += 1.0;
      if (set.labels[static_cast<std::size_t>(q)] == set.labels[static_cast<std::size_t>(i)]) {
        relevant[distance] += 1.0;
      }
    }
    double precision = 0.0;
    double rows = 0.0;
    double found = 0.0;
    for (std::size_t d = 0; d < all.size(); ++d) {
      rows += all[d];
      found += relevant[d];
      if (relevant[d] > 0.0) precision += relevant[d] * found / rows;
    }
    sum += precision / found;
  }
  return sum / static_cast<double>(codes.rows());
}

// Nearly all pairs are dissimilar there: the published step, taken whole, sends all rows to one
// code.
TEST(Lfh, TellsTensOfClassesApart) {
  const testing::TrainingSet set = many_classes(7);
  for (const double bits : {32.0, 64.0}) {
    const testing::Trained trained = testing::train("lfh", set, {{"bits", bits}, {"anchors", 200}});
    EXPECT_LT(trained.objective.back(), trained.objective.front());
    for (std::size_t i = 1; i < trained.objective.size(); ++i) {
      EXPECT_LE(trained.objective[i], trained.objective[i - 1]);
    }
    EXPECT_GT(worst_map(encode_all(*trained.model, set.features.view(), 1), set), 0.9) << bits;
  }
}

TEST(Lfh, TheModelHashesTrainingRowsOfAClassAlike) {
  const testing::TrainingSet set = testing::small_set(6, 400);
  for (const double anchors : {0.0, 100.0}) {
    SCOPED_TRACE(anchors);
    testing::expect_classes_apart(
        testing::train("lfh", set, {{"bits", 32}, {"anchors", anchors}, {"ridge", 1}}), set);
  }
}

}  // namespace
}  // namespace orthant
