#include "linalg/blas.h"

#include <cblas.h>
#include <lapacke.h>

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <new>

#include "base/error.h"

namespace orthant {
namespace {

struct BlasThreads {
  std::mutex mutex;
  std::int64_t users = 0;
  int before = 1;
};

BlasThreads& blas_threads() {
  static BlasThreads state;
  return state;
}

// A call to OpenBLAS. It keeps a table of the calls that run at once, 128 of them in common builds:
// beyond that it writes to stderr, and a few hundred more end the process.
class BlasCall {
 public:
  BlasCall() {
    std::unique_lock lock(slots().mutex);
    slots().freed.wait(lock, [] { return slots().free > 0; });
    --slots().free;
  }
  ~BlasCall() {
    const std::lock_guard lock(slots().mutex);
    ++slots().free;
    slots().freed.notify_one();
  }
  BlasCall(const BlasCall&) = delete;
  BlasCall& operator=(const BlasCall&) = delete;

 private:
  struct Slots {
    std::mutex mutex;
    std::condition_variable freed;
    int free = 64;
  };
  static Slots& slots() {
    static Slots instance;
    return instance;
  }
};

// LAPACK counts its workspace in int, without a check: above these sides the count wraps round, too
// little is allocated, and memory beyond it is read. dsyevd takes 2 n^2 + 6 n + 1 values, dgesdd at
// most 4 n^2 + 7 n, n the smaller side.
constexpr std::int64_t kMostEigenSide = 32766;
constexpr std::int64_t kMostSingularValues = 23169;
constexpr const char* kSvd = "singular value decomposition";

void require_side(std::int64_t side, std::int64_t most, const char* what) {
  if (side <= most) return;
  refuse(std::string(what) + " of a matrix of side " + std::to_string(side) + ": the limit is " +
         std::to_string(most));
}

int to_int(std::int64_t value) {
  if (value > std::numeric_limits<int>::max()) {
    refuse("a matrix side of " + std::to_string(value) + " is above the limit of 2147483647");
  }
  return static_cast<int>(value);
}

// BLAS wants a stride of at least 1, also for a matrix without columns.
int stride_of(std::int64_t columns) { return std::max(1, to_int(columns)); }

void check_lapack(lapack_int info, const char* what) {
  if (info == LAPACK_WORK_MEMORY_ERROR || info == LAPACK_TRANSPOSE_MEMORY_ERROR) {
    throw std::bad_alloc();
  }
  if (info != 0) {
    throw Error(ORTHANT_TRAINING_FAILED,
                std::string(what) + " failed (LAPACK info " + std::to_string(info) +
                    "): the features are too large, too small or not finite; scale them");
  }
}

// LAPACK looks for NaN only, and may not end on infinities.
void require_finite(MatrixView<double> a, const char* what) {
  const double* end = a.data + a.rows * a.columns;
  if (std::all_of(a.data, end, [](double value) { return std::isfinite(value); })) return;
  throw Error(ORTHANT_TRAINING_FAILED,
              std::string(what) + " met a value that is not finite: scale the features");
}

struct Side {
  MatrixView<double> matrix;
  CBLAS_TRANSPOSE transpose;
  [[nodiscard]] std::int64_t rows() const {
    return transpose == CblasNoTrans ? matrix.rows : matrix.columns;
  }
  [[nodiscard]] std::int64_t columns() const {
    return transpose == CblasNoTrans ? matrix.columns : matrix.rows;
  }
};

// out = keep * out + a b
void gemm(const Side& a, const Side& b, double keep, double* out, std::int64_t stride) {
  if (a.rows() == 0 || b.columns() == 0) return;
  const BlasCall call;
  cblas_dgemm(CblasRowMajor, a.transpose, b.transpose, to_int(a.rows()), to_int(b.columns()),
              to_int(a.columns()), 1.0, a.matrix.data, stride_of(a.matrix.columns), b.matrix.data,
              stride_of(b.matrix.columns), keep, out, stride_of(stride));
}

Matrix<double> product(const Side& a, const Side& b) {
  Matrix<double> out(a.rows(), b.columns());
  gemm(a, b, 0.0, out.data(), out.columns());
  return out;
}

// The largest column sum of a symmetric matrix.
double one_norm(const Matrix<double>& a) {
  double norm = 0.0;
  for (std::int64_t i = 0; i < a.rows(); ++i) {
    double sum = 0.0;
    for (const double value : a.row(i)) sum += std::abs(value);
    if (!std::isfinite(sum)) return sum;
    norm = std::max(norm, sum);
  }
  return norm;
}

}  // namespace

SingleThreadedBlas::SingleThreadedBlas() {
  BlasThreads& state = blas_threads();
  const std::lock_guard lock(state.mutex);
  if (state.users++ == 0) {
    state.before = openblas_get_num_threads();
    if (state.before != 1) openblas_set_num_threads(1);
  }
}

SingleThreadedBlas::~SingleThreadedBlas() {
  BlasThreads& state = blas_threads();
  const std::lock_guard lock(state.mutex);
  if (--state.users == 0 && state.before != 1) openblas_set_num_threads(state.before);
}

std::string blas_description() {
  const std::string config = openblas_get_config();  // "OpenBLAS 0.3.31 DYNAMIC_ARCH ..."
  const std::size_t name_end = config.find(' ');
  const std::size_t version_end = config.find(' ', std::min(name_end, config.size() - 1) + 1);
  return config.substr(0, version_end) + " " + openblas_get_corename();
}

Matrix<double> multiply(MatrixView<double> a, MatrixView<double> b) {
  return product({a, CblasNoTrans}, {b, CblasNoTrans});
}

Matrix<double> multiply_transposed(MatrixView<double> a, MatrixView<double> b) {
  return product({a, CblasNoTrans}, {b, CblasTrans});
}

Matrix<double> transposed_multiply(MatrixView<double> a, MatrixView<double> b) {
  return product({a, CblasTrans}, {b, CblasNoTrans});
}

void multiply_into(MatrixView<double> a, MatrixView<double> b, double* out) {
  gemm({a, CblasNoTrans}, {b, CblasNoTrans}, 0.0, out, b.columns);
}

void multiply_transposed_into(MatrixView<double> a, MatrixView<double> b, double* out) {
  gemm({a, CblasNoTrans}, {b, CblasTrans}, 0.0, out, b.rows);
}

void add_transposed_multiply(MatrixView<double> a, MatrixView<double> b, double* out,
                             std::int64_t stride) {
  gemm({a, CblasTrans}, {b, CblasNoTrans}, 1.0, out, stride);
}

void add_gram(MatrixView<double> a, double* out, std::int64_t stride) {
  if (a.columns == 0) return;
  const BlasCall call;
  cblas_dsyrk(CblasRowMajor, CblasLower, CblasTrans, to_int(a.columns), to_int(a.rows), 1.0, a.data,
              stride_of(a.columns), 1.0, out, stride_of(stride));
}

bool factor_cholesky(Matrix<double>& a) {
  constexpr double kWorstCondition = 1e-15;
  const double norm = one_norm(a);
  if (!std::isfinite(norm)) return false;
  // Column-major sees the transpose: its upper triangle is our lower one.
  const int side = to_int(a.rows());
  const BlasCall call;
  const lapack_int info = LAPACKE_dpotrf(LAPACK_COL_MAJOR, 'U', side, a.data(), stride_of(side));
  if (info > 0) return false;
  check_lapack(info, "Cholesky factorisation");
  double condition = 0.0;
  check_lapack(
      LAPACKE_dpocon(LAPACK_COL_MAJOR, 'U', side, a.data(), stride_of(side), norm, &condition),
      "condition estimate");
  return condition >= kWorstCondition;
}

void solve_cholesky(const Matrix<double>& factor, Matrix<double>& b) {
  if (b.empty()) return;
  const BlasCall call;
  // b <- L^-T (L^-1 b)
  for (const CBLAS_TRANSPOSE transpose : {CblasNoTrans, CblasTrans}) {
    cblas_dtrsm(CblasRowMajor, CblasLeft, CblasLower, transpose, CblasNonUnit, to_int(b.rows()),
                to_int(b.columns()), 1.0, factor.data(), stride_of(factor.columns()), b.data(),
                stride_of(b.columns()));
  }
}

ThinSvd thin_svd(MatrixView<double> a) {
  require_side(std::min(a.rows, a.columns), kMostSingularValues, kSvd);
  return thin_svd(Matrix<double>::copy_of(a));
}

ThinSvd thin_svd(Matrix<double> a) {
  const std::int64_t k = std::min(a.rows(), a.columns());
  require_side(k, kMostSingularValues, kSvd);
  ThinSvd svd{Matrix<double>(a.rows(), k), std::vector<double>(static_cast<std::size_t>(k)),
              Matrix<double>(k, a.columns())};
  if (k == 0) return svd;
  require_finite(a.view(), kSvd);
  // LAPACK is column-major and sees a^T = v diag(values) u^T: what it calls u and v^T are our v and
  // u^T, and both come out in the layout we want.
  const BlasCall call;
  check_lapack(LAPACKE_dgesdd(LAPACK_COL_MAJOR, 'S', to_int(a.columns()), to_int(a.rows()),
                              a.data(), to_int(a.columns()), svd.values.data(), svd.vt.data(),
                              to_int(a.columns()), svd.u.data(), to_int(k)),
               kSvd);
  return svd;
}

void require_eigen_side(std::int64_t side) {
  require_side(side, kMostEigenSide, "eigenvalue decomposition");
}

SymmetricEigen symmetric_eigen(Matrix<double> a) {
  const std::int64_t side = a.rows();
  require_eigen_side(side);
  std::vector<double> values(static_cast<std::size_t>(side));
  if (side > 0) {
    require_finite(a.view(), "eigenvalue decomposition");
    const BlasCall call;
    check_lapack(LAPACKE_dsyevd(LAPACK_COL_MAJOR, 'V', 'U', to_int(side), a.data(), to_int(side),
                                values.data()),
                 "eigenvalue decomposition");
  }
  // LAPACK's eigenvectors are its columns, hence our rows, with rising values: turn the order
  // round.
  for (std::int64_t i = 0; i < side / 2; ++i) {
    std::swap_ranges(a.row(i).begin(), a.row(i).end(), a.row(side - 1 - i).begin());
  }
  std::reverse(values.begin(), values.end());
  return {std::move(values), std::move(a)};
}

}  // namespace orthant
