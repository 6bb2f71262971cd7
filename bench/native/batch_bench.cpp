// How many (query, code) pairs per second does a batch search decide, and how many times more is
// that than a plain loop over POPCNT instructions in FAISS's order (popcnt_batch.h)?
//
// For each code length, the two are run in turn, at least fifteen times, on one thread; times are
// of the thread's processor time. The ratio is taken of each pair of neighbouring runs; its best
// and its median are printed, the median beside the goal. Ours drives the batch kernel directly,
// with the same counting top-k. The results of both are compared first, and a difference ends the
// program. A baseline under 1.5 Gpair/s at 64 bits is a disturbed run unless the clock probe says
// why. ORTHANT_SIMD caps the tier.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "base/aligned_buffer.h"
#include "base/rng.h"
#include "data/packed_codes.h"
#include "kernels/kernels.h"
#include "measure.h"
#include "orthant/orthant.h"
#include "popcnt_batch.h"

namespace orthant::bench {
namespace {

struct Options {
  std::int64_t codes = 1 << 20;
  std::vector<std::int32_t> bits;
  std::vector<std::int64_t> ks;
  std::vector<std::int32_t> queries;
  int repeat = 15;
};

// Times a baseline's rate; negative: none.
double goal_of(std::int32_t bits) {
  const std::string tier = kernels::active().name;
  if (tier == "avx512_vpopcntdq") return bits == 64 ? 6.0 : bits == 128 ? 5.0 : 4.5;
  if (tier == "avx2") return bits == 64 ? 5.0 : bits == 128 ? 3.3 : 2.5;
  return -1.0;
}

struct Results {
  std::vector<std::int64_t> ids;
  std::vector<std::int32_t> distances;
  std::vector<std::int64_t> counts;
};

// One workload: random codes and queries, whose nearest are wanted.
class Workload {
 public:
  Workload(std::int64_t rows, std::int32_t bits, std::int32_t queries, std::int64_t k)
      : codes_(rows, bits), queries_(queries, bits), k_(std::min(k, rows)) {
    Rng rng(1);
    for (PackedCodes* some : {&codes_, &queries_}) {
      for (std::int64_t i = 0; i < some->rows() * some->words(); ++i) some->data()[i] = rng.next();
    }
    for (std::int32_t q = 0; q < queries; ++q) top_ks_.emplace_back(k_, rows, bits);
    bounds_.resize(static_cast<std::size_t>(queries));
    found_.resize(static_cast<std::size_t>(kernels::kBatchCodes * queries));
    scratch_ = AlignedBuffer<unsigned char>(
        static_cast<std::size_t>(kernels_.batch_scratch(codes_.words(), queries)));
  }

  void search_by_popcnt() {
    for (TopK& top_k : top_ks_) top_k.start(k_);
    nearest_by_popcnt(codes_.data(), codes_.rows(), codes_.words(), queries_.data(),
                      queries_.rows(), top_ks_);
    finish();
  }

  // Short blocks first: the bounds fall fast while the first codes come in.
  void search_by_batch() {
    constexpr std::int64_t kFirstBlock = 32;
    const auto queries = static_cast<std::int32_t>(queries_.rows());
    for (TopK& top_k : top_ks_) top_k.start(k_);
    std::fill(bounds_.begin(), bounds_.end(), codes_.bits());
    kernels_.prepare_batch(queries_.data(), queries, codes_.words(), nullptr, scratch_.data());
    std::int64_t block = kFirstBlock;
    for (std::int64_t first = 0; first < codes_.rows(); first += block) {
      if (first > 0) block = std::min(2 * block, kernels::kBatchCodes);
      const std::int64_t hits =
          kernels_.collect_batch(codes_.row(first), std::min(block, codes_.rows() - first),
                                 bounds_.data(), scratch_.data(), found_.data());
      for (std::int64_t i = 0; i < hits; ++i) {
        const kernels::BatchCandidate& hit = found_[static_cast<std::size_t>(i)];
        TopK& top_k = top_ks_[static_cast<std::size_t>(hit.query)];
        top_k.push(first + hit.offset, hit.distance);
        bounds_[static_cast<std::size_t>(hit.query)] = top_k.bound();
      }
    }
    finish();
  }

  [[nodiscard]] const Results& results() const { return results_; }
  [[nodiscard]] double pairs() const {
    return static_cast<double>(codes_.rows()) * static_cast<double>(queries_.rows());
  }

 private:
  void finish() {
    const auto k = static_cast<std::size_t>(k_);
    results_.ids.resize(k * top_ks_.size());
    results_.distances.resize(k * top_ks_.size());
    results_.counts.resize(top_ks_.size());
    for (std::size_t q = 0; q < top_ks_.size(); ++q) {
      results_.counts[q] =
          top_ks_[q].finish(results_.ids.data() + q * k, results_.distances.data() + q * k);
    }
  }

  const kernels::KernelTable& kernels_ = kernels::active();
  PackedCodes codes_;
  PackedCodes queries_;
  std::int64_t k_;
  std::vector<TopK> top_ks_;
  std::vector<std::int32_t> bounds_;
  std::vector<kernels::BatchCandidate> found_;
  AlignedBuffer<unsigned char> scratch_;
  Results results_;
};

void compare(Workload& work) {
  work.search_by_popcnt();
  const Results expected = work.results();
  work.search_by_batch();
  const Results& actual = work.results();
  if (actual.ids != expected.ids || actual.distances != expected.distances ||
      actual.counts != expected.counts) {
    fail("the batch search and the plain loop found different neighbours");
  }
}

void run(const Options& options, std::int32_t bits, std::int32_t queries, std::int64_t k) {
  Workload work(options.codes, bits, queries, k);
  compare(work);
  Measurement plain{"plain", [&] { work.search_by_popcnt(); }};
  Measurement batch{"batch", [&] { work.search_by_batch(); }};
  Measurement probe = clock_probe();
  std::vector<double> ratios;
  for (int i = 0; i < options.repeat; ++i) {
    time_once(plain);
    time_once(batch);
    if (i % 4 == 0) time_once(probe);
    ratios.push_back(plain.seconds.back() / batch.seconds.back());
  }
  const double goal = goal_of(bits);
  std::printf("%5d %8d %5lld %7.2f %9.2f %9.2f %9.2f %9.2f %9.2f", bits, queries,
              static_cast<long long>(k), clock_ghz(probe), work.pairs() / plain.best() * 1e-9,
              work.pairs() / batch.best() * 1e-9, plain.best() / batch.best(),
              *std::max_element(ratios.begin(), ratios.end()), median_of(ratios));
  if (goal > 0.0) std::printf(" %6.1f", goal);
  std::printf("\n");
  std::fflush(stdout);
}

Options parse(char** arguments) {
  Options options;
  for (++arguments; *arguments != nullptr; arguments += 2) {
    const std::string name = *arguments;
    const char* value = arguments[1];
    if (name == "--codes") {
      options.codes = number("--codes", value, 1'000'000'000);
    } else if (name == "--bits") {
      options.bits.push_back(static_cast<std::int32_t>(number("--bits", value, ORTHANT_MAX_BITS)));
    } else if (name == "--queries") {
      options.queries.push_back(
          static_cast<std::int32_t>(number("--queries", value, kernels::kBatchQueries)));
    } else if (name == "--k") {
      options.ks.push_back(number("--k", value, 1'000'000));
    } else if (name == "--repeat") {
      options.repeat = static_cast<int>(number("--repeat", value, 10'000));
    } else {
      fail("unknown option " + name +
           "; --codes N --bits B --queries Q --k K (the last three repeatable) --repeat R");
    }
  }
  if (options.bits.empty()) options.bits = {64, 128, 256, 512, 1024};
  if (options.queries.empty()) options.queries = {64, 256};
  if (options.ks.empty()) options.ks = {10, 100};
  return options;
}

void run_all(const Options& options) {
  std::printf(
      "%s, tier %s, %lld codes, %d repetitions\n\n%5s %8s %5s %7s %9s %9s %9s %9s %9s %6s\n",
      processor_name().c_str(), kernels::active().name, static_cast<long long>(options.codes),
      options.repeat, "bits", "queries", "k", "GHz", "plain Gp/s", "batch Gp/s", "of bests", "best",
      "median", "goal");
  for (const std::int32_t bits : options.bits) {
    for (const std::int32_t queries : options.queries) {
      for (const std::int64_t k : options.ks) run(options, bits, queries, k);
    }
  }
}

}  // namespace
}  // namespace orthant::bench

int main(int, char** arguments) {
  orthant::bench::run_all(orthant::bench::parse(arguments));
  return EXIT_SUCCESS;
}
