#include "learn/discrete/sign_sums.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/aligned_buffer.h"
#include "kernels/kernels.h"

namespace orthant {
namespace {

constexpr std::int64_t kWord = 64;             // samples
constexpr std::int64_t kWordsPerClaim = 64;    // of each column
constexpr std::int64_t kColumnsPerClaim = 16;  // of B^T B
constexpr std::int64_t kColumns = 256;         // packed at once

std::int64_t words_over(std::int64_t samples) { return (samples + kWord - 1) / kWord; }

// Columns of packed signs: bit i % 64 of word i / 64 is set where sample i has +1.
class PackedColumns {
 public:
  PackedColumns(std::int64_t words, std::int64_t columns)
      : bits_(static_cast<std::size_t>(words * columns)), words_(words) {}

  [[nodiscard]] std::int64_t words() const noexcept { return words_; }
  [[nodiscard]] const std::uint64_t* column(std::int64_t k) const noexcept {
    return bits_.data() + k * words_;
  }

  // Word `word` of all columns; row(i) is the code of its sample i < count <= 64.
  template <typename Row>
  void pack(std::int64_t word, std::int64_t count, std::int64_t columns, const Row& row) noexcept {
    for (std::int64_t left = 0; left < columns; left += kColumns) {
      const std::int64_t width = std::min(kColumns, columns - left);
      std::array<std::uint64_t, kColumns> packed{};
      for (std::int64_t i = 0; i < count; ++i) {
        const float* code = row(i) + left;
        for (std::int64_t k = 0; k < width; ++k) {
          packed[static_cast<std::size_t>(k)] |= static_cast<std::uint64_t>(code[k] > 0.0F) << i;
        }
      }
      for (std::int64_t k = 0; k < width; ++k) {
        bits_.data()[(left + k) * words_ + word] = packed[static_cast<std::size_t>(k)];
      }
    }
  }

 private:
  AlignedBuffer<std::uint64_t> bits_;
  std::int64_t words_;
};

// Samples in the order of their classes, each class from a word of its own on.
struct ClassOrder {
  explicit ClassOrder(const Labels& labels)
      : counts(static_cast<std::size_t>(labels.classes())), first_word(counts.size() + 1) {
    for (std::int64_t i = 0; i < labels.rows(); ++i) {
      for (const std::int32_t label : labels.of(i)) ++counts[static_cast<std::size_t>(label)];
    }
    for (std::size_t c = 0; c < counts.size(); ++c) {
      first_word[c + 1] = first_word[c] + words_over(counts[c]);
    }
    samples.assign(static_cast<std::size_t>(first_word.back() * kWord), -1);
    std::vector<std::int64_t> next(counts.size());
    for (std::size_t c = 0; c < counts.size(); ++c) next[c] = first_word[c] * kWord;
    for (std::int64_t i = 0; i < labels.rows(); ++i) {
      for (const std::int32_t label : labels.of(i)) {
        samples[static_cast<std::size_t>(next[static_cast<std::size_t>(label)]++)] = i;
      }
    }
  }

  // The samples of a word come first in it, then -1.
  [[nodiscard]] std::int64_t count(std::int64_t word) const noexcept {
    const auto begin = samples.begin() + word * kWord;
    return std::find(begin, begin + kWord, -1) - begin;
  }

  std::vector<std::int64_t> counts;  // of samples, per class
  std::vector<std::int64_t> first_word;
  std::vector<std::int64_t> samples;  // kWord per word
};

}  // namespace

Matrix<double> sign_gram(MatrixView<float> codes, const Work& work) {
  const std::int64_t bits = codes.columns;
  PackedColumns packed(words_over(codes.rows), bits);
  work.for_each_block(packed.words(), kWordsPerClaim, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t word = first; word < last; ++word) {
      packed.pack(word, std::min(kWord, codes.rows - word * kWord), bits,
                  [&](std::int64_t i) { return codes.row(word * kWord + i).data(); });
    }
  });
  Matrix<double> out(bits, bits);
  work.for_each_block(bits, kColumnsPerClaim, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t k = first; k < last; ++k) {
      work.poll();
      for (std::int64_t l = 0; l <= k; ++l) {
        const std::int64_t differing =
            kernels::active().count_differing(packed.column(k), packed.column(l), packed.words());
        out(k, l) = static_cast<double>(codes.rows - 2 * differing);
      }
    }
  });
  for (std::int64_t k = 0; k < bits; ++k) {
    for (std::int64_t l = 0; l < k; ++l) out(l, k) = out(k, l);
  }
  return out;
}

Matrix<double> sign_class_sums(MatrixView<float> codes, const Labels& labels, const Work& work) {
  const std::int64_t bits = codes.columns;
  const ClassOrder order(labels);
  PackedColumns packed(order.first_word.back(), bits);
  work.for_each_block(packed.words(), kWordsPerClaim, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t word = first; word < last; ++word) {
      const std::int64_t* samples = order.samples.data() + word * kWord;
      packed.pack(word, order.count(word), bits,
                  [&](std::int64_t i) { return codes.row(samples[i]).data(); });
    }
  });
  Matrix<double> sums(labels.classes(), bits);
  const AlignedBuffer<std::uint64_t> zeros(static_cast<std::size_t>(packed.words()));
  work.for_each_block(bits, kColumnsPerClaim, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t k = first; k < last; ++k) {
      for (std::int64_t c = 0; c < labels.classes(); ++c) {
        const auto at = static_cast<std::size_t>(c);
        const std::int64_t up =
            kernels::active().count_differing(packed.column(k) + order.first_word[at], zeros.data(),
                                              order.first_word[at + 1] - order.first_word[at]);
        sums(c, k) = static_cast<double>(2 * up - order.counts[at]);
      }
    }
  });
  return sums;
}

}  // namespace orthant
