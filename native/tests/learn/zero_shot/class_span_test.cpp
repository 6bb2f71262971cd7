#include "learn/zero_shot/class_span.h"

#include <gtest/gtest.h>

#include "learn/class_vectors.h"
#include "learn/naive_data.h"

namespace orthant {
namespace {

using naive::Dense;

TEST(ClassSpan, CoordinatesKeepTheInnerProductsOfTheSeenVectors) {
  const testing::TrainingSet set = testing::small_set(1);
  const TrainingData data{set.features.view(), set.label_sets(), set.semantics.clone()};
  const Matrix<double> vectors = centred_class_vectors(data).vectors;
  const ClassSpan span = span_of_vectors(data, vectors.view());
  EXPECT_EQ(span.seen, (std::vector<std::int64_t>{0, 1, 2, 3}));
  const Dense seen(vectors.view().block(0, 4));
  const Dense inner = seen * naive::transposed(seen);
  const Dense a(span.coordinates.view());
  const Dense q(span.basis.view());
  EXPECT_LT(naive::largest_difference(a * naive::transposed(a), inner), 1e-6);
  EXPECT_LT(naive::largest_difference(a * q, seen), 1e-6);
  EXPECT_LT(naive::largest_difference(q * naive::transposed(q), naive::identity(q.rows())), 1e-9);
  const Dense shares = naive::solve(naive::plus(inner, 0.1, naive::identity(4)), seen);
  EXPECT_LT(naive::largest_difference(Dense(span.shares.view()), shares), 1e-9);
}

}  // namespace
}  // namespace orthant
