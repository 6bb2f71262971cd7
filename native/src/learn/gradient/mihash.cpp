#include "learn/gradient/mihash.h"

#include <algorithm>
#include <cmath>

#include "learn/gradient/pairwise.h"
#include "linalg/blas.h"

namespace orthant {
namespace {

constexpr std::int64_t kAnchors = 32;  // a block of work
constexpr double kLeastShare = 1e-12;  // keeps the logarithm of an empty bin finite

double entropy_term(double p) noexcept { return p > 0.0 ? -p * std::log2(p) : 0.0; }

// The distances from one anchor to the other rows, as two soft histograms.
class AnchorHistograms {
 public:
  AnchorHistograms(std::int64_t bits, std::int64_t bins)
      : bits_(static_cast<double>(bits)),
        bins_(bins),
        related_(static_cast<std::size_t>(bins + 1)),
        others_(related_.size()),
        slope_related_(static_cast<std::size_t>(bins)),
        slope_others_(slope_related_.size()) {}

  // products: h_i . h_j for all j; similar: of the anchor with all j. Returns I.
  double fill(std::span<const double> products, std::span<const std::int32_t> similar,
              std::size_t anchor) {
    std::fill(related_.begin(), related_.end(), 0.0);
    std::fill(others_.begin(), others_.end(), 0.0);
    double related = 0.0;
    for (std::size_t j = 0; j < products.size(); ++j) {
      if (j == anchor) continue;
      const double place = place_of(products[j]);
      const std::size_t lower = lower_of(place);
      std::vector<double>& histogram = similar[j] != 0 ? related_ : others_;
      const double share = place - static_cast<double>(lower);
      histogram[lower] += 1.0 - share;
      histogram[lower + 1] += share;
      related += similar[j] != 0 ? 1.0 : 0.0;
    }
    return information(related, static_cast<double>(products.size()) - 1.0);
  }

  // The derivative of I by h_i . h_j.
  [[nodiscard]] double by_product(double product, bool similar) const {
    return (similar ? slope_related_ : slope_others_)[lower_of(place_of(product))];
  }

 private:
  // In units of the centres' distance; products leave [-r, r] by rounding at most.
  [[nodiscard]] double place_of(double product) const noexcept {
    const double place = 0.5 * (1.0 - product / bits_) * static_cast<double>(bins_);
    return std::clamp(place, 0.0, static_cast<double>(bins_));
  }
  [[nodiscard]] std::size_t lower_of(double place) const noexcept {
    return static_cast<std::size_t>(std::min(static_cast<std::int64_t>(place), bins_ - 1));
  }

  // Also sets the slopes.
  double information(double related, double rows) {
    const double others = rows - related;
    double sum = 0.0;
    double last_related = 0.0;
    double last_others = 0.0;
    // dD / dproduct = -1/2; a centre is r / bins from the next.
    const double unit = -0.5 * static_cast<double>(bins_) / (bits_ * rows);
    for (std::size_t l = 0; l < related_.size(); ++l) {
      const double all = (related_[l] + others_[l]) / rows;
      sum += entropy_term(all);
      const double log_related = log_ratio(related_[l], related, all, sum, rows);
      const double log_others = log_ratio(others_[l], others, all, sum, rows);
      if (l > 0) {
        slope_related_[l - 1] = unit * (log_related - last_related);
        slope_others_[l - 1] = unit * (log_others - last_others);
      }
      last_related = log_related;
      last_others = log_others;
    }
    return sum;
  }

  // log2 of the kind's share in a bin over that of all rows; takes the kind's entropy off `sum`.
  static double log_ratio(double count, double of_kind, double all, double& sum, double rows) {
    if (of_kind == 0.0 || all == 0.0) return 0.0;
    const double share = count / of_kind;
    sum -= of_kind / rows * entropy_term(share);
    return std::log2(std::max(share, kLeastShare) / all);
  }

  double bits_;
  std::int64_t bins_;
  std::vector<double> related_;  // bins + 1 counts
  std::vector<double> others_;
  std::vector<double> slope_related_;  // between two centres
  std::vector<double> slope_others_;
};

}  // namespace

std::vector<OptionSpec> MihashLoss::own_options() {
  return {{"rounds", 40, 1, 100000, true},
          {"anchors", 1000, 0, 1e6, true},
          {"whiten", 0.3, 0, 1e9, false},
          {"hidden-layers", 0, 0, 16, true},
          {"weight-decay", 20, 0, 1e3, false},
          {"bins", 16, 1, 4096, true},
          {"scale", 2, 1e-6, 1e6, false}};
}

void MihashLoss::prepare(const TrainingData& data, std::span<const std::int64_t> /*rows*/,
                         const Options& options, Rng& /*rng*/, const Work& /*work*/) {
  labels_ = &data.labels;
  bins_ = options.integer("bins");
  scale_ = options.number("scale");
}

double MihashLoss::information(const Batch& batch, const Matrix<double>& bits,
                               Matrix<double>& by_product, const Work& work) const {
  const std::int64_t b = bits.rows();
  const Matrix<std::int32_t> similar = similar_rows(*labels_, batch.rows);
  const Matrix<double> products = multiply_transposed(bits.view(), bits.view());
  const double sum = work.sum_over_blocks(b, kAnchors, [&](std::int64_t first, std::int64_t last) {
    AnchorHistograms histograms(bits.columns(), bins_);
    double block = 0.0;
    for (std::int64_t i = first; i < last; ++i) {
      block += histograms.fill(products.row(i), similar.row(i), static_cast<std::size_t>(i));
      for (std::int64_t j = 0; j < b; ++j) {
        if (j == i) continue;
        by_product(i, j) =
            histograms.by_product(products(i, j), similar(i, j) != 0) / -static_cast<double>(b);
      }
    }
    return block;
  });
  return -sum / static_cast<double>(b);
}

double MihashLoss::evaluate(const Batch& batch, Matrix<double>& gradient, Rng& /*rng*/,
                            const Work& work) {
  const Matrix<double> bits = relaxed_bits(batch.outputs, scale_);
  Matrix<double> by_product(bits.rows(), bits.rows());
  const double loss = bits.rows() < 2 ? 0.0 : information(batch, bits, by_product, work);
  gradient = through_products(std::move(by_product), bits.view());
  through_relaxation(bits, scale_, gradient);
  return loss;
}

double MihashLoss::validate(const Batch& batch, const Work& work) {
  const Matrix<double> bits = relaxed_bits(batch.outputs, scale_);
  Matrix<double> by_product(bits.rows(), bits.rows());
  return bits.rows() < 2 ? 0.0 : information(batch, bits, by_product, work);
}

}  // namespace orthant
