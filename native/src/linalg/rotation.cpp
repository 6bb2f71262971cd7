#include "linalg/rotation.h"

#include "linalg/blas.h"

namespace orthant {

Matrix<double> nearest_rotation(MatrixView<double> m) {
  const ThinSvd svd = thin_svd(m);
  return multiply(svd.u.view(), svd.vt.view());
}

Matrix<double> random_rotation(std::int64_t q, std::int64_t r, Rng& rng) {
  Matrix<double> gaussian(q, r);
  for (std::int64_t i = 0; i < q * r; ++i) gaussian.data()[i] = rng.normal();
  return nearest_rotation(gaussian.view());
}

}  // namespace orthant
