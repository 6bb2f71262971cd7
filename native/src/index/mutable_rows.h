// What a mutable index holds in memory: immutable segments, full deltas that wait for a merge, and
// one open delta that takes what comes. A change is prepared (all that can fail), then applied
// (nothing can fail), so that a log can be written between the two. Prepare, apply, seal and swap
// belong to one writer at a time; `snapshot` to any thread.
//
// Keys: each segment is searched by its sorted keys, each delta by its table; a key has at most one
// live row.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "index/batch.h"
#include "index/delta_rows.h"
#include "search/view.h"

namespace orthant {

class MutableRows {
 public:
  // A delta is full with `delta_rows` rows. Merged segments are made ready for the strategy.
  MutableRows(std::int32_t bits, std::int64_t delta_rows, Strategy strategy = Strategy::kScan,
              std::vector<Segment> segments = {});

  // A batch that will not fail to apply, until the next change.
  class Change {
   public:
    Change(Change&&) noexcept = default;
    Change& operator=(Change&&) noexcept = default;

   private:
    friend class MutableRows;
    Change() = default;

    struct Span {
      DeltaRows* delta = nullptr;
      std::int64_t first = 0;
      std::int64_t count = 0;
    };
    std::shared_ptr<SearchView> parts;               // nullptr: as they are
    std::vector<std::shared_ptr<DeltaRows>> deltas;  // of `parts`
    std::vector<Span> written;
    std::int64_t open_rows = 0;
    std::int64_t live_rows = 0;
  };

  // Refuses (ORTHANT_INVALID_ARGUMENT, naming the key) a batch that check_batch refuses, an
  // addition of a key that is there, and a removal or replacement of one that is not.
  [[nodiscard]] Change prepare(const Batch& batch);
  void apply(Change&& change) noexcept;

  [[nodiscard]] std::int32_t bits() const noexcept { return bits_; }
  [[nodiscard]] std::int64_t rows() const noexcept {
    const std::lock_guard lock(publishing_);
    return published_.live_rows;
  }

  // The current rows, immutable. Takes the time of copying a pointer, and of listing the parts if
  // they changed since the last one; waits for no writer longer than that.
  [[nodiscard]] std::shared_ptr<const SearchView> snapshot() const;

  // Whether a delta is full, or a segment mostly dead.
  [[nodiscard]] bool merge_due() const noexcept;
  // Closes the open delta and returns all rows, the merge's input.
  [[nodiscard]] std::shared_ptr<const SearchView> seal();
  // Puts the segment (codes == nullptr: none was left) in the place of what merge_parts(then,
  // chosen) read, with the deaths of the meantime.
  void swap(const Segment& merged, const SearchView& then, const std::vector<std::size_t>& chosen);

 private:
  struct Location {
    bool in_segment = false;
    std::size_t part = 0;
    std::int64_t row = -1;  // -1: no live row
  };
  struct Published {
    std::shared_ptr<const SearchView> parts;  // the open delta's rows as of its last change
    std::shared_ptr<const SearchView> built;  // parts with open_rows; nullptr: not built yet
    std::int64_t open_rows = 0;
    std::int64_t live_rows = 0;
  };

  [[nodiscard]] Location locate(std::int64_t key) const noexcept;
  [[nodiscard]] SearchView& changed_parts(Change& change) const;
  void bury(const std::vector<Location>& victims, Change& change) const;
  void place(const Batch& batch, Change& change) const;
  void make_room(std::int64_t wanted, Change& change) const;
  void publish(Published&& next) noexcept;

  std::int32_t bits_;
  std::int64_t delta_rows_;
  std::vector<std::shared_ptr<DeltaRows>> deltas_;  // of published_.parts, in its order
  bool open_ = false;                               // the last delta takes rows
  mutable std::mutex publishing_;
  mutable Published published_;  // written under the mutex; read without by the writer
};

}  // namespace orthant
