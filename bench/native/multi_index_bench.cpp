// Is multi-index hashing as fast as promised, and does it cost what it says?
//
// One line per kind of data: the time of an exact search for the k nearest by a scan of all codes
// and by tables, both on one thread, their ratio, and what the tables cost. Answers are compared
// first; repetitions are interleaved, each over the same queries, and the ratio is the median of
// theirs. Times are of the thread's processor time, per query.
//
//   orthant_bench_multi_index [--codes N] [--bits B] [--k K] [--kind uniform|clustered|learned]
//                             [--chunks M] [--width W] [--queries Q] [--repeat R]
#include <time.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/rng.h"
#include "index/linear_scan.h"
#include "kernels/kernels.h"
#include "search/chunk_tables.h"
#include "search/prober.h"

namespace orthant::bench {
namespace {

struct Options {
  std::int64_t codes = 10'000'000;
  std::int32_t bits = 64;
  std::int64_t k = 10;
  std::string kind = "clustered";
  std::int32_t chunks = 0;
  std::int32_t width = 0;
  int queries = 50;
  int repeat = 11;
};

double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// Codes around centres: a centre's bit is flipped with a probability of its own.
class Source {
 public:
  // uniform: half of the bits are flipped. clustered: codes / 1000 centres, 12 %. learned: 100
  // centres, each bit with a probability between 0 and 12 %, which gives many equal codes.
  Source(const Options& options, std::uint64_t seed) : bits_(options.bits), rng_(seed) {
    const bool learned = options.kind == "learned";
    const bool uniform = options.kind == "uniform";
    const std::int64_t centres = uniform   ? 1
                                 : learned ? 100
                                           : std::max<std::int64_t>(options.codes / 1000, 1);
    centres_ = PackedCodes(centres, bits_);
    for (std::int64_t c = 0; c < centres; ++c) {
      for (std::int32_t w = 0; w < centres_.words(); ++w) centres_.row(c)[w] = rng_.next();
      centres_.row(c)[centres_.words() - 1] &= tail_mask(bits_);
    }
    for (std::int32_t bit = 0; bit < bits_; ++bit) {
      flips_.push_back(static_cast<std::uint64_t>((uniform   ? 0.5
                                                   : learned ? 0.12 * rng_.uniform()
                                                             : 0.12) *
                                                  0x1p32));
    }
  }

  void draw(std::uint64_t* code) {
    const std::uint64_t c = rng_.below(static_cast<std::uint64_t>(centres_.rows()));
    std::copy_n(centres_.row(static_cast<std::int64_t>(c)), centres_.words(), code);
    for (std::int32_t bit = 0; bit < bits_; bit += 2) {
      const std::uint64_t random = rng_.next();
      flip(code, bit, random & 0xFFFFFFFF);
      if (bit + 1 < bits_) flip(code, bit + 1, random >> 32);
    }
  }

 private:
  void flip(std::uint64_t* code, std::int32_t bit, std::uint64_t random) const {
    const std::uint64_t flipped = random < flips_[static_cast<std::size_t>(bit)] ? 1 : 0;
    code[bit / 64] ^= flipped << (bit % 64);
  }

  std::int32_t bits_;
  Rng rng_;
  PackedCodes centres_;
  std::vector<std::uint64_t> flips_;
};

// The codes, each once.
PackedCodes distinct(const PackedCodes& codes) {
  const std::int32_t words = codes.words();
  std::vector<std::uint32_t> order(static_cast<std::size_t>(codes.rows()));
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::uint32_t>(i);
  const auto compare = [&](std::uint32_t a, std::uint32_t b) {
    return std::lexicographical_compare(codes.row(a), codes.row(a) + words, codes.row(b),
                                        codes.row(b) + words);
  };
  std::sort(order.begin(), order.end(), compare);
  std::vector<std::uint32_t> firsts;
  for (const std::uint32_t row : order) {
    if (firsts.empty() || compare(firsts.back(), row)) firsts.push_back(row);
  }
  std::sort(firsts.begin(), firsts.end());
  PackedCodes once(static_cast<std::int64_t>(firsts.size()), codes.bits());
  for (std::size_t i = 0; i < firsts.size(); ++i) {
    std::copy_n(codes.row(firsts[i]), words, once.row(static_cast<std::int64_t>(i)));
  }
  return once;
}

// The k nearest by tables: what the library's searcher does, without groups and filters.
class TableSearcher {
 public:
  TableSearcher(std::shared_ptr<const ChunkTables> tables, std::int64_t k)
      : prober_(tables),
        bits_(tables->bits()),
        k_(k),
        found_(4096),
        counts_(static_cast<std::size_t>(bits_) + 1) {}

  const std::vector<std::pair<std::int32_t, std::uint32_t>>& nearest(const std::uint64_t* query) {
    hits_.clear();
    std::fill(counts_.begin(), counts_.end(), 0);
    std::int64_t within = 0;  // hits at distances < bound, fewer than k
    std::int32_t bound = bits_;
    within = 0;
    prober_.start(query, nullptr);
    while (prober_.proved() < bound && !prober_.done()) {
      const std::int64_t count = prober_.step(bound, found_.data(), 4096);
      for (std::int64_t i = 0; i < count; ++i) {
        const Prober::Found& found = found_[static_cast<std::size_t>(i)];
        if (found.distance > bound) continue;
        hits_.emplace_back(found.distance, found.group);
        ++counts_[static_cast<std::size_t>(found.distance)];
        if (found.distance < bound) ++within;
        while (bound > 0 && within >= k_) within -= counts_[static_cast<std::size_t>(--bound)];
      }
    }
    std::erase_if(hits_, [&](const auto& hit) { return hit.first > bound; });
    std::sort(hits_.begin(), hits_.end());
    if (hits_.size() > static_cast<std::size_t>(k_)) hits_.resize(static_cast<std::size_t>(k_));
    return hits_;
  }

  [[nodiscard]] const Prober& prober() const { return prober_; }

 private:
  Prober prober_;
  std::int32_t bits_;
  std::int64_t k_;
  std::vector<Prober::Found> found_;
  std::vector<std::int64_t> counts_;
  std::vector<std::pair<std::int32_t, std::uint32_t>> hits_;
};

class Bench {
 public:
  explicit Bench(const Options& options) : options_(options), source_(options, 1) {
    PackedCodes codes(options.codes, options.bits);
    for (std::int64_t i = 0; i < codes.rows(); ++i) source_.draw(codes.row(i));
    if (options.kind == "learned") codes = distinct(codes);
    index_ = std::make_unique<LinearScan>(std::move(codes));
    queries_ = PackedCodes(options.queries, options.bits);
    for (int q = 0; q < options.queries; ++q) source_.draw(queries_.row(q));
    build();
  }

  int run() {
    Searcher scan = index_->searcher();
    scan.reserve(options_.k);
    TableSearcher tables(tables_, options_.k);
    if (!compare(scan, tables)) return 1;
    std::vector<double> scan_us;
    std::vector<double> table_us;
    std::vector<double> ratios;
    for (int r = 0; r < options_.repeat; ++r) {
      scan_us.push_back(time([&](const std::uint64_t* query) {
        std::copy_n(query, queries_.words(), scan.query());
        scan.nearest(options_.k);
      }));
      table_us.push_back(time([&](const std::uint64_t* query) { tables.nearest(query); }));
      ratios.push_back(scan_us.back() / table_us.back());
    }
    std::printf("%-9s %9lld x %4d bits k %4lld: scan %9.1f us, tables %8.2f us, ratio %6.1f | %s\n",
                options_.kind.c_str(), static_cast<long long>(index_->rows()), options_.bits,
                static_cast<long long>(options_.k), median(scan_us), median(table_us),
                median(ratios), about_tables_.c_str());
    std::printf(
        "          per query: %.0f probes (%.0f empty), %.0f codes, distance %.1f; "
        "least us: scan %.1f, tables %.2f\n",
        probes_, empty_, codes_, distance_, *std::min_element(scan_us.begin(), scan_us.end()),
        *std::min_element(table_us.begin(), table_us.end()));
    return 0;
  }

 private:
  void build() {
    const PackedCodes& codes = index_->codes();
    const double start = thread_seconds();
    const Parallel one(1);
    tables_ = options_.width > 0
                  ? std::make_shared<const ChunkTables>(
                        codes, cut(options_.bits, options_.chunks, options_.width), one)
                  : std::make_shared<const ChunkTables>(codes, options_.chunks, one);
    const double seconds = thread_seconds() - start;
    const double formula =
        static_cast<double>(codes.rows()) * (8 * codes.words() + 4) * tables_->tables();
    char text[200];
    std::snprintf(text, sizeof text,
                  "%d tables of %d bits, %.1f M codes x tables/s, %.0f MB = %.3f of formula",
                  tables_->tables(), tables_->table(0).chunk().width,
                  1e-6 * static_cast<double>(codes.rows()) * tables_->tables() / seconds,
                  1e-6 * static_cast<double>(tables_->bytes()),
                  static_cast<double>(tables_->bytes()) / formula);
    about_tables_ = text;
  }

  template <typename Search>
  double time(Search&& search) {
    const double start = thread_seconds();
    for (int q = 0; q < options_.queries; ++q) search(queries_.row(q));
    return 1e6 * (thread_seconds() - start) / options_.queries;
  }

  bool compare(Searcher& scan, TableSearcher& tables) {
    for (int q = 0; q < options_.queries; ++q) {
      std::copy_n(queries_.row(q), queries_.words(), scan.query());
      const std::int64_t hits = scan.nearest(options_.k);
      const auto& found = tables.nearest(queries_.row(q));
      bool equal = hits == static_cast<std::int64_t>(found.size());
      for (std::int64_t i = 0; equal && i < hits; ++i) {
        const auto& hit = found[static_cast<std::size_t>(i)];
        equal = scan.ids()[i] == hit.second && scan.distances()[i] == hit.first;
      }
      if (!equal) {
        std::printf("query %d: the answers differ\n", q);
        return false;
      }
      const Prober::Counters& counters = tables.prober().counters();
      probes_ += static_cast<double>(counters.probes) / options_.queries;
      empty_ += static_cast<double>(counters.empty) / options_.queries;
      codes_ += static_cast<double>(counters.codes) / options_.queries;
      distance_ += static_cast<double>(scan.distances()[hits - 1]) / options_.queries;
    }
    return true;
  }

  Options options_;
  Source source_;
  std::unique_ptr<LinearScan> index_;
  PackedCodes queries_;
  std::shared_ptr<const ChunkTables> tables_;
  std::string about_tables_;
  double probes_ = 0;
  double empty_ = 0;
  double codes_ = 0;
  double distance_ = 0;
};

Options parse(int count, char** words) {
  Options options;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string name = words[i];
    const char* value = words[i + 1];
    if (name == "--codes") options.codes = std::atoll(value);
    if (name == "--bits") options.bits = std::atoi(value);
    if (name == "--k") options.k = std::atoll(value);
    if (name == "--kind") options.kind = value;
    if (name == "--chunks") options.chunks = std::atoi(value);
    if (name == "--width") options.width = std::atoi(value);
    if (name == "--queries") options.queries = std::atoi(value);
    if (name == "--repeat") options.repeat = std::atoi(value);
  }
  return options;
}

}  // namespace
}  // namespace orthant::bench

int main(int count, char** words) {
  return orthant::bench::Bench(orthant::bench::parse(count, words)).run();
}
