#include "search/prober.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace orthant {
namespace {

// The next larger number with as many bits set (Gosper, HAKMEM item 175). In this order neighbours
// differ in low bits mostly, so that their addresses share cache lines.
std::uint32_t next_of_weight(std::uint32_t flips) noexcept {
  const std::uint32_t lowest = flips & (0 - flips);
  const std::uint32_t ripple = flips + lowest;
  return ripple | ((flips ^ ripple) >> (2 + __builtin_ctz(flips)));
}

std::uint32_t first_of_weight(std::int32_t weight) noexcept {
  return (std::uint32_t{1} << weight) - 1;
}

// Where a scan is many times cheaper, it does not matter by how much.
constexpr double kHopeless = 8;

constexpr double kInfinite = std::numeric_limits<double>::infinity();
constexpr Effort kEndless{kInfinite, kInfinite, kInfinite};

}  // namespace

Prober::Prober(std::shared_ptr<const ChunkTables> tables)
    : tables_(std::move(tables)),
      kernels_(&kernels::active()),
      codes_at_once_(
          std::min(kMostAtOnce, kWordsAtOnce / static_cast<std::uint32_t>(tables_->words()))),
      query_(static_cast<std::size_t>(tables_->words())),
      mask_(static_cast<std::size_t>(tables_->words())),
      serving_(static_cast<std::size_t>(tables_->tables())),
      efforts_(static_cast<std::size_t>(tables_->bits()) + 2),
      radii_(static_cast<std::size_t>(tables_->tables())),
      candidates_(codes_at_once_) {}

void Prober::start(const std::uint64_t* query, const std::uint64_t* mask) noexcept {
  const std::int32_t words = tables_->words();
  std::copy(query, query + words, query_.data());
  masked_ = mask != nullptr;
  if (masked_) std::copy(mask, mask + words, mask_.data());
  counters_ = {};
  run_ = runs_end_ = 0;
  candidate_ = candidates_end_ = 0;
  choose_tables(mask);
  if (masked_ || !efforts_are_of_all_) expect_efforts();
  efforts_are_of_all_ = !masked_;
  proved_ = tables_->rows() == 0 ? tables_->bits() : -1;
  next_ = {};
  if (usable() && !done()) open_unit();
}

void Prober::choose_tables(const std::uint64_t* mask) noexcept {
  used_ = 0;
  for (std::int32_t t = 0; t < tables_->tables(); ++t) {
    const ChunkTable& table = tables_->table(t);
    const Chunk chunk = table.chunk();
    if (mask != nullptr && weight_of(value_of(chunk, mask)) < chunk.width) continue;
    const std::uint32_t value = value_of(chunk, query_.data());
    __builtin_prefetch(table.begins() + value);
    serving_[static_cast<std::size_t>(used_++)] = {&table, chunk, value, t, -1, 0};
  }
  for (std::int32_t i = 0; i < used_; ++i) {
    Serving& serving = serving_[static_cast<std::size_t>(i)];
    const std::uint32_t* bucket = serving.table->begins() + serving.value;
    __builtin_prefetch(serving.table->codes() + std::int64_t{bucket[0]} * tables_->words());
    serving.next_price = Prices{}.of(unit_of(serving, 0), tables_->words());
  }
}

// The size of the query's own bucket is known; that of others is expected.
Effort Prober::unit_of(const Serving& serving, std::int32_t radius) const noexcept {
  Effort unit = tables_->unit(serving.number, radius);
  if (radius == 0) {
    const std::uint32_t* bucket = serving.table->begins() + serving.value;
    unit.codes = bucket[1] - bucket[0];
  }
  return unit;
}

// Plays a search of expected units, until a table is exhausted or a scan is far better.
void Prober::expect_efforts() noexcept {
  const std::int32_t words = tables_->words();
  const double hopeless = kHopeless * Prices{}.of_scan(static_cast<double>(tables_->rows()), words);
  std::fill_n(radii_.data(), used_, -1);
  std::fill(efforts_.begin(), efforts_.end(), kEndless);
  efforts_[0] = {};
  Effort sum;
  for (std::int32_t d = 0; used_ > 0 && d <= tables_->bits(); ++d) {
    std::int32_t cheapest = 0;
    double least = kInfinite;
    for (std::int32_t i = 0; i < used_; ++i) {
      const std::int32_t table = serving_[static_cast<std::size_t>(i)].number;
      const double price =
          Prices{}.of(tables_->unit(table, radii_[static_cast<std::size_t>(i)] + 1), words);
      if (price < least) {
        least = price;
        cheapest = i;
      }
    }
    const Serving& serving = serving_[static_cast<std::size_t>(cheapest)];
    const std::int32_t radius = ++radii_[static_cast<std::size_t>(cheapest)];
    sum += tables_->unit(serving.number, radius);
    const bool exhausted = radius == serving.chunk.width;
    const std::int32_t last = exhausted ? tables_->bits() : d;
    std::fill(efforts_.data() + d + 1, efforts_.data() + last + 2, sum);
    if (exhausted || Prices{}.of(sum, words) > hopeless) return;
  }
}

void Prober::open_unit() noexcept {
  open_ = 0;
  for (std::int32_t i = 1; i < used_; ++i) {
    if (serving_[static_cast<std::size_t>(i)].next_price <
        serving_[static_cast<std::size_t>(open_)].next_price) {
      open_ = i;
    }
  }
  const Serving& serving = serving_[static_cast<std::size_t>(open_)];
  next_ = unit_of(serving, serving.radius + 1);
  flips_ = first_of_weight(serving.radius + 1);
  probes_left_ = static_cast<std::int64_t>(next_.probes);
}

void Prober::finish_unit() noexcept {
  Serving& serving = serving_[static_cast<std::size_t>(open_)];
  ++serving.radius;
  ++proved_;
  if (serving.radius == serving.chunk.width) {  // every code has been met
    proved_ = tables_->bits();
    next_ = {};
    return;
  }
  serving.next_price = Prices{}.of(unit_of(serving, serving.radius + 1), tables_->words());
  open_unit();
}

// The next buckets of the unit. Their addresses are asked for together, then read.
void Prober::look_up() noexcept {
  const Serving& serving = serving_[static_cast<std::size_t>(open_)];
  const std::uint32_t* begins = serving.table->begins();
  const int probes = static_cast<int>(std::min<std::int64_t>(probes_left_, kBatch));
  std::array<std::uint32_t, kBatch> values;
  for (int i = 0; i < probes; ++i) {
    values[static_cast<std::size_t>(i)] = serving.value ^ flips_;
    __builtin_prefetch(begins + values[static_cast<std::size_t>(i)]);
    if (flips_ != 0) flips_ = next_of_weight(flips_);
  }
  run_ = runs_end_ = 0;
  for (int i = 0; i < probes; ++i) {
    const std::uint32_t* bucket = begins + values[static_cast<std::size_t>(i)];
    if (bucket[1] == bucket[0]) continue;
    runs_[static_cast<std::size_t>(runs_end_++)] = {bucket[0], bucket[1] - bucket[0]};
  }
  probes_left_ -= probes;
  counters_.probes += probes;
  counters_.empty += probes - runs_end_;
}

// Compares as many of the buckets looked up as there is room for, the last one perhaps in part.
void Prober::compare(std::int32_t bound) noexcept {
  const ChunkTable& table = *serving_[static_cast<std::size_t>(open_)].table;
  const int first = run_;
  std::uint32_t codes = 0;
  while (run_ < runs_end_ &&
         runs_[static_cast<std::size_t>(run_)].count <= codes_at_once_ - codes) {
    codes += runs_[static_cast<std::size_t>(run_++)].count;
  }
  kernels::Run rest{0, 0};
  int end = run_;
  if (run_ == first) {
    kernels::Run& run = runs_[static_cast<std::size_t>(run_)];
    rest = {run.first + codes_at_once_, run.count - codes_at_once_};
    run.count = codes = codes_at_once_;
    ++end;
  }
  candidate_ = 0;
  candidates_end_ = kernels_->collect_runs(
      table.codes(), runs_.data() + first, end - first, tables_->words(), query_.data(),
      masked_ ? mask_.data() : nullptr, bound, candidates_.data());
  if (rest.count > 0) runs_[static_cast<std::size_t>(run_)] = rest;
  counters_.codes += codes;
}

bool Prober::met_in(const Serving& serving, const std::uint64_t* code) const noexcept {
  if (serving.radius < 0) return false;
  std::uint32_t differing = value_of(serving.chunk, code) ^ serving.value;
  for (std::int32_t r = serving.radius; r > 0; --r) differing &= differing - 1;
  return differing == 0;  // at most `radius` bits were set; radii are small
}

bool Prober::met_before(const std::uint64_t* code) const noexcept {
  for (std::int32_t i = 0; i < used_; ++i) {
    if (i != open_ && met_in(serving_[static_cast<std::size_t>(i)], code)) return true;
  }
  return false;
}

bool Prober::has_met(const std::uint64_t* code) const noexcept {
  return std::any_of(serving_.begin(), serving_.begin() + used_,
                     [&](const Serving& serving) { return met_in(serving, code); });
}

std::int64_t Prober::drain(std::int32_t bound, Found* found, std::int64_t room) noexcept {
  const ChunkTable& table = *serving_[static_cast<std::size_t>(open_)].table;
  const std::int64_t words = tables_->words();
  std::int64_t count = 0;
  for (; candidate_ < candidates_end_ && count < room; ++candidate_) {
    const kernels::Candidate candidate = candidates_[static_cast<std::size_t>(candidate_)];
    if (candidate.distance > bound) continue;
    const auto place = static_cast<std::uint32_t>(candidate.offset);
    if (met_before(table.codes() + place * words)) {
      ++counters_.duplicates;
      continue;
    }
    found[count++] = {table.groups()[place], candidate.distance};
  }
  return count;
}

std::int64_t Prober::step(std::int32_t bound, Found* found, std::int64_t room) noexcept {
  if (done() || !usable() || room <= 0) return 0;
  if (candidate_ == candidates_end_) {
    if (run_ == runs_end_) look_up();
    if (run_ < runs_end_) compare(bound);
  }
  const std::int64_t count = drain(bound, found, room);
  if (candidate_ == candidates_end_ && run_ == runs_end_ && probes_left_ == 0) finish_unit();
  return count;
}

}  // namespace orthant
