#include "learn/unsupervised/rotation_search.h"

#include <atomic>
#include <utility>

#include "linalg/rotation.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

constexpr std::int64_t kBlock = 1024;

}  // namespace

RotationSearch::RotationSearch(Matrix<double> rows, std::int64_t weighted, double weight,
                               std::int32_t bits, Rng& rng, const Work& work)
    : rows_(std::move(rows)),
      plain_(rows_.rows() - weighted),
      weight_(weight),
      rotation_(random_rotation(rows_.columns(), bits, rng)),
      rotated_(project(rows_.view(), rotation(), work)),
      codes_(rows_.rows(), bits) {}

double RotationSearch::round(const Work& work) {
  const std::int64_t bits = codes_.columns();
  std::atomic<bool> changed{false};
  work.for_each_block(codes_.rows(), kBlock, [&](std::int64_t first, std::int64_t last) {
    bool here = false;
    for (std::int64_t i = first * bits; i < last * bits; ++i) {
      const float chosen = rotated_.data()[i] > 0.0 ? 1.0F : -1.0F;
      here |= chosen != codes_.data()[i];
      codes_.data()[i] = chosen;
    }
    if (here) changed = true;
  });
  converged_ = !changed;
  const std::int64_t n = rows_.rows();
  Matrix<double> toward =
      cross(rows_.view().block(0, plain_), codes_.view().block(0, plain_), work);
  const Matrix<double> weighted =
      cross(rows_.view().block(plain_, n), codes_.view().block(plain_, n), work);
  for (std::int64_t i = 0; i < toward.rows() * toward.columns(); ++i) {
    toward.data()[i] += weight_ * weighted.data()[i];
  }
  rotation_ = nearest_rotation(toward.view());
  rotated_ = {};  // before the new one is made
  rotated_ = project(rows_.view(), rotation(), work);
  return work.sum_over_blocks(n, kBlock, [&](std::int64_t first, std::int64_t last) {
    double sum = 0.0;
    for (std::int64_t i = first; i < last; ++i) {
      const double weight = i < plain_ ? 1.0 : weight_;
      for (std::int64_t k = 0; k < bits; ++k) {
        const double error = static_cast<double>(codes_(i, k)) - rotated_(i, k);
        sum += weight * error * error;
      }
    }
    return sum;
  });
}

RotationSearch RotationSearch::clone() const {
  RotationSearch copy;
  copy.rows_ = rows_.clone();
  copy.plain_ = plain_;
  copy.weight_ = weight_;
  copy.rotation_ = rotation_.clone();
  copy.rotated_ = rotated_.clone();
  copy.codes_ = codes_.clone();
  copy.converged_ = converged_;
  return copy;
}

void RotationSearch::visit(State& state) {
  state.field("rotation", rotation_);
  state.field("rotated rows", rotated_);
  state.field("codes", codes_);
  state.field("converged", converged_);
}

}  // namespace orthant
