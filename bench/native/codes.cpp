#include "codes.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>

#include "measure.h"

namespace orthant::bench {
namespace {

constexpr int kClusterFlips = 31;  // of 256: 12 %
constexpr int kCopyFlips = 5;      // of 256: 2 %

// A quarter of the bits each: how often they are flipped, in 256ths over the words of a code.
constexpr int kClasses = 4;
constexpr int kClassFlips[kClasses] = {0, 1, 4, 20};

// The shape in the header of a .npy file of little-endian 64-bit words, row by row.
std::pair<long long, long long> shape_of(const std::string& header, const std::string& path) {
  const bool words =
      header.find("'<u8'") != std::string::npos || header.find("'<i8'") != std::string::npos;
  const std::size_t shape = header.find("'shape':");
  long long rows = 0;
  long long columns = 0;
  if (!words || header.find("'fortran_order': False") == std::string::npos ||
      shape == std::string::npos ||
      std::sscanf(header.c_str() + shape, "'shape': (%lld, %lld", &rows, &columns) != 2) {
    fail("'" + path + "' does not hold rows of 64-bit words");
  }
  return {rows, columns};
}

PackedCodes read_npy(const std::string& path) {
  constexpr std::size_t kPreamble = 10;  // magic, version, length of the header
  std::ifstream file(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (bytes.size() < kPreamble || bytes.compare(0, 7, "\x93NUMPY\x01") != 0) {
    fail("'" + path + "' cannot be read as a .npy file of version 1");
  }
  const std::size_t start = kPreamble + static_cast<unsigned char>(bytes[8]) +
                            256U * static_cast<unsigned char>(bytes[9]);
  const auto [rows, words] = shape_of(bytes.substr(kPreamble, start - kPreamble), path);
  if (rows < 1 || words < 1 || words > 16 ||
      bytes.size() != start + static_cast<std::size_t>(8 * rows * words)) {
    fail("'" + path + "' is not as long as it says, or its codes are not of 1 to 16 words");
  }
  PackedCodes codes(rows, static_cast<std::int32_t>(64 * words));
  std::memcpy(codes.data(), bytes.data() + start, bytes.size() - start);
  return codes;
}

// Draws a row of `from` and flips each bit with a probability of flips / 256.
void draw_copy(const PackedCodes& from, int flips, Rng& rng, std::uint64_t* code) {
  const auto row = rng.below(static_cast<std::uint64_t>(from.rows()));
  const std::uint64_t* original = from.row(static_cast<std::int64_t>(row));
  for (std::int32_t w = 0; w < from.words(); ++w) code[w] = original[w] ^ sparse_word(rng, flips);
}

Data generated(std::int64_t rows, std::int64_t queries, std::int32_t bits) {
  Rng rng(5);
  const PackedCodes centres = uniform_codes(100, bits, 6);
  std::vector<int> class_of;
  for (std::int32_t bit = 0; bit < bits; ++bit) class_of.push_back(static_cast<int>(rng.below(4)));
  std::vector<std::uint64_t> members(static_cast<std::size_t>(kClasses * centres.words()));
  for (std::int32_t bit = 0; bit < bits; ++bit) {
    const int at = class_of[static_cast<std::size_t>(bit)] * centres.words() + bit / 64;
    members[static_cast<std::size_t>(at)] |= std::uint64_t{1} << (bit % 64);
  }
  Data data = {PackedCodes(rows, bits), PackedCodes(queries, bits)};
  for (PackedCodes* some : {&data.codes, &data.queries}) {
    for (std::int64_t i = 0; i < some->rows(); ++i) {
      draw_copy(centres, 0, rng, some->row(i));
      for (int c = 1; c < kClasses; ++c) {
        for (std::int32_t w = 0; w < some->words(); ++w) {
          some->row(i)[w] ^= members[static_cast<std::size_t>(c * some->words() + w)] &
                             sparse_word(rng, kClassFlips[c] / some->words());
        }
      }
    }
  }
  return data;
}

}  // namespace

const char* name_of(Kind kind) {
  constexpr const char* kNames[] = {"uniform", "clustered", "learned"};
  return kNames[static_cast<int>(kind)];
}

// An "or" with a fair word takes a probability p to (1 + p) / 2, an "and" to p / 2.
std::uint64_t sparse_word(Rng& rng, int share) {
  std::uint64_t word = 0;
  for (int bit = 0; bit < 8; ++bit) {
    const std::uint64_t fair = rng.next();
    word = ((share >> bit) & 1) != 0 ? word | fair : word & fair;
  }
  return word;
}

PackedCodes uniform_codes(std::int64_t rows, std::int32_t bits, std::uint64_t seed) {
  Rng rng(seed);
  PackedCodes codes(rows, bits);
  for (std::int64_t i = 0; i < rows * codes.words(); ++i) codes.data()[i] = rng.next();
  return codes;
}

Data clustered_codes(std::int64_t rows, std::int64_t queries, std::int32_t bits, int flips) {
  Rng rng(3);
  const PackedCodes centres = uniform_codes(std::max<std::int64_t>(rows / 1000, 1), bits, 4);
  Data data = {PackedCodes(rows, bits), PackedCodes(queries, bits)};
  for (PackedCodes* some : {&data.codes, &data.queries}) {
    for (std::int64_t i = 0; i < some->rows(); ++i) draw_copy(centres, flips, rng, some->row(i));
  }
  return data;
}

LearnedCodes::LearnedCodes(const std::vector<std::string>& paths) {
  for (const std::string& path : paths) files_.push_back({path, read_npy(path)});
}

const LearnedCodes::File* LearnedCodes::file_of(std::int32_t bits) const {
  for (const File& file : files_) {
    if (file.codes.bits() == bits) return &file;
  }
  return nullptr;
}

std::string LearnedCodes::origin(std::int32_t bits) const {
  const File* file = file_of(bits);
  if (file == nullptr) return "generated, no file";
  return text("%s, %lld codes", file->path.c_str(), static_cast<long long>(file->codes.rows()));
}

Data LearnedCodes::draw(std::int64_t rows, std::int64_t queries, std::int32_t bits) const {
  const File* file = file_of(bits);
  if (file == nullptr) return generated(rows, queries, bits);
  Rng rng(7);
  Data data = {PackedCodes(rows, bits), PackedCodes(queries, bits)};
  const std::int64_t given = std::min(rows, file->codes.rows());
  std::copy_n(file->codes.data(), given * file->codes.words(), data.codes.data());
  for (std::int64_t i = given; i < rows; ++i) {
    draw_copy(file->codes, kCopyFlips, rng, data.codes.row(i));
  }
  for (std::int64_t q = 0; q < queries; ++q) {
    draw_copy(file->codes, kCopyFlips, rng, data.queries.row(q));
  }
  return data;
}

Data draw(Kind kind, const LearnedCodes& learned, std::int64_t rows, std::int64_t queries,
          std::int32_t bits) {
  if (kind == Kind::kLearned) return learned.draw(rows, queries, bits);
  if (kind == Kind::kClustered) return clustered_codes(rows, queries, bits, kClusterFlips);
  return {uniform_codes(rows, bits, 1), uniform_codes(queries, bits, 2)};
}

}  // namespace orthant::bench
