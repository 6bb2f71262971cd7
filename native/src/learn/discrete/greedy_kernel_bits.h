// The bits of KSH, one after the other (Liu, Wang, Ji, Jiang and Chang, "Supervised Hashing with
// Kernels", CVPR 2012, section 3). Of l labelled rows K (l x m) is the kernel with the anchors,
// each column centred, S_ij = 1 for similar rows and -1 for others, and the codes chosen so far
// leave the residue R = r S - sum over l < t of y_l y_l^T. Bit t is y = sgn(K a) for the better, by
// y^T R y, of
//     spectral start   the top generalised eigenvector of (K^T R K, K^T K), a^T K^T K a = l
//     refined          from there, min -f^T R f with f = 2 / (1 + e^(-K a)) - 1, by Nesterov's
//                      gradient steps with backtracking
// R is never formed: K^T S K comes of the sums per label set, R y of them and of the codes. Null
// directions of K^T K are left out (ours; the published program would fail on them).
// Cost: l m^2 + m^3 once; a bit m^3, and l (m + r) for each evaluation of the search.
#pragma once

#include <cstdint>
#include <vector>

#include "data/matrix.h"
#include "learn/discrete/similarity.h"
#include "linalg/work.h"

namespace orthant {

class GreedyKernelBits {
 public:
  struct Limits {
    std::int64_t steps = 500;  // of the gradient search at most
    double tolerance = 1e-2;   // it ends when f^T R f / l changes by less
  };

  GreedyKernelBits() = default;
  // kernel: K, centred.
  GreedyKernelBits(Matrix<float> kernel, Similarity similarity, std::int64_t bits, Limits limits,
                   const Work& work);

  // Chooses bit k; those before are chosen, those from k on are not.
  void add_bit(std::int64_t k, const Work& work);

  // ||r S - Y Y^T||^2 / l^2 of the bits chosen.
  [[nodiscard]] double objective(const Work& work) const;

  // -f^T R f at a, and its gradient (m values) unless null.
  [[nodiscard]] double smooth_cost(MatrixView<double> a, Matrix<double>* gradient,
                                   const Work& work) const;
  [[nodiscard]] Matrix<double> spectral_start(const Work& work) const;  // m x 1
  [[nodiscard]] Matrix<double> refined(const Matrix<double>& start, const Work& work) const;

  [[nodiscard]] MatrixView<double> directions() const noexcept { return directions_.view(); }
  [[nodiscard]] MatrixView<float> codes() const noexcept { return codes_.view(); }

  // What `add_bit` changes.
  [[nodiscard]] Matrix<double>& mutable_directions() noexcept { return directions_; }
  [[nodiscard]] Matrix<float>& mutable_codes() noexcept { return codes_; }

 private:
  [[nodiscard]] Matrix<float> signs(MatrixView<double> a, const Work& work) const;
  // R y for y of l x 1.
  [[nodiscard]] Matrix<double> residue_times(MatrixView<float> y, const Work& work) const;
  [[nodiscard]] double agreement(MatrixView<float> y, const Work& work) const;  // y^T R y

  Matrix<float> kernel_;
  Similarity similarity_;
  Limits limits_;
  Matrix<double> whitening_;        // T, m x q: T^T K^T K T = I
  Matrix<double> similar_kernels_;  // T^T K^T S K T, q x q
  Matrix<double> directions_;       // a per bit: m x r
  Matrix<float> codes_;             // Y, l x r; zeros where no bit is chosen yet
};

}  // namespace orthant
