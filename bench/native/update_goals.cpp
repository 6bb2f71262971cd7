// What an index that changes costs: memory, additions that are acknowledged one at a time while
// merges run on a second thread, and the time that a full delta adds to a query.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "answer.h"
#include "codes.h"
#include "data/grouped_codes.h"
#include "goals.h"
#include "index/hamming_index.h"
#include "measure.h"
#include "store/mutable_index.h"

namespace orthant::bench {
namespace {

constexpr std::int64_t kDeltaRows = 65'536;

#if defined(__GLIBC__)
// What is allocated and not freed.
std::size_t bytes_in_use() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}
#else
std::size_t bytes_in_use() { return 0; }
#endif

// As the headers promise: per distinct code its words, and in each table these once more and a
// number; per bucket an address; if codes repeat, a number for each row and a bit for each group.
double formula(const HammingIndex& index) {
  const Segment& segment = index.view()->segments.front();
  const auto codes = static_cast<double>(segment.codes->groups());
  const auto rows = static_cast<double>(segment.codes->rows());
  const double code_bytes = 8 * segment.codes->words();
  double bytes = codes * code_bytes + (rows > codes ? 4 * rows + codes / 8 : 0);
  for (std::int32_t t = 0; t < segment.tables->tables(); ++t) {
    bytes += codes * (code_bytes + 4);
    bytes += 4.0 * static_cast<double>(std::int64_t{1} << segment.tables->table(t).chunk().width);
  }
  return bytes;
}

void memory(const Options& options, Report& report, std::int32_t bits) {
  const std::int64_t rows = options.quick ? 1'000'000 : 4'000'000;
  const std::size_t before = bytes_in_use();
  PackedCodes codes = clustered_codes(rows, 1, bits, 31).codes;
  const HammingIndex index =
      HammingIndex::over(GroupedCodes(std::move(codes)), Strategy::kProbe, 0, 1);
  const auto taken = static_cast<double>(bytes_in_use() - before);
  report.add("P9", text("memory over formula, %d bits", bits), at_most(1.05, 1.02),
             {taken / formula(index)},
             text("%lld codes in %d tables: %.0f MB", static_cast<long long>(rows), index.chunks(),
                  1e-6 * taken));
}

double adds_per_second(std::int64_t rows) {
  const std::unique_ptr<MutableIndex> index = MutableIndex::in_memory(64);
  const PackedCodes codes = uniform_codes(rows, 64, 1);
  std::atomic<bool> done{false};
  std::thread merger([&] {
    while (!done.load()) {
      if (!index->merge()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  });
  const double start = seconds_by(Clock::kWall);
  for (std::int64_t key = 0; key < rows; ++key) index->add({&key, 1}, codes.row(key), 64);
  const double seconds = seconds_by(Clock::kWall) - start;
  done = true;
  merger.join();
  return static_cast<double>(rows) / seconds;
}

void additions(const Options& options, Report& report) {
  std::vector<double> rates;
  for (int i = 0; i < options.repeat(5); ++i) rates.push_back(adds_per_second(1'000'000));
  report.add("P9", "acknowledged additions per second", at_least(1e5, 1e6), rates,
             "1 M rows, one at a time, in memory, merges beside");
}

// The plain answer from the rows themselves; keys are row numbers.
void check(const std::shared_ptr<const SearchView>& view, OneByOne& search,
           const PackedCodes& queries) {
  SearchRequest plain = nearest(10);
  plain.by_scan = true;
  OneByOne other(view, plain);
  for (std::int64_t q = 0; q < queries.rows(); ++q) {
    require_equal({search.find(queries.row(q))}, {other.find(queries.row(q))}, "full delta");
    if (!search.searcher().verify()) fail("full delta: a wrong answer");
  }
}

void add_all(MutableIndex& index, std::int64_t first_key, const PackedCodes& codes) {
  std::vector<std::int64_t> keys(static_cast<std::size_t>(codes.rows()));
  for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = first_key + static_cast<std::int64_t>(i);
  for (std::size_t i = 0; i < keys.size(); i += kDeltaRows) {
    const std::size_t count = std::min<std::size_t>(kDeltaRows, keys.size() - i);
    index.add({keys.data() + i, count}, codes.row(static_cast<std::int64_t>(i)), codes.bits());
  }
}

void full_delta(const Options& options, Report& report, Kind kind) {
  constexpr std::int64_t kSealed = 1'000'000;
  constexpr std::int64_t kQueries = 32;
  const Data data = draw(kind, LearnedCodes({}), kSealed, kQueries, 64);
  const std::unique_ptr<MutableIndex> index = MutableIndex::in_memory(64);
  add_all(*index, 0, data.codes);
  index->merge_all();
  const std::shared_ptr<const SearchView> before = index->snapshot();
  add_all(*index, kSealed, draw(kind, LearnedCodes({}), kDeltaRows, 1, 64).codes);
  const std::shared_ptr<const SearchView> after = index->snapshot();
  OneByOne without(before, nearest(10));
  OneByOne with(after, nearest(10));
  check(before, without, data.queries);
  check(after, with, data.queries);
  Measurement sealed{[&] { without.run(data.queries, 0, kQueries); }};
  Measurement full{[&] { with.run(data.queries, 0, kQueries); }};
  time_in_turn({&sealed, &full}, options.repeat(41));
  std::vector<double> added;
  for (std::size_t i = 0; i < full.seconds.size(); ++i) {
    added.push_back(1e6 / kQueries * (full.seconds[i] - sealed.seconds[i]));
  }
  report.add("P9", text("us that a full delta adds, 1 M x 64 %s", name_of(kind)), at_most(10, 7),
             added, text("without it %.1f us", 1e6 / kQueries * sealed.median()));
}

}  // namespace

void run_update_goals(const Options& options, Report& report) {
  if (!options.wants("P9")) return;
  for (const std::int32_t bits : {64, 128, 256}) memory(options, report, bits);
  additions(options, report);
  for (const Kind kind : {Kind::kUniform, Kind::kClustered}) full_delta(options, report, kind);
}

}  // namespace orthant::bench
