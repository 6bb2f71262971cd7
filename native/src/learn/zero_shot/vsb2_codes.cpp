#include "learn/zero_shot/vsb2_codes.h"

#include <span>
#include <utility>

#include "data/sum_of_squares.h"
#include "learn/discrete/discrete_codes.h"
#include "linalg/blas.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

constexpr std::int64_t kBlock = 256;

double squared_norm(MatrixView<double> a) noexcept {
  return sum_of_squares(std::span(a.data, static_cast<std::size_t>(a.rows * a.columns)));
}

double squared_difference(MatrixView<double> a, MatrixView<double> b) noexcept {
  double sum = 0.0;
  for (std::int64_t i = 0; i < a.rows * a.columns; ++i) {
    sum += (a.data[i] - b.data[i]) * (a.data[i] - b.data[i]);
  }
  return sum;
}

// a <- a factor
void scale(Matrix<double>& a, double factor) noexcept {
  for (std::int64_t i = 0; i < a.rows() * a.columns(); ++i) a.data()[i] *= factor;
}

// a <- a + factor b
void add(Matrix<double>& a, double factor, const Matrix<double>& b) noexcept {
  for (std::int64_t i = 0; i < a.rows() * a.columns(); ++i) a.data()[i] += factor * b.data()[i];
}

// S with a row for each class of the labels; zero for a class that is none of the k.
Matrix<double> relations_of_all(const Matrix<double>& relations,
                                const std::vector<std::int64_t>& class_ids, std::int64_t classes) {
  Matrix<double> all(classes, relations.columns());
  for (std::int64_t k = 0; k < relations.rows(); ++k) {
    const std::span<const double> from = relations.row(k);
    std::copy(from.begin(), from.end(), all.row(class_ids[static_cast<std::size_t>(k)]).begin());
  }
  return all;
}

Matrix<double> random_name_codes(std::int64_t names, std::int64_t bits, Rng& rng) {
  Matrix<double> signs(names, bits);
  for (std::int64_t i = 0; i < names * bits; ++i) signs.data()[i] = rng.sign();
  return signs;
}

}  // namespace

Vsb2Codes::Vsb2Codes(Vsb2Problem problem, const Labels& labels, Vsb2Weights weights,
                     std::int64_t bits, Rng& rng, const Work& work)
    : weights_(weights),
      rows_(std::move(problem.rows)),
      vectors_(std::move(problem.vectors)),
      relations_(std::move(problem.relations)),
      targets_(labels, relations_of_all(relations_, problem.class_ids, labels.classes()),
               ClassTargets::Combine::mean),
      names_(transposed_multiply(vectors_.view(), vectors_.view()), weights.names_ridge,
             "name-ridge"),
      name_codes_(random_name_codes(vectors_.rows(), bits, rng)),
      hash_(std::move(problem.phi), random_signs(labels.rows(), bits, rng), weights.visual_ridge,
            "ridge", work) {
  map_step(work);
}

bool Vsb2Codes::code_step(std::int32_t sweeps, const Work& work) {
  const auto bits = static_cast<double>(hash_.bits());
  // T Z: the targets' vectors are the rows of S, their map to r columns is Z^T.
  Matrix<double> per_class = targets_.vectors_times(transposed(name_codes()).view());
  scale(per_class, weights_.classes);
  Matrix<double> wanted = hash_.predictions().clone();
  scale(wanted, weights_.visual);
  targets_.add_to_rows(per_class.view(), wanted, work);
  Matrix<double> coupling = transposed_multiply(name_codes(), name_codes());
  scale(coupling, weights_.classes / bits);
  if (weights_.rebuild > 0.0) {
    add(wanted, weights_.rebuild, project(rows_.view(), transposed(decoder()).view(), work));
    add(coupling, weights_.rebuild, multiply_transposed(decoder(), decoder()));
  }
  return hash_.sweep(wanted.view(), coupling.view(), sweeps, work);
}

struct Vsb2Codes::NameStep {
  Matrix<double> pull;      // k x r: the linear part of the class and the name term
  Matrix<double> of_codes;  // B^T B
  Matrix<double> of_names;  // Z^T Z
};

bool Vsb2Codes::name_step(const Work& work) {
  const Matrix<double> sums = targets_.class_sums(codes(), work);
  NameStep step{transposed(targets_.combined(sums.view()).view()), gram(codes(), work),
                transposed_multiply(name_codes(), name_codes())};
  scale(step.pull, weights_.classes);
  add(step.pull, weights_.names, multiply(vectors_.view(), name_map()));
  bool changed = false;
  for (std::int64_t name = 0; name < name_codes_.rows(); ++name) {
    if (name % 64 == 0) work.poll();
    changed |= flip_bits(step, name);
  }
  return changed;
}

// With the other names fixed the objective is z G z^T - 2 z q^T + const for the code z of a name:
//   G = (classes / r) B^T B + (2 relations / r) sum over the others of z_j^T z_j
//   q = classes (T^T B)_name + names (A V)_name + 2 relations sum over the others of S_name,j z_j
bool Vsb2Codes::flip_bits(NameStep& step, std::int64_t name) {
  const std::int64_t bits = hash_.bits();
  const double of_codes = weights_.classes / static_cast<double>(bits);
  const double of_names = 2.0 * weights_.relations / static_cast<double>(bits);
  const std::span<double> z = name_codes_.row(name);
  const std::span<double> q = step.pull.row(name);
  for (std::int64_t other = 0; other < name_codes_.rows(); ++other) {
    if (other == name) continue;
    const double relation = 2.0 * weights_.relations * relations_(name, other);
    const std::span<const double> code = name_codes_.view().row(other);
    for (std::size_t k = 0; k < q.size(); ++k) q[k] += relation * code[k];
  }
  bool changed = false;
  for (std::int64_t k = 0; k < bits; ++k) {
    const auto bit = static_cast<std::size_t>(k);
    double sum = 0.0;
    for (std::int64_t l = 0; l < bits; ++l) {
      const double coupling = of_codes * step.of_codes(k, l) + of_names * step.of_names(k, l);
      if (l != k) sum += coupling * z[static_cast<std::size_t>(l)];
    }
    // Z^T Z holds this name too: its share of the sum is z_k, r - 1 times.
    sum -= of_names * static_cast<double>(bits - 1) * z[bit];
    const double wanted = q[bit] - sum;
    if (wanted == 0.0 || (wanted > 0.0) == (z[bit] > 0.0)) continue;
    z[bit] = -z[bit];
    changed = true;
    for (std::int64_t l = 0; l < bits; ++l) {
      if (l == k) continue;
      const double change = 2.0 * z[bit] * z[static_cast<std::size_t>(l)];
      step.of_names(k, l) += change;
      step.of_names(l, k) += change;
    }
  }
  return changed;
}

void Vsb2Codes::map_step(const Work& work) {
  name_map_ = names_.solve(transposed_multiply(vectors_.view(), name_codes()));
  hash_.fit(work);
  if (weights_.rebuild == 0.0) return;
  decoder_ = solve_ridge(gram(codes(), work), weights_.rebuild_ridge, "rebuild-ridge",
                         cross(codes(), rows_.view(), work));
}

double Vsb2Codes::objective(const Work& work) const {
  const auto bits = static_cast<double>(hash_.bits());
  Matrix<double> map = transposed(name_codes());
  scale(map, 1.0 / bits);
  // ||B Z^T - r T||^2 / r = r ||B (Z^T / r) - T||^2
  double value = weights_.classes * bits * targets_.squared_error(codes(), map.view(), work);
  Matrix<double> between = multiply_transposed(name_codes(), name_codes());
  add(between, -bits, relations_);
  value += weights_.relations / bits * squared_norm(between.view());
  const Matrix<double> mapped = multiply(vectors_.view(), name_map());
  value += weights_.names * (squared_difference(name_codes(), mapped.view()) +
                             weights_.names_ridge * squared_norm(name_map()));
  value += weights_.visual * hash_.objective(work);
  if (weights_.rebuild == 0.0) return value;
  const double lost =
      work.sum_over_blocks(rows_.rows(), kBlock, [&](std::int64_t first, std::int64_t last) {
        const Matrix<double> block = double_block(codes(), first, last, 0, hash_.bits());
        const Matrix<double> rebuilt = multiply(block.view(), decoder());
        const Matrix<double> rows = double_block(rows_.view(), first, last, 0, rows_.columns());
        return squared_difference(rows.view(), rebuilt.view());
      });
  return value + weights_.rebuild * (lost + weights_.rebuild_ridge * squared_norm(decoder()));
}

void Vsb2Codes::visit(State& state) {
  hash_.visit(state);
  state.field("name-codes", name_codes_);
  state.field("name-map", name_map_);
  if (weights_.rebuild > 0.0) state.field("decoder", decoder_);
}

}  // namespace orthant
