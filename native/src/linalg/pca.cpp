#include "linalg/pca.h"

#include <utility>

#include "linalg/blas.h"
#include "linalg/tall.h"

namespace orthant {

Matrix<double> pca(MatrixView<float> centred, std::int64_t count, const Work& work) {
  return pca(MatrixRows(centred), count, work);
}

Matrix<double> pca(const RowSource& centred, std::int64_t count, const Work& work) {
  require_eigen_side(centred.columns());
  const SymmetricEigen eigen = symmetric_eigen(gram(centred, work));
  work.poll();
  return Matrix<double>::copy_of(eigen.vectors.view().block(0, count));
}

}  // namespace orthant
