// A search of n codes must read them once. Its time is therefore at least bytes / R, R being the
// rate at which this thread can read this buffer at all: that of the best of the read kernels
// (read_kernels.h) in the same repetitions. The share printed is (read time) / (search time).
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "answer.h"
#include "codes.h"
#include "data/grouped_codes.h"
#include "goals.h"
#include "index/hamming_index.h"
#include "measure.h"
#include "popcnt_batch.h"
#include "read_kernels.h"

namespace orthant::bench {
namespace {

constexpr std::int64_t kQueries = 8;
constexpr std::int64_t kHeadQueries = 50;

HammingIndex scan_over(PackedCodes codes) {
  return HammingIndex::linear_scan(GroupedCodes(std::move(codes)));
}

// The searcher's answers to the first queries are those of the plain search.
void check(const HammingIndex& index, OneByOne& search, const PackedCodes& queries, std::int64_t k,
           const std::string& what) {
  std::vector<Answer> answers;
  for (std::int64_t q = 0; q < queries.rows(); ++q) answers.push_back(search.find(queries.row(q)));
  require_equal(answers, nearest_by_popcnt(index.codes().codes(), queries, k), what);
}

double giga(std::int64_t bytes, const Measurement& read) {
  return 1e-9 * static_cast<double>(bytes) / read.median();
}

// Takes turns among all read kernels and the others, and returns the best kernel's times.
Measurement time_with_reads(const PackedCodes& codes, std::int64_t passes, int repeat,
                            const std::vector<Measurement*>& others) {
  std::vector<Measurement> reads;
  for (const ReadKernel& kernel : read_kernels()) {
    reads.push_back({[&codes, passes, read = kernel.read] {
      for (std::int64_t i = 0; i < passes; ++i) {
        use(read(codes.data(), codes.rows() * codes.words()));
      }
    }});
  }
  std::vector<Measurement*> all = others;
  for (Measurement& read : reads) all.push_back(&read);
  time_in_turn(all, repeat);
  return *std::min_element(reads.begin(), reads.end(),
                           [](const auto& a, const auto& b) { return a.median() < b.median(); });
}

// One query after the other, so that none finds the codes in the cache.
void from_memory(const Options& options, Report& report, std::int32_t bits) {
  const std::int64_t rows = (options.quick ? 8'000'000 : 20'000'000) * 64 / bits;
  const HammingIndex index = scan_over(uniform_codes(rows, bits, 1));
  const PackedCodes queries = uniform_codes(1, bits, 2);
  const std::string what = text("%d bits, %.4g M codes", bits, 1e-6 * static_cast<double>(rows));
  OneByOne search(index.view(), nearest(10));
  check(index, search, queries, 10, what);
  Measurement scan{[&] { search.run(queries, 0, 1); }};
  const PackedCodes& codes = index.codes().codes();
  const Measurement read = time_with_reads(codes, 1, options.repeat(21), {&scan});
  report.add("P1", what + ", share of read", at_least(0.90, 0.95), ratios(read, scan),
             text("read %.1f GB/s, search %.2f ms", giga(8 * rows * codes.words(), read),
                  1e3 * scan.median()));
}

// Eight queries a repetition, for what they take depends on them.
void from_cache(const Options& options, Report& report, std::int64_t rows) {
  const HammingIndex index = scan_over(uniform_codes(rows, 64, 1));
  const PackedCodes queries = uniform_codes(kQueries, 64, 2);
  const std::string what = text("%.0f MB of codes", 8e-6 * static_cast<double>(rows));
  OneByOne ten(index.view(), nearest(10));
  OneByOne hundred(index.view(), nearest(100));
  check(index, ten, queries, 10, what);
  check(index, hundred, queries, 100, what);
  Measurement of_ten{[&] { ten.run(queries, 0, kQueries); }};
  Measurement of_hundred{[&] { hundred.run(queries, 0, kQueries); }};
  const Measurement read =
      time_with_reads(index.codes().codes(), kQueries, options.repeat(41), {&of_ten, &of_hundred});
  report.add("P2", what + ", k = 10, share of read", at_least(0.85, 0.93), ratios(read, of_ten),
             text("read %.1f GB/s, search %.1f us", giga(8 * rows * kQueries, read),
                  1e6 / kQueries * of_ten.median()));
  report.add("P2", what + ", k = 100 over k = 10", at_most(1.5, 1.2), ratios(of_hundred, of_ten),
             text("k = 10 in %.1f us", 1e6 / kQueries * of_ten.median()));
}

// The same codes with and without their heads, which an index makes where they pay.
void by_heads(const Options& options, Report& report, std::int64_t rows, int flips) {
  Data data = clustered_codes(rows, kHeadQueries, 256, flips);
  const HammingIndex index = scan_over(std::move(data.codes));
  SearchView bare = *index.view();
  const bool made = bare.segments.front().heads != nullptr;
  bare.segments.front().heads = nullptr;
  OneByOne with(index.view(), nearest(10));
  OneByOne without(std::make_shared<const SearchView>(std::move(bare)), nearest(10));
  const std::string what =
      text("%g x 256 clustered, %.0f %% flipped", static_cast<double>(rows), flips / 2.56);
  check(index, with, data.queries, 10, what);
  check(index, without, data.queries, 10, what);
  Measurement heads{[&] { with.run(data.queries, 0, kHeadQueries); }};
  Measurement whole{[&] { without.run(data.queries, 0, kHeadQueries); }};
  time_in_turn({&heads, &whole}, options.repeat(15));
  report.add("heads", what + ": times faster", no_aim(), ratios(whole, heads),
             text("%s; whole codes %.2f ms", made ? "made" : "not made",
                  1e3 / kHeadQueries * whole.median()));
}

}  // namespace

void run_scan_goals(const Options& options, Report& report) {
  if (options.wants("P1")) {
    for (const std::int32_t bits : {64, 128, 256, 512, 1024}) from_memory(options, report, bits);
  }
  if (options.wants("P2")) {
    for (const std::int64_t rows : {500'000, 1'000'000, 2'000'000}) {
      from_cache(options, report, rows);
    }
  }
  if (options.wants("heads")) {
    for (const std::int64_t rows : {100'000, 500'000, 2'000'000}) {
      for (const int flips : {31, 13}) by_heads(options, report, rows, flips);
    }
  }
}

}  // namespace orthant::bench
