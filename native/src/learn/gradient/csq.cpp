#include "learn/gradient/csq.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "learn/gradient/pairwise.h"
#include "learn/gradient/quantisation.h"
#include "learn/gradient/shared_labels.h"

namespace orthant {

std::vector<OptionSpec> CsqLoss::own_options() { return {{"lambda", 1e-4, 0, 1e6, false}}; }

void CsqLoss::prepare(const TrainingData& data, std::span<const std::int64_t> /*rows*/,
                      const Options& options, Rng& rng, const Work& work) {
  labels_ = without_empty_classes(data.labels);
  lambda_ = options.number("lambda");
  const std::int64_t bits = options.integer("bits");
  const bool hadamard = hadamard_order(bits) && labels_.classes() <= 2 * bits;
  kind_ = hadamard ? CodebookKind::hadamard : random_kind(labels_.classes());
  centres_ = draw_codebook(kind_, labels_.classes(), bits, rng, work).words;
  ties_ = draw_codebook(CodebookKind::bernoulli, 1, bits, rng, work).words;
}

void CsqLoss::centre_of(std::int64_t row, std::span<double> centre) const {
  std::fill(centre.begin(), centre.end(), 0.0);
  for (const std::int32_t label : labels_.of(row)) {
    const std::span<const float> of_class = centres_.view().row(label);
    for (std::size_t k = 0; k < centre.size(); ++k) centre[k] += static_cast<double>(of_class[k]);
  }
  for (std::size_t k = 0; k < centre.size(); ++k) {
    const double votes = centre[k] == 0.0 ? static_cast<double>(ties_.data()[k]) : centre[k];
    centre[k] = votes > 0.0 ? 1.0 : -1.0;
  }
}

double CsqLoss::loss(const Batch& batch, Matrix<double>* gradient) const {
  const MatrixView<double> z = batch.outputs;
  const double each = 1.0 / static_cast<double>(z.rows * z.columns);
  std::vector<double> centre(static_cast<std::size_t>(z.columns));
  double sum = 0.0;
  for (std::int64_t i = 0; i < z.rows; ++i) {
    centre_of(batch.rows[static_cast<std::size_t>(i)], centre);
    for (std::int64_t k = 0; k < z.columns; ++k) {
      const double o = centre[static_cast<std::size_t>(k)];
      const double u = std::tanh(z(i, k));
      const double off = std::abs(u) - 1.0;
      sum += each * (softplus(2.0 * z(i, k)) - (1.0 + o) * z(i, k) + lambda_ * off * off);
      if (gradient == nullptr) continue;
      (*gradient)(i, k) = each * (u - o + 2.0 * lambda_ * off * sign_of(u) * (1.0 - u * u));
    }
  }
  return sum;
}

double CsqLoss::evaluate(const Batch& batch, Matrix<double>& gradient, Rng& /*rng*/,
                         const Work& /*work*/) {
  gradient = Matrix<double>(batch.outputs.rows, batch.outputs.columns);
  return loss(batch, &gradient);
}

double CsqLoss::validate(const Batch& batch, const Work& /*work*/) { return loss(batch, nullptr); }

void CsqLoss::finish(HashModel& model) const {
  constexpr const char* kNames[] = {"hadamard", "bernoulli", "distant"};
  model.provenance += std::string("centres=") + kNames[static_cast<int>(kind_)] + "\n";
}

}  // namespace orthant
