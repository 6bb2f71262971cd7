#include "learn/discrete/code_fit.h"

#include <gtest/gtest.h>

#include "learn/discrete/discrete_codes.h"
#include "learn/feature_fit.h"
#include "learn/twins.h"
#include "testing/errors.h"

namespace orthant {
namespace {

using naive::Dense;
using testing::uncancelled_work;

constexpr double kRidge = 0.7;

Dense ridge_solution(const Dense& phi, const Dense& b) {
  const Dense phit = naive::transposed(phi);
  return naive::solve(naive::plus(phit * phi, kRidge, naive::identity(phi.columns())), phit * b);
}

HashModel finished(const CodeFit& fit) {
  HashModel model;
  fit.finish(model);
  return model;
}

class CodeFitTest : public ::testing::Test {
 protected:
  CodeFitTest() : set_(testing::small_set(1)), codes_(random_signs(120, 9, rng_)) {}

  testing::TrainingSet set_;
  Rng rng_{3};
  Matrix<float> codes_;
};

TEST_F(CodeFitTest, OverAnchorsIsARidgeRegression) {
  const Work work = uncancelled_work();
  Rng rng(5);
  CodeFit fit;
  fit.prepare(set_.features.view(), true, 17, rng, work);
  fit.fit(codes_.view(), kRidge, work);
  Rng again(5);
  const FeatureMap map = fit_anchors(set_.features.view(), true, 17, again, work);
  const Dense phi(map_rows(map, set_.features.view(), work).view());
  const HashModel model = finished(fit);
  EXPECT_EQ(model.provenance, "anchors=17\n");
  EXPECT_LT(
      testing::projection_difference(model.groups[0], ridge_solution(phi, Dense(codes_.view()))),
      1e-6);
}

// (x - mean) / deviation regressed on; the deviations move into the projection.
TEST_F(CodeFitTest, WithoutAnchorsItIsARidgeRegressionOverStandardisedFeatures) {
  const Work work = uncancelled_work();
  Rng rng(5);
  CodeFit fit;
  fit.prepare(set_.features.view(), false, 0, rng, work);
  fit.fit(codes_.view(), kRidge, work);
  Dense x(set_.features.view());
  std::vector<double> deviations;
  for (std::size_t j = 0; j < x.columns(); ++j) {
    double mean = 0.0;
    double square = 0.0;
    for (std::size_t i = 0; i < x.rows(); ++i) mean += x(i, j) / static_cast<double>(x.rows());
    for (std::size_t i = 0; i < x.rows(); ++i) {
      x(i, j) -= mean;
      square += x(i, j) * x(i, j) / static_cast<double>(x.rows());
    }
    deviations.push_back(std::sqrt(square));
    for (std::size_t i = 0; i < x.rows(); ++i) x(i, j) /= deviations.back();
  }
  Dense p = ridge_solution(x, Dense(codes_.view()));
  for (std::size_t j = 0; j < p.rows(); ++j) {
    for (std::size_t k = 0; k < p.columns(); ++k) p(j, k) /= deviations[j];
  }
  const HashModel model = finished(fit);
  EXPECT_EQ(model.provenance, "");
  EXPECT_LT(testing::projection_difference(model.groups[0], p), 1e-5);
}

TEST_F(CodeFitTest, ASingularSystemNamesItsOption) {
  for (std::int64_t i = 0; i < set_.features.rows(); ++i) set_.features(i, 3) = 1.0F;
  Rng rng(5);
  CodeFit fit;
  fit.prepare(set_.features.view(), false, 0, rng, uncancelled_work());
  testing::expect_error(ORTHANT_TRAINING_FAILED, "raise the option \"ridge\"",
                        [&] { fit.fit(codes_.view(), 0.0, uncancelled_work()); });
  EXPECT_NO_THROW(fit.fit(codes_.view(), kRidge, uncancelled_work()));
}

}  // namespace
}  // namespace orthant
