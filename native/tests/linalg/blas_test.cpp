#include "linalg/blas.h"

#include <gtest/gtest.h>

#include <atomic>
#include <limits>
#include <thread>
#include <vector>

#include "linalg/naive_linalg.h"
#include "testing/errors.h"

// The seam hides OpenBLAS's header; these two are enough to see what the guard does.
extern "C" {
int openblas_get_num_threads(void);
void openblas_set_num_threads(int threads);
}

namespace orthant {
namespace {

using naive::Dense;
using naive::largest_difference;
using naive::to_matrix;
using naive::transposed;

TEST(Blas, ProductsEqualPlainLoops) {
  Rng rng(1);
  const Dense a = naive::random(7, 5, rng);
  const Dense b = naive::random(5, 9, rng);
  const Matrix<double> am = to_matrix<double>(a);
  const Matrix<double> bm = to_matrix<double>(b);
  const Matrix<double> at = to_matrix<double>(transposed(a));
  const Matrix<double> bt = to_matrix<double>(transposed(b));
  const Dense expected = a * b;
  EXPECT_LT(largest_difference(Dense(multiply(am.view(), bm.view()).view()), expected), 1e-13);
  EXPECT_LT(largest_difference(Dense(multiply_transposed(am.view(), bt.view()).view()), expected),
            1e-13);
  EXPECT_LT(largest_difference(Dense(transposed_multiply(at.view(), bm.view()).view()), expected),
            1e-13);
  Matrix<double> out(7, 9);
  multiply_into(am.view(), bm.view(), out.data());
  EXPECT_LT(largest_difference(Dense(out.view()), expected), 1e-13);
  multiply_transposed_into(am.view(), bt.view(), out.data());
  EXPECT_LT(largest_difference(Dense(out.view()), expected), 1e-13);
}

TEST(Blas, AddingAProductKeepsWhatWasThere) {
  Rng rng(2);
  const Dense a = naive::random(6, 2, rng);
  const Dense b = naive::random(6, 3, rng);
  Matrix<double> out(2, 5);  // the product goes into columns 1 to 3
  for (double* value = out.data(); value != out.data() + 10; ++value) *value = 1.0;
  add_transposed_multiply(to_matrix<double>(a).view(), to_matrix<double>(b).view(), out.data() + 1,
                          5);
  const Dense product = transposed(a) * b;
  for (std::int64_t i = 0; i < 2; ++i) {
    EXPECT_EQ(out(i, 0), 1.0);
    EXPECT_EQ(out(i, 4), 1.0);
    for (std::int64_t j = 0; j < 3; ++j) {
      EXPECT_NEAR(out(i, j + 1),
                  1.0 + product(static_cast<std::size_t>(i), static_cast<std::size_t>(j)), 1e-13);
    }
  }
}

TEST(Blas, EmptyOperandsGiveZeros) {
  const Matrix<double> none(0, 3);
  const Matrix<double> product = transposed_multiply(none.view(), none.view());
  EXPECT_EQ(product.rows(), 3);
  EXPECT_EQ(naive::squared_norm(Dense(product.view())), 0.0);
}

TEST(Blas, CholeskySolvesAndRefusesWhatIsNotPositiveDefinite) {
  Rng rng(3);
  const Dense root = naive::random(8, 5, rng);
  const Dense gram = transposed(root) * root;
  const Dense right = naive::random(5, 4, rng);
  Matrix<double> factor = to_matrix<double>(gram);
  ASSERT_TRUE(factor_cholesky(factor));
  Matrix<double> solution = to_matrix<double>(right);
  solve_cholesky(factor, solution);
  EXPECT_LT(largest_difference(Dense(solution.view()), naive::solve(gram, right)), 1e-11);

  Matrix<double> indefinite(2, 2);
  indefinite(0, 0) = 1.0;
  indefinite(1, 1) = -1.0;
  EXPECT_FALSE(factor_cholesky(indefinite));
  Matrix<double> zero(3, 3);
  EXPECT_FALSE(factor_cholesky(zero));
  Matrix<double> nearly_singular(2, 2);
  nearly_singular(0, 0) = 1.0;
  nearly_singular(1, 1) = 1e-17;
  EXPECT_FALSE(factor_cholesky(nearly_singular));
  Matrix<double> not_finite(2, 2);
  not_finite(0, 0) = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(factor_cholesky(not_finite));
}

// u diag(values) v^T
Dense composed(const ThinSvd& svd) {
  Dense scaled(svd.u.view());
  for (std::size_t i = 0; i < scaled.rows(); ++i) {
    for (std::size_t j = 0; j < scaled.columns(); ++j) scaled(i, j) *= svd.values[j];
  }
  return scaled * Dense(svd.vt.view());
}

void expect_thin_svd(const Dense& a) {
  const ThinSvd svd = thin_svd(to_matrix<double>(a).view());
  const std::size_t k = std::min(a.rows(), a.columns());
  EXPECT_LT(largest_difference(composed(svd), a), 1e-12);
  const Dense u(svd.u.view());
  const Dense vt(svd.vt.view());
  EXPECT_LT(largest_difference(transposed(u) * u, naive::identity(k)), 1e-12);
  EXPECT_LT(largest_difference(vt * transposed(vt), naive::identity(k)), 1e-12);
  EXPECT_TRUE(std::is_sorted(svd.values.rbegin(), svd.values.rend()));
}

TEST(Blas, ThinSvdOfEveryShape) {
  Rng rng(4);
  for (const auto& [rows, columns] :
       {std::pair<std::size_t, std::size_t>{6, 6}, {9, 4}, {4, 9}, {1, 5}, {5, 1}}) {
    expect_thin_svd(naive::random(rows, columns, rng));
  }
  expect_thin_svd(naive::random(7, 2, rng) * naive::random(2, 6, rng));  // rank 2
  expect_thin_svd(Dense(5, 3));                                          // rank 0
}

TEST(Blas, SymmetricEigenEqualsJacobi) {
  Rng rng(5);
  const Dense root = naive::random(12, 6, rng);
  const Dense gram = transposed(root) * root;
  const SymmetricEigen eigen = symmetric_eigen(to_matrix<double>(gram));
  const naive::Eigen expected = naive::eigen_of_gram(gram);
  const Dense vectors(eigen.vectors.view());
  for (std::size_t i = 0; i < 6; ++i) EXPECT_NEAR(eigen.values[i], expected.values[i], 1e-10);
  EXPECT_LT(largest_difference(vectors, naive::with_signs_of(expected.vectors, vectors)), 1e-9);
}

TEST(Blas, NonFiniteOperandsFailTheTraining) {
  Matrix<double> a(2, 2);
  a(1, 0) = std::numeric_limits<double>::infinity();
  testing::expect_error(ORTHANT_TRAINING_FAILED, "singular value",
                        [&] { (void)thin_svd(a.view()); });
}

TEST(Blas, GuardsNestAndRestoreTheNumberOfThreads) {
  const int before = openblas_get_num_threads();
  openblas_set_num_threads(2);
  {
    const SingleThreadedBlas outer;
    EXPECT_EQ(openblas_get_num_threads(), 1);
    {
      const SingleThreadedBlas inner;
      EXPECT_EQ(openblas_get_num_threads(), 1);
    }
    EXPECT_EQ(openblas_get_num_threads(), 1);
  }
  EXPECT_EQ(openblas_get_num_threads(), 2);
  openblas_set_num_threads(before);
}

TEST(Blas, DescriptionNamesTheLibraryAndAVersion) {
  const std::string description = blas_description();
  EXPECT_EQ(description.rfind("OpenBLAS ", 0), 0U) << description;
  EXPECT_NE(description.find('.'), std::string::npos) << description;
}

// LAPACK would take too little workspace; nothing of the matrix is read.
TEST(Blas, SidesThatLapackCannotCountAreRefused) {
  const double nothing = 0.0;
  testing::expect_error(ORTHANT_INVALID_ARGUMENT, "side 23170: the limit is 23169", [&] {
    (void)thin_svd({&nothing, 23170, 40000});
  });
  testing::expect_error(ORTHANT_INVALID_ARGUMENT, "side 32767: the limit is 32766",
                        [] { require_eigen_side(32767); });
}

// OpenBLAS complains on stderr about more than 128 calls at once and dies of some more.
TEST(Blas, ManyThreadsMayCallAtOnce) {
  constexpr int kThreads = 200;
  const SingleThreadedBlas single;
  const Matrix<double> a(256, 256);
  std::atomic<int> ready{0};
  const auto work = [&] {
    Matrix<double> out(256, 256);
    for (++ready; ready < kThreads;) std::this_thread::yield();
    for (int i = 0; i < 5; ++i) multiply_into(a.view(), a.view(), out.data());
  };
  ::testing::internal::CaptureStderr();
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace orthant
