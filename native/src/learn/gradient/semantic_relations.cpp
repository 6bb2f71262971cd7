#include "learn/gradient/semantic_relations.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "learn/gradient/pairwise.h"
#include "learn/zero_shot/class_relations.h"
#include "linalg/blas.h"
#include "linalg/ridge.h"

namespace orthant {
namespace {

constexpr double kLocalRidge = 1e-3;

}  // namespace

Matrix<double> lle_weights(MatrixView<double> vectors, std::int64_t neighbours) {
  const std::int64_t k = vectors.rows;
  const std::int64_t count = std::min(neighbours, k - 1);
  const Matrix<double> products = multiply_transposed(vectors, vectors);
  Matrix<double> weights(k, k);
  for (std::int64_t i = 0; i < k; ++i) {
    const std::vector<std::int64_t> near = nearest_classes(products, i, count);
    const auto at = [&](std::int64_t a) { return near[static_cast<std::size_t>(a)]; };
    Matrix<double> local(count, count);  // (a_i - a_j) . (a_i - a_l)
    double trace = 0.0;
    for (std::int64_t a = 0; a < count; ++a) {
      for (std::int64_t b = 0; b < count; ++b) {
        local(a, b) =
            products(i, i) - products(i, at(a)) - products(i, at(b)) + products(at(a), at(b));
      }
      trace += local(a, a);
    }
    Matrix<double> ones(count, 1);
    std::fill(ones.data(), ones.data() + count, 1.0);
    const double ridge = trace > 0.0 ? kLocalRidge * trace : 1.0;  // all alike: equal weights
    const Matrix<double> solved =
        solve_ridge(std::move(local), ridge, "neighbours", std::move(ones));
    const double sum = std::accumulate(solved.data(), solved.data() + count, 0.0);
    for (std::int64_t a = 0; a < count; ++a) weights(i, at(a)) = solved(a, 0) / sum;
  }
  return weights;
}

SemanticRelations::SemanticRelations(MatrixView<double> vectors, const Settings& settings)
    : settings_(settings) {
  if (settings.form == Form::simplex) {
    const std::int64_t neighbours = std::min(settings.neighbours, vectors.rows - 1);
    target_ = class_relations(vectors, neighbours, settings.kappa);
    return;
  }
  target_ = lle_weights(vectors, settings.neighbours);
  for (std::int64_t i = 0; i < target_.rows() * target_.columns(); ++i) target_.data()[i] *= -1.0;
  for (std::int64_t i = 0; i < target_.rows(); ++i) target_(i, i) += 1.0;
}

double SemanticRelations::evaluate(const Matrix<double>& codes, double weight,
                                   Matrix<double>& gradient) const {
  return settings_.form == Form::simplex ? simplex(codes, weight, gradient)
                                         : lle(codes, weight, gradient);
}

double SemanticRelations::simplex(const Matrix<double>& codes, double weight,
                                  Matrix<double>& gradient) const {
  const auto r = static_cast<double>(codes.columns());
  const auto k = static_cast<double>(codes.rows());
  Matrix<double> error = multiply_transposed(codes.view(), codes.view());
  double loss = 0.0;
  for (std::int64_t i = 0; i < error.rows() * error.columns(); ++i) {
    error.data()[i] = error.data()[i] / r - target_.data()[i];
    loss += error.data()[i] * error.data()[i] / (k * k);
  }
  const Matrix<double> slope = multiply(error.view(), codes.view());
  for (std::int64_t i = 0; i < codes.rows() * codes.columns(); ++i) {
    gradient.data()[i] += weight * 4.0 / (r * k * k) * slope.data()[i];
  }
  return loss;
}

double SemanticRelations::lle(const Matrix<double>& codes, double weight,
                              Matrix<double>& gradient) const {
  const auto r = static_cast<double>(codes.columns());
  const std::int64_t k = codes.rows();
  const double share = 1.0 / (static_cast<double>(k) * r);
  const Matrix<double> rest = multiply(target_.view(), codes.view());  // H - O H
  double loss = 0.0;
  for (std::int64_t i = 0; i < k * codes.columns(); ++i) {
    loss += share * rest.data()[i] * rest.data()[i];
  }
  const Matrix<double> slope = transposed_multiply(target_.view(), rest.view());
  // I - O is zero where j is no neighbour of i.
  const Matrix<double> products = multiply_transposed(codes.view(), codes.view());
  const auto strangers = [&](std::int64_t i, std::int64_t j) {
    return i != j && target_(i, j) == 0.0 && target_(j, i) == 0.0;
  };
  double pairs = 0.0;
  for (std::int64_t i = 0; i < k; ++i) {
    for (std::int64_t j = 0; j < k; ++j) pairs += strangers(i, j) ? 1.0 : 0.0;
  }
  Matrix<double> by_product(k, k);
  for (std::int64_t i = 0; i < k; ++i) {
    for (std::int64_t j = 0; j < k; ++j) {
      const double hinge = products(i, j) / r + settings_.margin;
      if (!strangers(i, j) || hinge <= 0.0) continue;
      loss += hinge / pairs;
      by_product(i, j) = 1.0 / (r * pairs);
    }
  }
  const Matrix<double> apart = through_products(std::move(by_product), codes.view());
  for (std::int64_t i = 0; i < k * codes.columns(); ++i) {
    gradient.data()[i] += weight * (2.0 * share * slope.data()[i] + apart.data()[i]);
  }
  return loss;
}

}  // namespace orthant
