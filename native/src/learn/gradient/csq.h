// Central similarity quantisation (Yuan et al., CVPR 2020, eq. 5 to 7): rows are pulled to a fixed
// centre per class in Hamming space. With u = tanh(z) and o the centre of the row, mean over rows
// and bits of
//     BCE( (1 + u) / 2, (1 + o) / 2 ) + lambda (|u| - 1)^2
// The first term is log(1 + e^{2z}) - (1 + o) z, computed without overflow. Centres: rows of
// [H; -H] where r and the number of classes allow, else distant random codes (random_kind of
// codebook.h: random signs for very many classes), where the authors ask for a least distance of
// r / 4; the provenance says which. A row of several classes has the majority of its centres' bits,
// at a tie that of a fixed random code.
#pragma once

#include <string_view>
#include <vector>

#include "learn/discrete/codebook.h"
#include "learn/gradient/loss.h"

namespace orthant {

class CsqLoss final : public Loss {
 public:
  static constexpr std::string_view kMethod = "csq";
  [[nodiscard]] static std::vector<OptionSpec> own_options();

  void prepare(const TrainingData& data, std::span<const std::int64_t> rows, const Options& options,
               Rng& rng, const Work& work) override;
  [[nodiscard]] double evaluate(const Batch& batch, Matrix<double>& gradient, Rng& rng,
                                const Work& work) override;
  [[nodiscard]] double validate(const Batch& batch, const Work& work) override;
  void finish(HashModel& model) const override;

 private:
  void centre_of(std::int64_t row, std::span<double> centre) const;
  [[nodiscard]] double loss(const Batch& batch, Matrix<double>* gradient) const;

  Labels labels_;
  Matrix<float> centres_;  // C x r
  Matrix<float> ties_;     // 1 x r
  CodebookKind kind_ = CodebookKind::hadamard;
  double lambda_ = 1e-4;
};

}  // namespace orthant
