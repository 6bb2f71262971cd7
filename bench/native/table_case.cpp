#include "table_case.h"

#include <algorithm>
#include <utility>

#include "answer.h"
#include "base/parallel.h"
#include "data/grouped_codes.h"
#include "index/hamming_index.h"
#include "measure.h"
#include "search/chunk_tables.h"
#include "search/cost_model.h"

namespace orthant::bench {
namespace {

constexpr std::int64_t kMostQueries = 50;
constexpr std::int64_t kFewestQueries = 8;
constexpr double kSecondsOfScans = 0.1;  // in one repetition
constexpr double kSeconds = 2.0;         // in all
constexpr double kHopeless = 3.0;        // times as long as scans

std::shared_ptr<const SearchView> without_tables(const SearchView& view) {
  SearchView other = view;
  other.strategy = Strategy::kScan;
  other.segments.front().tables = nullptr;
  return std::make_shared<const SearchView>(std::move(other));
}

// An automatic index has no tables where it expects that they never pay.
std::shared_ptr<const SearchView> with_tables(const SearchView& view) {
  SearchView other = view;
  other.strategy = Strategy::kProbe;
  Segment& segment = other.segments.front();
  if (segment.tables == nullptr) {
    segment.tables = std::make_shared<const ChunkTables>(segment.codes->codes(), 0, Parallel(2));
    segment.prices = measure_prices(segment.tables);
  }
  return std::make_shared<const SearchView>(std::move(other));
}

// The queries of one case: as many as are scanned for in some time.
class Trial {
 public:
  Trial(const PackedCodes& queries, std::int64_t k, const std::shared_ptr<const SearchView>& scan,
        const std::shared_ptr<const SearchView>& tables,
        const std::shared_ptr<const SearchView>& choice)
      : queries_(queries),
        scan_(scan, nearest(k)),
        tables_(tables, by_probing(k, false)),
        limited_tables_(tables, by_probing(k, true)),
        choice_(choice, nearest(k)) {
    scan_.run(queries_, 0, 1);
    Measurement first{[&] { scan_.run(queries_, 0, kFewestQueries); }};
    time_once(first);
    scan_seconds_ = first.best() / kFewestQueries;
    count_ = std::clamp(static_cast<std::int64_t>(kSecondsOfScans / scan_seconds_), kFewestQueries,
                        queries.rows());
  }

  // Whether tables answer all queries in a time that is not hopeless.
  bool compare(const std::string& what) {
    double left = kHopeless * scan_seconds_ * static_cast<double>(count_);
    bool finished = true;
    for (std::int64_t q = 0; q < count_; ++q) {
      const std::vector<Answer> expected = {scan_.find(queries_.row(q))};
      require_equal({choice_.find(queries_.row(q))}, expected, what + ", chosen");
      if (!finished) continue;
      const double start = seconds_by(Clock::kThread);
      limited_tables_.allow_seconds(left);
      const std::vector<Answer> found = {limited_tables_.find(queries_.row(q))};
      left -= seconds_by(Clock::kThread) - start;
      finished = limited_tables_.searcher().stats().exact;
      if (finished) require_equal(found, expected, what + ", by tables");
    }
    return finished;
  }

  Measurement scan() { return timed(scan_); }
  Measurement tables() { return timed(tables_); }
  // Fills the cache with what neither tables nor choice have left there.
  Measurement eviction() {
    return {[this] { scan_.run(queries_, 0, 1); }};
  }
  Measurement choice() { return timed(choice_); }
  [[nodiscard]] double us(const Measurement& measurement) const {
    return 1e6 * measurement.median() / static_cast<double>(count_);
  }
  [[nodiscard]] std::int64_t count() const { return count_; }

 private:
  static SearchRequest by_probing(std::int64_t k, bool budgeted) {
    SearchRequest request = nearest(k);
    request.by_probing = true;
    request.budgeted = budgeted;
    return request;
  }
  Measurement timed(OneByOne& search) {
    return {[this, &search] { search.run(queries_, 0, count_); }};
  }

  const PackedCodes& queries_;
  OneByOne scan_;
  OneByOne tables_;
  OneByOne limited_tables_;
  OneByOne choice_;
  double scan_seconds_;
  std::int64_t count_;
};

}  // namespace

TableCase::TableCase(Kind kind, const LearnedCodes& learned, std::int64_t rows, std::int32_t bits)
    : name_(text("%g x %d %s", static_cast<double>(rows), bits, name_of(kind))) {
  progress("building " + name_);
  Data data = draw(kind, learned, rows, kMostQueries, bits);
  queries_ = std::move(data.queries);
  choice_ = HammingIndex::over(GroupedCodes(std::move(data.codes)), Strategy::kChoose, 0, 2).view();
  scan_ = without_tables(*choice_);
  tables_ = with_tables(*choice_);
  const Segment& segment = tables_->segments.front();
  const double distinct = 100.0 * static_cast<double>(segment.codes->groups()) /
                          static_cast<double>(segment.codes->rows());
  progress(text("  %.0f %% distinct, %d tables, %s", distinct, segment.tables->tables(),
                choice_->segments.front().tables == nullptr ? "not kept" : "kept") +
           (kind == Kind::kLearned ? "; " + learned.origin(bits) : ""));
}

TableCase::Times TableCase::run(std::int64_t k, int most_repeat) const {
  Trial trial(queries_, k, scan_, tables_, choice_);
  const bool hopeful = trial.compare(name_);
  Measurement scan = trial.scan();
  Measurement tables = trial.tables();
  Measurement choice = trial.choice();
  Measurement eviction = trial.eviction();
  std::vector<Measurement*> all = {&scan};
  if (hopeful) all.insert(all.end(), {&tables, &eviction});
  all.push_back(&choice);
  time_in_turn(all, 1);
  double once = 0;
  for (const Measurement* measurement : all) once += measurement->best();
  time_in_turn(all, std::clamp(static_cast<int>(kSeconds / once), 3, most_repeat) - 1);

  const bool tables_win = hopeful && tables.median() < scan.median();
  Times times;
  if (hopeful) times.scan_over_tables = ratios(scan, tables);
  times.choice_over_best = ratios(choice, tables_win ? tables : scan);
  times.note = text("scan %.4g us, ", trial.us(scan)) +
               (hopeful ? text("tables %.4g us", trial.us(tables)) : "tables > 3 times that") +
               text("; %d x %d queries", static_cast<int>(scan.seconds.size()),
                    static_cast<int>(trial.count()));
  return times;
}

double TableCase::build_rate() const {
  const PackedCodes& codes = tables_->segments.front().codes->codes();
  std::int32_t tables = 0;
  Measurement build{[&] { tables = ChunkTables(codes, 0, Parallel(1)).tables(); }};
  time_once(build);
  return 1e-6 * static_cast<double>(codes.rows()) * tables / build.best();
}

}  // namespace orthant::bench
