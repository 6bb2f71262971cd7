#include "learn/gradient/semantic_relations.h"

#include <gtest/gtest.h>

#include "learn/gradient/loss_harness.h"
#include "learn/zero_shot/class_relations.h"

namespace orthant {
namespace {

using Form = SemanticRelations::Form;

Matrix<double> unit_rows(std::int64_t rows, std::int64_t columns, std::uint64_t seed) {
  Rng rng(seed);
  Matrix<double> x = testing::normal_matrix(rows, columns, 1.0, rng);
  for (std::int64_t i = 0; i < rows; ++i) {
    double squares = 0.0;
    for (const double value : x.row(i)) squares += value * value;
    for (double& value : x.row(i)) value /= std::sqrt(squares);
  }
  return x;
}

TEST(SemanticRelations, HaveTheDerivativeOfTheirValue) {
  const Matrix<double> vectors = unit_rows(7, 5, 1);
  for (const Form form : {Form::simplex, Form::lle}) {
    const SemanticRelations relations(vectors.view(), {form, 2, 0.6, 0.1});
    Rng rng(2);
    Matrix<double> h = testing::normal_matrix(7, 4, 0.5, rng);
    Matrix<double> gradient(7, 4);
    Matrix<double> ignored(7, 4);
    (void)relations.evaluate(h, 1.7, gradient);
    testing::expect_gradient(h, gradient,
                             [&] { return 1.7 * relations.evaluate(h, 1.0, ignored); });
  }
}

TEST(SemanticRelations, SimplexIsTheDistanceFromTheTargets) {
  const Matrix<double> vectors = unit_rows(6, 5, 3);
  const SemanticRelations relations(vectors.view(), {Form::simplex, 2, 0.6, 0.0});
  const Matrix<double> target = class_relations(vectors.view(), 2, 0.6);
  Rng rng(4);
  const Matrix<double> h = testing::normal_matrix(6, 4, 0.5, rng);
  double expected = 0.0;
  for (std::int64_t i = 0; i < 6; ++i) {
    for (std::int64_t j = 0; j < 6; ++j) {
      double product = 0.0;
      for (std::int64_t k = 0; k < 4; ++k) product += h(i, k) * h(j, k);
      expected += std::pow(product / 4.0 - target(i, j), 2) / 36.0;
    }
  }
  Matrix<double> gradient(6, 4);
  EXPECT_NEAR(relations.evaluate(h, 1.0, gradient), expected, 1e-12);
}

TEST(SemanticRelations, LleWeightsRebuildWhatNeighboursCanRebuild) {
  // Points on a line: each inner one lies half way between its two neighbours.
  Matrix<double> line(5, 2);
  for (std::int64_t i = 0; i < 5; ++i) {
    line(i, 0) = 1.0;
    line(i, 1) = 0.01 * static_cast<double>(i);
  }
  const Matrix<double> all = lle_weights(line.view(), 4);
  const Matrix<double> two = lle_weights(unit_rows(9, 4, 5).view(), 2);
  for (const Matrix<double>* weights : {&all, &two}) {
    for (std::int64_t i = 0; i < weights->rows(); ++i) {
      double sum = 0.0;
      for (const double weight : weights->row(i)) sum += weight;
      EXPECT_NEAR(sum, 1.0, 1e-12);
      EXPECT_EQ((*weights)(i, i), 0.0);
    }
  }
  double rebuilt = 0.0;
  for (std::int64_t j = 0; j < 5; ++j) rebuilt += all(2, j) * line(j, 1);
  EXPECT_NEAR(rebuilt, line(2, 1), 1e-6);
  for (std::int64_t i = 0; i < 9; ++i) {
    int used = 0;
    for (const double weight : two.row(i)) used += weight != 0.0 ? 1 : 0;
    EXPECT_LE(used, 2);
  }
}

void expect_defined(const Matrix<double>& vectors, Form form) {
  const SemanticRelations relations(vectors.view(), {form, 3, 0.6, 0.1});
  Rng rng(7);
  const Matrix<double> h = testing::normal_matrix(vectors.rows(), 4, 0.5, rng);
  Matrix<double> gradient(vectors.rows(), 4);
  EXPECT_TRUE(std::isfinite(relations.evaluate(h, 1.0, gradient)));
  for (std::int64_t i = 0; i < 4 * vectors.rows(); ++i) {
    EXPECT_TRUE(std::isfinite(gradient.data()[i]));
  }
}

TEST(SemanticRelations, AreDefinedForTwoClassesAndForEqualVectors) {
  Matrix<double> equal(3, 2);
  for (std::int64_t i = 0; i < 3; ++i) equal(i, 0) = 1.0;
  for (const Form form : {Form::simplex, Form::lle}) {
    expect_defined(unit_rows(2, 3, 6), form);
    expect_defined(equal, form);
  }
}

}  // namespace
}  // namespace orthant
