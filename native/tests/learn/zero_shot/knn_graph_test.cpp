#include "learn/zero_shot/knn_graph.h"

#include <gtest/gtest.h>

#include "learn/naive_data.h"
#include "learn/zero_shot/naive_graph.h"
#include "testing/work.h"

namespace orthant {
namespace {

using naive::Dense;
using naive::largest_difference;
using testing::uncancelled_work;

TEST(KnnGraph, EqualsTheFullMatrix) {
  const testing::TrainingSet set = testing::small_set(1, 700);
  const Dense l = naive::normalised_laplacian(Dense(set.features.view()), 5);
  Rng rng(2);
  const Dense x = naive::random(700, 3, rng);
  const Matrix<float> x_float = naive::to_matrix<float>(x);
  for (const int threads : {1, 3}) {
    const KnnGraph graph(set.features.view(), 5, uncancelled_work(threads));
    const Matrix<double> product =
        graph.laplacian_times(naive::to_matrix<double>(x).view(), uncancelled_work(threads));
    EXPECT_LT(largest_difference(Dense(product.view()), l * x), 1e-9);
    const Matrix<double> of_float =
        graph.laplacian_times(x_float.view(), uncancelled_work(threads));
    EXPECT_LT(largest_difference(Dense(of_float.view()), l * Dense(x_float.view())), 1e-9);
  }
}

TEST(KnnGraph, MoreNeighboursThanRowsMeansAllOthers) {
  const testing::TrainingSet set = testing::small_set(3, 4);
  const KnnGraph graph(set.features.view(), 1000, uncancelled_work());
  const Dense l = naive::normalised_laplacian(Dense(set.features.view()), 3);
  const Matrix<double> x = naive::to_matrix<double>(naive::identity(4));
  const Matrix<double> product = graph.laplacian_times(x.view(), uncancelled_work());
  EXPECT_LT(largest_difference(Dense(product.view()), l), 1e-9);
}

TEST(KnnGraph, DuplicateRowsGiveFiniteWeights) {
  const Matrix<float> equal(10, 3);  // all rows zero
  const KnnGraph graph(equal.view(), 5, uncancelled_work());
  const Matrix<double> x = naive::to_matrix<double>(naive::identity(10));
  const Dense l(graph.laplacian_times(x.view(), uncancelled_work()).view());
  EXPECT_EQ(largest_difference(l, naive::transposed(l)), 0.0);
  for (std::size_t i = 0; i < 10; ++i) EXPECT_EQ(l(i, i), 1.0);
}

// A single row has no neighbours.
TEST(KnnGraph, ASingleRowHasTheLaplacianOne) {
  Matrix<float> row(1, 2);
  row(0, 0) = 1.0F;
  const KnnGraph graph(row.view(), 5, uncancelled_work());
  EXPECT_EQ(graph.laplacian_times(row.view(), uncancelled_work())(0, 0), 1.0);
}

}  // namespace
}  // namespace orthant
