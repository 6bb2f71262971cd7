// What one query has found so far: the groups that hold the k nearest rows, or all groups within a
// radius, or their number only; and in the end the rows behind them by (distance, id). Scans,
// probes and batches feed it alike. Belongs to one thread at a time; only `reserve` allocates or
// fails.
#pragma once

#include <cstdint>
#include <span>

#include "base/aligned_buffer.h"
#include "search/source.h"
#include "search/top_k.h"

namespace orthant {

class Gathering {
 public:
  explicit Gathering(std::int32_t bits);

  // Makes room for `hits` rows of a view that has `rows` (dead ones counted); never shrinks. On
  // failure (std::bad_alloc) nothing has changed.
  void reserve(std::int64_t hits, std::int64_t rows);
  [[nodiscard]] std::int64_t room() const noexcept { return room_; }

  // The k nearest of the rows within the radius, 1 <= k <= room(), 0 <= radius <= bits. in_order:
  // groups will be taken by ascending ids of their first rows that pass.
  void start_nearest(std::int64_t k, std::int32_t radius, bool in_order) noexcept;
  // After start_nearest: see TopK.
  void expect_distinct_codes() noexcept { top_k_.expect_distinct_codes(); }
  // All rows within the radius, 0 <= radius <= bits; count_only: how many.
  void start_within(std::int32_t radius, bool in_order, bool count_only) noexcept;

  // The largest distance that is still of interest; -1: none, the search is over.
  [[nodiscard]] std::int32_t bound() const noexcept {
    return aim_ == Aim::kNearest ? top_k_.bound() : radius_;
  }

  // Leaves out, of the k nearest, what is farther than a radius that was guessed; if the guess is
  // too narrow in the end, the search has to be done again.
  void narrow(std::int32_t radius) noexcept { top_k_.narrow(radius); }
  [[nodiscard]] bool too_narrow() const noexcept {
    return aim_ == Aim::kNearest && top_k_.too_narrow();
  }

  // A group at a distance within the bound. Groups without a row that passes are ignored.
  void take(const Source::Gate& gate, std::int32_t source, std::int64_t group,
            std::int32_t distance) noexcept;

  // Brings the rows by (distance, id) and returns their number. Within a radius: if that is more
  // than room(), nothing is there; nor if they were to be counted only.
  std::int64_t finish(std::span<const Source> sources, bool filtered) noexcept;

  // A row found, and in which of the groups found.
  struct Row {
    std::int64_t id;
    std::int32_t hit;
    float score;  // for the caller
  };
  // Of the last finish, until the next start.
  [[nodiscard]] std::span<Row> rows() noexcept {
    return {rows_.data(), static_cast<std::size_t>(row_count_)};
  }
  [[nodiscard]] std::span<const Hit> hits() const noexcept { return answer_; }

 private:
  enum class Aim { kNearest, kWithin, kCount };

  void expand(std::span<const Source> sources, bool filtered, std::int64_t limit) noexcept;

  TopK top_k_;
  AlignedBuffer<Hit> hits_;    // within a radius
  AlignedBuffer<Hit> sorted_;  // the same by distance
  AlignedBuffer<std::int64_t> places_;
  AlignedBuffer<Row> rows_;
  std::span<const Hit> answer_;  // the groups that the rows belong to, by distance
  std::int64_t room_ = 0;
  std::int64_t held_ = 0;       // hits that fit
  std::int64_t hit_count_ = 0;  // groups, as many as are held
  std::int64_t total_ = 0;      // rows
  std::int64_t row_count_ = 0;  // brought by finish
  std::int64_t k_ = 0;
  std::int32_t bits_;
  std::int32_t radius_ = -1;
  Aim aim_ = Aim::kWithin;
  bool in_order_ = true;
};

}  // namespace orthant
