// The codes that are searched: uniform, around centres, or like learned ones.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/rng.h"
#include "data/packed_codes.h"

namespace orthant::bench {

// uniform: all bits independent and even. clustered: one uniform centre per 1,000 codes, each bit
// flipped with 12 %. learned: see LearnedCodes.
enum class Kind { kUniform, kClustered, kLearned };
[[nodiscard]] const char* name_of(Kind kind);

// A word whose bits are set with a probability of share / 256.
[[nodiscard]] std::uint64_t sparse_word(Rng& rng, int share);

struct Data {
  PackedCodes codes;
  PackedCodes queries;
};

[[nodiscard]] PackedCodes uniform_codes(std::int64_t rows, std::int32_t bits, std::uint64_t seed);
// flips: in 256ths.
[[nodiscard]] Data clustered_codes(std::int64_t rows, std::int64_t queries, std::int32_t bits,
                                   int flips);

// Codes that a model gave: those in a file of their length, enlarged by copies with 2 % of the bits
// flipped. Without a file, generated: 100 centres, most bits firm, so that few codes are distinct.
class LearnedCodes {
 public:
  // Paths of .npy files of 64-bit words, rows by words, as `orthant encode` writes them; of
  // different lengths.
  explicit LearnedCodes(const std::vector<std::string>& paths);

  [[nodiscard]] Data draw(std::int64_t rows, std::int64_t queries, std::int32_t bits) const;
  // Where codes of this length come from.
  [[nodiscard]] std::string origin(std::int32_t bits) const;

 private:
  struct File {
    std::string path;
    PackedCodes codes;
  };
  [[nodiscard]] const File* file_of(std::int32_t bits) const;

  std::vector<File> files_;
};

[[nodiscard]] Data draw(Kind kind, const LearnedCodes& learned, std::int64_t rows,
                        std::int64_t queries, std::int32_t bits);

}  // namespace orthant::bench
