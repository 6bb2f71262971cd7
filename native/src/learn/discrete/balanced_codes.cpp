#include "learn/discrete/balanced_codes.h"

#include <utility>

#include "learn/discrete/balanced_factor.h"
#include "learn/discrete/discrete_codes.h"
#include "linalg/tall.h"

namespace orthant {

BalancedCodes::BalancedCodes(std::shared_ptr<const RowSource> phi, const Labels& labels,
                             BalanceWeights weights, std::int64_t bits, Rng& rng, const Work& work)
    : similarity_(labels),
      weights_(weights),
      hash_(std::move(phi), random_signs(labels.rows(), bits, rng), weights.beta / weights.lambda,
            "beta", work) {
  balance_step(rng, work);
}

bool BalancedCodes::code_step(const Work& work) {
  Matrix<double> wanted(hash_.rows(), hash_.bits());
  const Matrix<double>& predictions = hash_.predictions();
  for (std::int64_t i = 0; i < wanted.rows() * wanted.columns(); ++i) {
    wanted.data()[i] =
        weights_.lambda * predictions.data()[i] + weights_.alpha * balanced_.data()[i];
  }
  similarity_.add_product(balanced(), static_cast<double>(hash_.bits()), wanted, work);
  return hash_.choose_signs(wanted, work);
}

void BalancedCodes::balance_step(Rng& rng, const Work& work) {
  Matrix<double> toward(hash_.rows(), hash_.bits());
  for (std::int64_t i = 0; i < toward.rows() * toward.columns(); ++i) {
    toward.data()[i] = weights_.alpha * static_cast<double>(codes().data[i]);
  }
  similarity_.add_product(codes(), static_cast<double>(hash_.bits()), toward, work);
  work.poll();
  balanced_ = {};  // before the new one is made
  balanced_ = balanced_factor(std::move(toward), rng);
}

double BalancedCodes::objective(const Work& work) const {
  const auto n = static_cast<double>(hash_.rows());
  const auto r = static_cast<double>(hash_.bits());
  // ||B Z^T - r S||^2, with ||B Z^T||^2 = tr(Z B^T B Z^T) = n ||B||^2 = n^2 r
  const double classes = n * n * r -
                         2.0 * r * similarity_.inner_product(codes(), balanced(), work) +
                         r * r * similarity_.squared_norm();
  const double difference = squared_distance(codes(), balanced(), work);
  return classes + weights_.lambda * hash_.objective(work) + weights_.alpha * difference;
}

void BalancedCodes::visit(State& state) {
  hash_.visit(state);
  state.field("balanced", balanced_);
}

}  // namespace orthant
