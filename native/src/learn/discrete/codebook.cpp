#include "learn/discrete/codebook.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <set>
#include <utility>
#include <vector>

#include "base/error.h"

namespace orthant {
namespace {

using std::to_string;

constexpr int kDraws = 32;
constexpr int kTriesPerDistance = 1000;  // of a random word, before less distance is asked for

bool prime(std::int64_t q) {
  for (std::int64_t f = 2; f * f <= q; ++f) {
    if (q % f == 0) return false;
  }
  return q >= 2;
}

// What is left of the order after halving it as far as it goes: 1, or q + 1 of a Paley matrix.
// 0: the order is not built.
std::int64_t core_of(std::int64_t order) {
  for (std::int64_t core = order; core >= 1; core /= 2) {
    if (core == 1 || (core % 4 == 0 && prime(core - 1) &&
                      !std::has_single_bit(static_cast<std::uint64_t>(core)))) {
      return core;
    }
    if (core % 2 != 0) return 0;
  }
  return 0;
}

// Paley's first construction for a prime q = 3 mod 4, its rows scaled so that column 0 is +1.
Matrix<float> paley_matrix(std::int64_t order) {
  const std::int64_t q = order - 1;
  std::vector<float> character(static_cast<std::size_t>(q), -1.0F);  // +1: a square modulo q
  for (std::int64_t x = 1; x < q; ++x) character[static_cast<std::size_t>(x * x % q)] = 1.0F;
  Matrix<float> h(order, order);
  for (std::int64_t j = 0; j < order; ++j) h(0, j) = 1.0F;
  for (std::int64_t i = 0; i < q; ++i) {
    h(i + 1, 0) = 1.0F;
    for (std::int64_t j = 0; j < q; ++j) {
      const float sign = character[static_cast<std::size_t>((j - i + q) % q)];
      h(i + 1, j + 1) = i == j ? -1.0F : sign;
    }
  }
  return h;
}

// [H H; H -H]
Matrix<float> doubled(const Matrix<float>& h) {
  const std::int64_t side = h.rows();
  Matrix<float> result(2 * side, 2 * side);
  for (std::int64_t i = 0; i < 2 * side; ++i) {
    for (std::int64_t j = 0; j < 2 * side; ++j) {
      const float value = h(i % side, j % side);
      result(i, j) = i >= side && j >= side ? -value : value;
    }
  }
  return result;
}

using Bits = std::vector<std::uint64_t>;

Bits pack(std::span<const float> word) {
  Bits bits((word.size() + 63) / 64);
  for (std::size_t k = 0; k < word.size(); ++k) {
    if (word[k] > 0.0F) bits[k / 64] |= std::uint64_t{1} << (k % 64);
  }
  return bits;
}

std::int64_t distance(const Bits& a, const Bits& b) {
  std::int64_t sum = 0;
  for (std::size_t w = 0; w < a.size(); ++w) sum += std::popcount(a[w] ^ b[w]);
  return sum;
}

std::int64_t count_distinct_columns(const Matrix<float>& words) {
  const Matrix<float> columns = transposed(words.view());
  std::set<Bits> distinct;
  for (std::int64_t k = 0; k < columns.rows(); ++k) distinct.insert(pack(columns.row(k)));
  return static_cast<std::int64_t>(distinct.size());
}

std::int64_t find_least_distance(const Matrix<float>& words, const Work& work) {
  const std::int64_t compared = std::min(words.rows(), Codebook::kComparedWords);
  std::int64_t least = words.columns();
  std::vector<Bits> before;
  for (std::int64_t c = 0; c < compared; ++c) {
    work.poll();
    before.push_back(pack(words.row(c)));
    for (std::int64_t other = 0; other < c; ++other) {
      least = std::min(least, distance(before[static_cast<std::size_t>(other)], before.back()));
    }
  }
  return least;
}

std::string nearest_orders(std::int64_t bits) {
  std::int64_t below = bits;
  while (!hadamard_order(below)) --below;
  std::int64_t above = bits;
  while (!hadamard_order(above)) ++above;
  return to_string(below) + " or " + to_string(above);
}

void require_hadamard(std::int64_t classes, std::int64_t bits) {
  const std::string instead = ", or codebook 1 (Bernoulli) or 2 (distant), which take any number";
  if (!hadamard_order(bits)) {
    refuse("there is no Hadamard codebook of " + to_string(bits) + " bits: use " +
           nearest_orders(bits) + " bits" + instead);
  }
  if (classes > 2 * bits) {
    refuse("a Hadamard codebook of " + to_string(bits) + " bits has " + to_string(2 * bits) +
           " words, the labels have " + to_string(classes) + " classes: use more bits" + instead);
  }
}

// The rows of H in a random order, the constant one last; then, for more classes, the negatives.
Matrix<float> hadamard_words(const Matrix<float>& h, std::int64_t classes, Rng& rng) {
  const std::int64_t bits = h.rows();
  std::vector<std::int64_t> order(static_cast<std::size_t>(bits));
  std::iota(order.begin(), order.end() - 1, std::int64_t{1});
  for (std::int64_t i = bits - 2; i > 0; --i) {
    const auto j = rng.below(static_cast<std::uint64_t>(i + 1));
    std::swap(order[static_cast<std::size_t>(i)], order[static_cast<std::size_t>(j)]);
  }
  order.back() = 0;
  Matrix<float> words(classes, bits);
  for (std::int64_t c = 0; c < classes; ++c) {
    const float sign = c < bits ? 1.0F : -1.0F;
    const std::span<const float> row = h.row(order[static_cast<std::size_t>(c % bits)]);
    for (std::int64_t k = 0; k < bits; ++k) words(c, k) = sign * row[static_cast<std::size_t>(k)];
  }
  return words;
}

// Draws until no column is repeated, or as often as is worth it.
Codebook hadamard_book(std::int64_t classes, std::int64_t bits, Rng& rng, const Work& work) {
  require_hadamard(classes, bits);
  const Matrix<float> h = hadamard_matrix(bits);
  const std::int64_t most = classes < 10 ? std::min(bits, std::int64_t{1} << classes) : bits;
  Codebook best;
  for (int draw = 0; draw < kDraws && best.distinct_columns < most; ++draw) {
    work.poll();
    Matrix<float> words = hadamard_words(h, classes, rng);
    const std::int64_t distinct = count_distinct_columns(words);
    if (distinct > best.distinct_columns) best = {std::move(words), distinct, 0};
  }
  return best;
}

void require_few(std::int64_t classes) {
  if (classes <= kMostDistantWords) return;
  refuse("a distant codebook has at most " + to_string(kMostDistantWords) +
         " words, the labels have " + to_string(classes) +
         " classes: use codebook 1 (Bernoulli), whose cost is linear in the classes");
}

void draw_word(std::span<float> word, Rng& rng) {
  for (float& sign : word) sign = static_cast<float>(rng.sign());
}

Matrix<float> bernoulli_words(std::int64_t classes, std::int64_t bits, Rng& rng) {
  Matrix<float> words(classes, bits);
  for (std::int64_t c = 0; c < classes; ++c) draw_word(words.row(c), rng);
  return words;
}

Matrix<float> distant_words(std::int64_t classes, std::int64_t bits, Rng& rng, const Work& work) {
  Matrix<float> words(classes, bits);
  std::vector<Bits> taken;
  auto asked = static_cast<std::int64_t>(std::ceil(0.61 * static_cast<double>(bits)));
  const auto step = std::max<std::int64_t>(1, bits / 100);
  int tries = 0;
  while (static_cast<std::int64_t>(taken.size()) < classes) {
    work.poll();
    const std::span<float> word = words.row(static_cast<std::int64_t>(taken.size()));
    draw_word(word, rng);
    Bits candidate = pack(word);
    const bool far = std::all_of(taken.begin(), taken.end(), [&](const Bits& other) {
      return distance(other, candidate) >= asked;
    });
    if (far) {
      taken.push_back(std::move(candidate));
    } else if (++tries == kTriesPerDistance) {
      asked = std::max<std::int64_t>(0, asked - step);
      tries = 0;
    }
  }
  return words;
}

}  // namespace

bool hadamard_order(std::int64_t order) { return order >= 1 && core_of(order) != 0; }

Matrix<float> hadamard_matrix(std::int64_t order) {
  const std::int64_t core = core_of(order);
  Matrix<float> h(1, 1);
  h(0, 0) = 1.0F;
  if (core > 1) h = paley_matrix(core);
  while (h.rows() < order) h = doubled(h);
  return h;
}

Codebook draw_codebook(CodebookKind kind, std::int64_t classes, std::int64_t bits, Rng& rng,
                       const Work& work) {
  Codebook book;
  if (kind == CodebookKind::hadamard) book = hadamard_book(classes, bits, rng, work);
  if (kind == CodebookKind::bernoulli) book.words = bernoulli_words(classes, bits, rng);
  if (kind == CodebookKind::distant) {
    require_few(classes);
    book.words = distant_words(classes, bits, rng, work);
  }
  book.distinct_columns = count_distinct_columns(book.words);
  book.least_distance = find_least_distance(book.words, work);
  return book;
}

Matrix<float> words_of_rows(const Labels& labels, MatrixView<float> words) {
  Matrix<float> codes(labels.rows(), words.columns);
  for (std::int64_t i = 0; i < labels.rows(); ++i) {
    const std::span<float> code = codes.row(i);
    for (const std::int32_t label : labels.of(i)) {
      for (std::size_t k = 0; k < code.size(); ++k) code[k] += words.row(label)[k];
    }
    const std::span<const float> first = words.row(labels.of(i).front());
    for (std::size_t k = 0; k < code.size(); ++k) {
      code[k] = code[k] == 0.0F ? first[k] : (code[k] > 0.0F ? 1.0F : -1.0F);
    }
  }
  return codes;
}

}  // namespace orthant
