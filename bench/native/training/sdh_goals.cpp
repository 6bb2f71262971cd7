#include <cblas.h>

#include <vector>

#include "../measure.h"
#include "base/rng.h"
#include "encode/batch_encoder.h"
#include "learn/training_run.h"
#include "linalg/blas.h"
#include "training_goals.h"

namespace orthant::bench {
namespace {

constexpr int kRows = 60'000;
constexpr int kDimension = 512;
constexpr int kAnchors = 1'000;
constexpr int kPhi = kAnchors + 1;
constexpr int kBits = 64;
constexpr int kRounds = 5;
constexpr std::int32_t kClasses = 10;

struct Data {
  Matrix<float> features{kRows, kDimension};
  std::vector<std::int32_t> labels;
};

// Clouds that overlap, so that the rounds do not converge early.
Data make_data() {
  Rng rng(1);
  Matrix<double> centres(kClasses, kDimension);
  for (int i = 0; i < kClasses * kDimension; ++i) centres.data()[i] = rng.normal();
  Data data;
  for (std::int64_t i = 0; i < kRows; ++i) {
    const std::int64_t label = i % kClasses;
    data.labels.push_back(static_cast<std::int32_t>(label));
    for (std::int64_t j = 0; j < kDimension; ++j) {
      data.features(i, j) = static_cast<float>(0.2 * centres(label, j) + rng.normal());
    }
  }
  return data;
}

std::shared_ptr<const HashModel> train(const Data& data, double memory) {
  TrainingRun run("sdh");
  run.set("bits", kBits);
  run.set("anchors", kAnchors);
  run.set("rounds", kRounds);
  run.set("threads", 1);
  run.set("memory", memory);
  run.features(data.features.view());
  std::vector<std::int64_t> offsets(kRows + 1);
  for (std::size_t i = 0; i <= kRows; ++i) offsets[i] = static_cast<std::int64_t>(i);
  run.labels(Labels(data.labels, offsets, kClasses));
  while (run.step()) {
  }
  if (run.rounds_done() != kRounds) fail("the training converged early: no figure");
  return run.finish();
}

void compare(const HashModel& a, const HashModel& b) {
  const Matrix<float>& p = a.groups[0].projection;
  for (std::int64_t i = 0; i < p.rows() * p.columns(); ++i) {
    if (p.data()[i] != b.groups[0].projection.data()[i]) {
      fail("a model whose features were computed again differs from one that stored them");
    }
  }
}

// The products of the training, whole, in the precision that it uses.
class Products {
 public:
  explicit Products(const Data& data) : x_(data.features) {}

  void map() {
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, kRows, kAnchors, kDimension, 1.0F,
                x_.data(), kDimension, x_.data(), kDimension, 0.0F, dots_.data(), kPhi);
  }
  void gram() {
    cblas_dsyrk(CblasRowMajor, CblasLower, CblasTrans, kPhi, kRows, 1.0, phi_.data(), kPhi, 0.0,
                gram_.data(), kPhi);
  }
  void right_hand_side() {
    cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, kPhi, kBits, kRows, 1.0, phi_.data(), kPhi,
                codes_.data(), kBits, 0.0, p_.data(), kBits);
  }
  void predictions() {
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, kRows, kBits, kPhi, 1.0, phi_.data(),
                kPhi, map_.data(), kBits, 0.0, predicted_.data(), kBits);
  }
  // Values that are not all zero, nor denormal.
  void fill() {
    Rng rng(2);
    for (std::int64_t i = 0; i < phi_.rows() * phi_.columns(); ++i) {
      phi_.data()[i] = 1.0 / static_cast<double>(1 + i % 997);
    }
    for (std::int64_t i = 0; i < codes_.rows() * codes_.columns(); ++i) {
      codes_.data()[i] = rng.sign();
    }
    for (std::int64_t i = 0; i < map_.rows() * map_.columns(); ++i) map_.data()[i] = rng.normal();
  }

 private:
  const Matrix<float>& x_;
  Matrix<float> dots_{kRows, kPhi};
  Matrix<double> phi_{kRows, kPhi};
  Matrix<double> codes_{kRows, kBits};
  Matrix<double> gram_{kPhi, kPhi};
  Matrix<double> p_{kPhi, kBits};
  Matrix<double> map_{kPhi, kBits};
  Matrix<double> predicted_{kRows, kBits};
};

}  // namespace

void run_sdh_goals(const Options& options, Report& report) {
  if (!options.wants("P12")) return;
  progress("P12: training SDH");
  const SingleThreadedBlas single_threaded_blas;
  const Data data = make_data();
  compare(*train(data, 512), *train(data, 1));
  Products products(data);
  products.fill();
  Measurement stored{[&] { use(train(data, 512) != nullptr ? 1U : 0U); }};
  Measurement again{[&] { use(train(data, 1) != nullptr ? 1U : 0U); }};
  Measurement map{[&] { products.map(); }};
  Measurement gram{[&] { products.gram(); }};
  Measurement rounds{[&] {
    for (int i = 0; i <= kRounds; ++i) {
      products.right_hand_side();
      products.predictions();
    }
  }};
  Measurement all{[&] { time_in_turn({&map, &gram, &rounds}, 1); }};
  time_in_turn({&all, &stored, &again}, options.repeat(7));
  report.add("P12", "SDH, 60,000 x 512, m = 1,000, r = 64, 5 rounds", at_most(1.4, 1.15),
             ratios(stored, all),
             text("%.2f s, of it products alone %.2f: map %.2f (float), Gram %.2f, 6 x (Phi^T B, "
                  "Phi P) %.2f (double)",
                  stored.median(), all.median(), map.median(), gram.median(), rounds.median()));
  report.add("P12", "the same, Phi computed anew in each pass", no_aim(), ratios(again, all),
             text("%.2f s with option memory = 1; the same model to the last bit", again.median()));
}

}  // namespace orthant::bench
