// Code words for classes: classes x r of -1 and +1, drawn before anything is learnt. HC-SDH
// regresses on them, CSQ takes them for hash centres, OrthoHash for the weights of its classifier.
//     hadamard   rows of a Hadamard matrix of order r: two words differ in exactly r / 2 bits.
//                Koutaki, Shirai and Ambai, "Fast Supervised Discrete Hashing and its Analysis",
//                2016 (HC-SDH); Yuan et al., "Central Similarity Quantization", CVPR 2020 (CSQ)
//     bernoulli  independent fair signs
//     distant    random words, each taken only if it is far from all before; the distance asked
//                for starts at 0.61 r and falls until all classes have a word.
//                Hoe et al., "One Loss for All" (OrthoHash), NeurIPS 2021, variant "O"
// The first rows of a Sylvester matrix repeat columns (10 classes: 16 distinct bits at any r), so
// Hadamard rows are drawn at random. Ours: of up to 32 such draws the first without a repeated
// column is taken, or else the one with the most distinct columns; 2r Hadamard words, the matrix
// and its negative, as in CSQ; Paley's orders beside Sylvester's.
#pragma once

#include <cstdint>
#include <string>

#include "base/rng.h"
#include "data/labels.h"
#include "data/matrix.h"
#include "linalg/work.h"

namespace orthant {

enum class CodebookKind : std::int32_t { hadamard = 0, bernoulli = 1, distant = 2 };

struct Codebook {
  Matrix<float> words;                // classes x r in {-1, +1}
  std::int64_t distinct_columns = 0;  // columns that are equal count once; at most 2^classes
  // Of two words; r for a single class. Only the first kComparedWords words are looked at.
  std::int64_t least_distance = 0;

  static constexpr std::int64_t kComparedWords = 4096;
};

// classes >= 1, 1 <= bits <= ORTHANT_MAX_BITS. Cost: hadamard and bernoulli classes r a draw,
// distant classes^2 r / 64 and up to 40,000 classes r / 64 more. Refused: hadamard with an order
// that is not built, or more than 2r classes; distant with more than kMostDistantWords classes.
[[nodiscard]] Codebook draw_codebook(CodebookKind kind, std::int64_t classes, std::int64_t bits,
                                     Rng& rng, const Work& work);
inline constexpr std::int64_t kMostDistantWords = 16384;

// Distant words, or, for more classes than the search for them is fit for, Bernoulli ones.
[[nodiscard]] constexpr CodebookKind random_kind(std::int64_t classes) noexcept {
  return classes <= kMostDistantWords ? CodebookKind::distant : CodebookKind::bernoulli;
}

// Whether a Hadamard matrix of this order is built: 2^k (Sylvester), or 2^k (q + 1) with a prime
// q = 3 mod 4 (Paley, doubled as Sylvester does): 1, 2, 4, 8, 12, 16, 20, 24, 32, 40, 44, 48, ...
[[nodiscard]] bool hadamard_order(std::int64_t order);

// The matrix, its first row and column all +1: H H^T = order I. hadamard_order(order) holds.
[[nodiscard]] Matrix<float> hadamard_matrix(std::int64_t order);

// A row's code: the word of its class; with several labels the sign of the sum of their words, a
// tie going to the first label. n x r.
[[nodiscard]] Matrix<float> words_of_rows(const Labels& labels, MatrixView<float> words);

}  // namespace orthant
