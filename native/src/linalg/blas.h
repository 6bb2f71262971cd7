// The seam to BLAS and LAPACK: blas.cpp is the only file that includes their headers. All in
// double, row-major, on the calling thread; parallelism is ours (linalg/tall.h). The same operands
// give the same bits again on the same processor. A matrix side above 2^31 - 1 is refused. Any
// number of threads; at most 64 are in OpenBLAS at once, the others wait.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/matrix.h"

namespace orthant {

// While one of these lives, OpenBLAS runs on the calling thread alone; when the last one goes, the
// number of threads that it had before comes back. The setting is global to the process, hence the
// count.
class SingleThreadedBlas {
 public:
  SingleThreadedBlas();
  ~SingleThreadedBlas();
  SingleThreadedBlas(const SingleThreadedBlas&) = delete;
  SingleThreadedBlas& operator=(const SingleThreadedBlas&) = delete;
};

// Name, version and the processor core in use, for example "OpenBLAS 0.3.31 SkylakeX".
[[nodiscard]] std::string blas_description();

[[nodiscard]] Matrix<double> multiply(MatrixView<double> a, MatrixView<double> b);  // a b
[[nodiscard]] Matrix<double> multiply_transposed(MatrixView<double> a,
                                                 MatrixView<double> b);  // a b^T
[[nodiscard]] Matrix<double> transposed_multiply(MatrixView<double> a,
                                                 MatrixView<double> b);  // a^T b

// out = a b and out = a b^T, where `out` has the result's rows without gaps.
void multiply_into(MatrixView<double> a, MatrixView<double> b, double* out);
void multiply_transposed_into(MatrixView<double> a, MatrixView<double> b, double* out);
// out += a^T b, where the rows of `out` begin `stride` values apart.
void add_transposed_multiply(MatrixView<double> a, MatrixView<double> b, double* out,
                             std::int64_t stride);
// The lower triangle of out += a^T a.
void add_gram(MatrixView<double> a, double* out, std::int64_t stride);

// a = L L^T for a symmetric a; L lies in the lower triangle afterwards. False: not positive
// definite, or so close to it that solutions would have no correct digit (reciprocal condition
// below 1e-15).
[[nodiscard]] bool factor_cholesky(Matrix<double>& a);
// b <- a^-1 b with the factor of a (m x m); b is m x k.
void solve_cholesky(const Matrix<double>& factor, Matrix<double>& b);

// a = u diag(values) v^T; k = min(rows, columns), at most 23,169; values fall. dgesdd.
struct ThinSvd {
  Matrix<double> u;            // rows x k
  std::vector<double> values;  // k
  Matrix<double> vt;           // k x columns
};
[[nodiscard]] ThinSvd thin_svd(MatrixView<double> a);
[[nodiscard]] ThinSvd thin_svd(Matrix<double> a);  // without a copy of it

// a v_i = values_i v_i for a symmetric a; values fall; row i of `vectors` is v_i, unit length.
// dsyevd. Sides above 32,766 are refused; `require_eigen_side` says so before work is done on `a`.
struct SymmetricEigen {
  std::vector<double> values;
  Matrix<double> vectors;
};
[[nodiscard]] SymmetricEigen symmetric_eigen(Matrix<double> a);
void require_eigen_side(std::int64_t side);

}  // namespace orthant
