// The loop over runs of codes that the tiers without a vector popcount share; each includes it with
// a popcount of its own. Unnamed, so that no tier's copy can stand in for another's.
#pragma once

#include <cstdint>

#include "kernels/kernels.h"

namespace orthant::kernels {
namespace {

// Asks for the lines of the runs in their order, some way ahead of the one that is read: memory
// that is hopped through gives no hardware prefetcher a clue.
class LinesAhead {
 public:
  static constexpr int kAhead = 96;  // lines

  LinesAhead(const std::uint64_t* codes, const Run* run, std::int64_t runs,
             std::int64_t words) noexcept
      : codes_(codes), run_(run), last_run_(run + runs), words_(words) {
    start_run();
    ask(kAhead);
  }

  void ask(std::int64_t lines) noexcept {
    for (; lines > 0 && run_ != last_run_; --lines) {
      __builtin_prefetch(reinterpret_cast<const char*>(line_));
      line_ += kLine;
      if (line_ >= end_) {
        ++run_;
        start_run();
      }
    }
  }

 private:
  static constexpr std::uintptr_t kLine = 64;

  void start_run() noexcept {
    if (run_ == last_run_) return;
    const std::uint64_t* first = codes_ + run_->first * words_;
    line_ = reinterpret_cast<std::uintptr_t>(first) / kLine * kLine;
    end_ = reinterpret_cast<std::uintptr_t>(first + run_->count * words_);
  }

  const std::uint64_t* codes_;
  const Run* run_;
  const Run* last_run_;
  std::int64_t words_;
  std::uintptr_t line_ = 0;
  std::uintptr_t end_ = 0;
};

// kWords == 0: known at run time only.
template <int kWords, bool kMasked, typename Popcount>
std::int64_t collect_runs_of(const std::uint64_t* codes, const Run* run, std::int64_t runs,
                             std::int32_t run_words, const std::uint64_t* query,
                             const std::uint64_t* mask, std::int32_t bound, Candidate* found,
                             Popcount popcount) noexcept {
  constexpr std::uint32_t kStep = 8;  // codes between two looks ahead: `words` lines
  const std::int64_t words = kWords != 0 ? kWords : run_words;
  LinesAhead ahead(codes, run, runs, words);
  std::int64_t hits = 0;
  for (std::int64_t r = 0; r < runs; ++r) {
    ahead.ask(1);  // a run that starts within a line touches one more
    const std::uint64_t* code = codes + run[r].first * words;
    for (std::uint32_t i = 0; i < run[r].count; ++i, code += words) {
      if (i % kStep == 0) ahead.ask(words);
      std::int32_t distance = 0;
      for (std::int64_t w = 0; w < words; ++w) {
        std::uint64_t differing = code[w] ^ query[w];
        if constexpr (kMasked) differing &= mask[w];
        distance += popcount(differing);
      }
      if (distance <= bound) {
        found[hits++] = {static_cast<std::int32_t>(run[r].first + i), distance};
      }
    }
  }
  return hits;
}

template <bool kMasked, typename Popcount>
std::int64_t collect_runs_by_length(const std::uint64_t* codes, const Run* run, std::int64_t runs,
                                    std::int32_t words, const std::uint64_t* query,
                                    const std::uint64_t* mask, std::int32_t bound, Candidate* found,
                                    Popcount popcount) noexcept {
  const auto collect = words == 1   ? collect_runs_of<1, kMasked, Popcount>
                       : words == 2 ? collect_runs_of<2, kMasked, Popcount>
                       : words == 4 ? collect_runs_of<4, kMasked, Popcount>
                                    : collect_runs_of<0, kMasked, Popcount>;
  return collect(codes, run, runs, words, query, mask, bound, found, popcount);
}

template <typename Popcount>
std::int64_t collect_runs_by_loop(const std::uint64_t* codes, const Run* run, std::int64_t runs,
                                  std::int32_t words, const std::uint64_t* query,
                                  const std::uint64_t* mask, std::int32_t bound, Candidate* found,
                                  Popcount popcount) noexcept {
  const auto collect = mask == nullptr ? collect_runs_by_length<false, Popcount>
                                       : collect_runs_by_length<true, Popcount>;
  return collect(codes, run, runs, words, query, mask, bound, found, popcount);
}

}  // namespace
}  // namespace orthant::kernels
