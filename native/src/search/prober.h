// Multi-index hashing, one query at a time: exact, in growing distance, resumable.
//
// The work is cut into units, (table, radius): look into the buckets whose value differs from the
// query's chunk in exactly `radius` bits. If tables t have been probed up to the radii s_t, a code
// not met differs from the query by at least s_t + 1 bits in each chunk, hence by sum(s_t + 1) in
// all: each unit, in whatever table, raises the distance that is proved by one. So the cheapest
// unit is next (on even tables, all radii 0, then all radii 1, as in the paper; a table with
// overcrowded buckets waits). A code met is new unless its distance in another chunk is within what
// that table has been probed for: no list of visited codes is kept.
//
// Belongs to one thread; keeps the tables alive. Only the constructor allocates or fails.
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "base/aligned_buffer.h"
#include "kernels/kernels.h"
#include "search/chunk_tables.h"

namespace orthant {

class Prober {
 public:
  struct Found {
    std::uint32_t group;  // the number of the code
    std::int32_t distance;
  };

  struct Counters {
    std::int64_t probes = 0;      // buckets looked up
    std::int64_t empty = 0;       // of these, buckets without a code
    std::int64_t codes = 0;       // compared
    std::int64_t duplicates = 0;  // within the bound, but met before
  };

  explicit Prober(std::shared_ptr<const ChunkTables> tables);

  // Begins a search. `query`, and `mask` if not null, have words() words, unused bits zero, and are
  // copied. Under a mask, distances count the mask's bits only, and the tables serve whose chunks
  // lie inside it.
  void start(const std::uint64_t* query, const std::uint64_t* mask) noexcept;

  // False: no chunk lies inside the mask, nothing can be found here.
  [[nodiscard]] bool usable() const noexcept { return used_ > 0; }
  // True: every code within the bounds given has been emitted.
  [[nodiscard]] bool done() const noexcept { return proved_ == tables_->bits(); }
  // The largest distance within which every code has been emitted, if it was within the bounds
  // given; -1: none yet.
  [[nodiscard]] std::int32_t proved() const noexcept { return proved_; }

  // Works on the next unit for some microseconds at most: writes codes at distances <= bound, each
  // at most once in a search, in no order, and returns their number. 1 <= room; the bound may fall
  // from call to call, not rise.
  std::int64_t step(std::int32_t bound, Found* found, std::int64_t room) noexcept;

  // Between two units, that is, when proved() has just changed: whether a code's bucket has been
  // looked into, so that it has been emitted if it was within the bound.
  [[nodiscard]] bool has_met(const std::uint64_t* code) const noexcept;

  // What the next unit is expected to take; zero when done.
  [[nodiscard]] Effort next() const noexcept { return next_; }
  // What it takes from the start until `distance` is proved, expected; grows with `distance`.
  [[nodiscard]] Effort effort(std::int32_t distance) const noexcept {
    return efforts_[static_cast<std::size_t>(distance + 1)];
  }

  [[nodiscard]] const Counters& counters() const noexcept { return counters_; }
  [[nodiscard]] const ChunkTables& tables() const noexcept { return *tables_; }

 private:
  static constexpr int kBatch = 64;                    // probes
  static constexpr std::uint32_t kMostAtOnce = 4096;   // codes compared in a step, at most ...
  static constexpr std::uint32_t kWordsAtOnce = 8192;  // ... and their words

  // A table that serves the query at hand.
  struct Serving {
    const ChunkTable* table;
    Chunk chunk;
    std::uint32_t value;  // of the query's chunk
    std::int32_t number;  // of the table
    std::int32_t radius;  // probed up to here; -1: not at all
    double next_price;    // of its next unit
  };

  void choose_tables(const std::uint64_t* mask) noexcept;
  void expect_efforts() noexcept;
  [[nodiscard]] Effort unit_of(const Serving& serving, std::int32_t radius) const noexcept;
  void open_unit() noexcept;
  void finish_unit() noexcept;
  void look_up() noexcept;
  void compare(std::int32_t bound) noexcept;
  std::int64_t drain(std::int32_t bound, Found* found, std::int64_t room) noexcept;
  [[nodiscard]] bool met_in(const Serving& serving, const std::uint64_t* code) const noexcept;
  [[nodiscard]] bool met_before(const std::uint64_t* code) const noexcept;

  std::shared_ptr<const ChunkTables> tables_;
  const kernels::KernelTable* kernels_;
  std::uint32_t codes_at_once_;
  AlignedBuffer<std::uint64_t> query_;
  AlignedBuffer<std::uint64_t> mask_;
  bool masked_ = false;
  std::int32_t proved_ = -1;
  Counters counters_;

  AlignedBuffer<Serving> serving_;
  std::int32_t used_ = 0;
  AlignedBuffer<Effort> efforts_;      // per distance + 1, of the tables that serve
  AlignedBuffer<std::int32_t> radii_;  // scratch of expect_efforts
  bool efforts_are_of_all_ = false;

  // The unit at work: its table's place in serving_, the bits in which its next value differs from
  // the query's, and how many values are left.
  std::int32_t open_ = 0;
  std::uint32_t flips_ = 0;
  std::int64_t probes_left_ = 0;
  Effort next_;
  std::array<kernels::Run, kBatch> runs_{};  // buckets looked up, not yet compared
  int run_ = 0;
  int runs_end_ = 0;
  AlignedBuffer<kernels::Candidate> candidates_;  // compared, not yet emitted
  std::int64_t candidate_ = 0;
  std::int64_t candidates_end_ = 0;
};

}  // namespace orthant
