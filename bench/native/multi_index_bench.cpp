// Is multi-index hashing as fast as promised, and does it cost what it says?
//
// One line per kind of data: the time of an exact search for the k nearest by a scan of all codes
// and by tables, both on one thread, their ratio, and what the tables cost. Answers are compared
// first; repetitions are interleaved, each over the same queries, and the ratio is the median of
// theirs. Times are of the thread's processor time, per query.
//
//   orthant_bench_multi_index [--codes N] [--bits B] [--k K] [--kind uniform|clustered|learned]
//                             [--chunks M] [--width W] [--queries Q] [--repeat R]
//   orthant_bench_multi_index --least-codes N --codes N ... --matrix
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
#include "search/cost_model.h"
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
  bool matrix = false;
  std::int64_t least_codes = 0;  // of the matrix
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

// The k nearest by tables: what the library's searcher does, without groups and filters. With a
// cost model, by a scan instead where that is expected to be faster.
class TableSearcher {
 public:
  using Hits = std::vector<std::pair<std::int32_t, std::uint32_t>>;  // distance, id

  TableSearcher(std::shared_ptr<const ChunkTables> tables, std::int64_t k, Searcher* scan,
                CostModel* model)
      : prober_(tables),
        bits_(tables->bits()),
        k_(k),
        scan_(scan),
        model_(model),
        found_(4096),
        counts_(static_cast<std::size_t>(bits_) + 1) {}

  const Hits& nearest(const std::uint64_t* query) {
    hits_.clear();
    std::fill(counts_.begin(), counts_.end(), 0);
    within_ = 0;
    bound_ = bits_;
    prober_.start(query, nullptr);
    if (model_ != nullptr && model_->plan_nearest(prober_, k_, bits_).scan) return scan(query);
    while (prober_.proved() < bound_ && !prober_.done()) {
      const std::int64_t count = prober_.step(bound_, found_.data(), 4096);
      for (std::int64_t i = 0; i < count; ++i) push(found_[static_cast<std::size_t>(i)]);
      if (model_ != nullptr && prober_.proved() < bound_ &&
          model_->better_to_scan(prober_, bound_)) {
        ++given_up_;
        return scan(query);
      }
    }
    std::erase_if(hits_, [&](const auto& hit) { return hit.first > bound_; });
    std::sort(hits_.begin(), hits_.end());
    if (hits_.size() > static_cast<std::size_t>(k_)) hits_.resize(static_cast<std::size_t>(k_));
    return hits_;
  }

  [[nodiscard]] const Prober& prober() const { return prober_; }
  [[nodiscard]] int scanned() const { return scanned_; }
  [[nodiscard]] int given_up() const { return given_up_; }

 private:
  void push(const Prober::Found& found) {
    if (found.distance > bound_) return;
    hits_.emplace_back(found.distance, found.group);
    ++counts_[static_cast<std::size_t>(found.distance)];
    if (found.distance < bound_) ++within_;
    while (bound_ > 0 && within_ >= k_) within_ -= counts_[static_cast<std::size_t>(--bound_)];
  }

  const Hits& scan(const std::uint64_t* query) {
    ++scanned_;
    std::copy_n(query, words_for(bits_), scan_->query());
    const std::int64_t hits = scan_->nearest(k_);
    hits_.clear();
    for (std::int64_t i = 0; i < hits; ++i) {
      hits_.emplace_back(scan_->distances()[i], static_cast<std::uint32_t>(scan_->ids()[i]));
    }
    return hits_;
  }

  Prober prober_;
  std::int32_t bits_;
  std::int64_t k_;
  Searcher* scan_;
  CostModel* model_;
  std::int32_t bound_ = 0;   // the largest distance at which a code could enter
  std::int64_t within_ = 0;  // hits at distances < bound_, fewer than k
  int scanned_ = 0;
  int given_up_ = 0;
  std::vector<Prober::Found> found_;
  std::vector<std::int64_t> counts_;
  Hits hits_;
};

struct Outcome {
  bool equal = false;
  double automatic = 0;  // its time as a multiple of the better of scan and tables
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

  Outcome run(std::int64_t k) {
    Searcher scan = index_->searcher();
    scan.reserve(k);
    CostModel model(tables_, prices_);
    TableSearcher tables(tables_, k, &scan, nullptr);
    TableSearcher automatic(tables_, k, &scan, &model);
    if (!compare(k, scan, tables, automatic)) return {};
    std::vector<double> scan_us;
    std::vector<double> table_us;
    std::vector<double> auto_us;
    std::vector<double> ratios;
    std::vector<double> regrets;
    for (int r = 0; r < options_.repeat; ++r) {
      scan_us.push_back(time([&](const std::uint64_t* query) {
        std::copy_n(query, queries_.words(), scan.query());
        scan.nearest(k);
      }));
      table_us.push_back(time([&](const std::uint64_t* query) { tables.nearest(query); }));
      scan.nearest(k);  // the caches are as cold for the next as they were for these
      auto_us.push_back(time([&](const std::uint64_t* query) { automatic.nearest(query); }));
      ratios.push_back(scan_us.back() / table_us.back());
      regrets.push_back(auto_us.back() / std::min(scan_us.back(), table_us.back()));
    }
    const double all = options_.queries * (options_.repeat + 1.0);
    std::printf(
        "%-9s %8lld x %3d k %3lld: scan %7.1f us, tables %7.2f us, ratio %6.1f, "
        "auto %7.2f us = %4.2f of the better (%3.0f %% scanned, %3.0f %% given up)\n",
        options_.kind.c_str(), static_cast<long long>(index_->rows()), options_.bits,
        static_cast<long long>(k), median(scan_us), median(table_us), median(ratios),
        median(auto_us), median(regrets), 100 * automatic.scanned() / all,
        100 * automatic.given_up() / all);
    if (options_.matrix) return {true, median(regrets)};
    std::printf(
        "  %s\n  per query: %.0f probes (%.0f empty), %.0f codes, distance %.1f\n"
        "  prices: unit %.0f, probe %.1f, word in a bucket %.3f, scanned %.3f ns\n",
        about_tables_.c_str(), probes_, empty_, codes_, distance_, prices_.unit, prices_.probe,
        prices_.bucket_word, prices_.scan_word);
    return {true, median(regrets)};
  }

  [[nodiscard]] const std::string& about_tables() const { return about_tables_; }

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
    double formula =
        static_cast<double>(codes.rows()) * (8 * codes.words() + 4) * tables_->tables();
    for (std::int32_t t = 0; t < tables_->tables(); ++t) {
      formula += static_cast<double>(std::int64_t{4} << tables_->table(t).chunk().width);
    }
    char text[200];
    std::snprintf(text, sizeof text,
                  "%d tables of %d bits, %.1f M codes x tables/s, %.0f MB = %.3f of formula",
                  tables_->tables(), tables_->table(0).chunk().width,
                  1e-6 * static_cast<double>(codes.rows()) * tables_->tables() / seconds,
                  1e-6 * static_cast<double>(tables_->bytes()),
                  static_cast<double>(tables_->bytes()) / formula);
    about_tables_ = text;
    const double measuring = thread_seconds();
    prices_ = measure_prices(tables_);
    std::snprintf(text, sizeof text, "; prices in %.1f ms", 1e3 * (thread_seconds() - measuring));
    about_tables_ += text;
  }

  template <typename Search>
  double time(Search&& search) {
    const double start = thread_seconds();
    for (int q = 0; q < options_.queries; ++q) search(queries_.row(q));
    return 1e6 * (thread_seconds() - start) / options_.queries;
  }

  bool compare(std::int64_t k, Searcher& scan, TableSearcher& tables, TableSearcher& automatic) {
    probes_ = empty_ = codes_ = distance_ = 0;
    for (int q = 0; q < options_.queries; ++q) {
      std::copy_n(queries_.row(q), queries_.words(), scan.query());
      const std::int64_t hits = scan.nearest(k);
      const auto& found = tables.nearest(queries_.row(q));
      bool equal = hits == static_cast<std::int64_t>(found.size());
      for (std::int64_t i = 0; equal && i < hits; ++i) {
        const auto& hit = found[static_cast<std::size_t>(i)];
        equal = scan.ids()[i] == hit.second && scan.distances()[i] == hit.first;
      }
      equal = equal && found == automatic.nearest(queries_.row(q));
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
  Prices prices_;
  double probes_ = 0;
  double empty_ = 0;
  double codes_ = 0;
  double distance_ = 0;
};

// The automatic choice over sizes, lengths, numbers of neighbours and kinds of data.
int run_matrix(Options options) {
  std::vector<double> regrets;
  const std::int64_t largest = options.codes;
  for (const std::int64_t codes : {100'000, 1'000'000, 10'000'000}) {
    if (codes > largest || codes < options.least_codes) continue;
    for (const std::int32_t bits : {64, 128, 256}) {
      for (const char* kind : {"uniform", "clustered", "learned"}) {
        options.codes = codes;
        options.bits = bits;
        options.kind = kind;
        Bench bench(options);
        std::printf("%s\n", bench.about_tables().c_str());
        for (const std::int64_t k : {1, 10, 100}) {
          const Outcome outcome = bench.run(k);
          if (!outcome.equal) return 1;
          regrets.push_back(outcome.automatic);
        }
        std::fflush(stdout);
      }
    }
  }
  std::printf("automatic: median %.2f, worst %.2f of the better of scan and tables (%zu cases)\n",
              median(regrets), *std::max_element(regrets.begin(), regrets.end()), regrets.size());
  return 0;
}

Options parse(int count, char** words) {
  Options options;
  for (int i = 1; i < count; i += 2) {
    options.matrix = options.matrix || std::strcmp(words[i], "--matrix") == 0;
    if (i + 1 == count) break;
    const std::string name = words[i];
    const char* value = words[i + 1];
    if (name == "--codes") options.codes = std::atoll(value);
    if (name == "--least-codes") options.least_codes = std::atoll(value);
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
  using namespace orthant::bench;
  const Options options = parse(count, words);
  if (options.matrix) return run_matrix(options);
  return Bench(options).run(options.k).equal ? 0 : 1;
}
