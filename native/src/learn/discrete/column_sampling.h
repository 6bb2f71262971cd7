// The codes of COSDISH: B n x r in {-1, +1} that lower ||r S - B B^T||^2 over columns of S drawn at
// random. S_ij is 1 for similar rows and `dissimilar` for others (learn/discrete/similarity.h).
// With O the rows drawn and G the others, and B_O, B_G their codes:
//     sampled step   bit by bit, k = 1..r: b_k of O by balanced_cut with
//                    Q = -2 (r S_OO - sum over l < k of b_l b_l^T),
//                    p = -2 (r S_OG - sum over l < k of b_l^O (b_l^G)^T) b_k^G
//     other step     B_G <- sgn(S_GO B_O), the old bit where |.| < 1e-5
// (Kang, Li and Zhou, AAAI 2016, sections 3.1 to 3.3: the first an approximation, the second the
// closed form of a surrogate in the L1 norm.) Neither step is bound to lower the objective.
// Cost: n r^2 + r |O|^3 and n |O| r at most; memory: n r floats, and sets x r doubles.
#pragma once

#include <cstdint>
#include <vector>

#include "data/matrix.h"
#include "learn/discrete/similarity.h"
#include "linalg/work.h"

namespace orthant {

class ColumnSampling {
 public:
  ColumnSampling() = default;
  // codes: B, n x r. Cost sets^2.
  ColumnSampling(Similarity similarity, double dissimilar, Matrix<float> codes, const Work& work);

  // `drawn`: distinct rows.
  void sampled_step(const std::vector<std::int64_t>& drawn, const Work& work);
  void other_step(const std::vector<std::int64_t>& drawn, const Work& work);

  // ||r S - B B^T||^2 / n^2. Cost n r^2 + sets^2, and r for each similar pair of sets.
  [[nodiscard]] double objective(const Work& work) const;

  [[nodiscard]] MatrixView<float> codes() const noexcept { return codes_.view(); }
  [[nodiscard]] Matrix<float>& mutable_codes() noexcept { return codes_; }

 private:
  // The rows drawn, apart from the others.
  struct Sample {
    std::vector<std::int32_t> sets;  // of the rows drawn
    Matrix<float> codes;             // B_O, |O| x r
  };
  [[nodiscard]] Sample take(const std::vector<std::int64_t>& drawn) const;
  [[nodiscard]] Matrix<double> similarity_of(const Sample& sample, const Work& work) const;  // S_OO
  [[nodiscard]] Matrix<double> pull_of_others(const Sample& sample,
                                              const Work& work) const;  // S_OG B_G

  Similarity similarity_;
  double dissimilar_ = -1.0;
  double squared_similarity_ = 0.0;  // ||S||^2
  Matrix<float> codes_;
};

}  // namespace orthant
