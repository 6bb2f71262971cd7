// Which rows are live, that is, not deleted. Immutable: a deletion makes a new LiveRows that shares
// all pages but those it changes, so that readers keep theirs. A page is the bits of 4,096 rows; a
// page of rows that are all live is not there.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace orthant {

class LiveRows {
 public:
  static constexpr std::int64_t kPageRows = 4096;

  // All live.
  explicit LiveRows(std::int64_t rows);

  // The same without the given rows, each in [0, rows()), live and named once.
  [[nodiscard]] std::shared_ptr<const LiveRows> without(std::span<const std::int64_t> dead) const;

  [[nodiscard]] bool is_live(std::int64_t row) const noexcept {
    const Page* page = pages_[static_cast<std::size_t>(row / kPageRows)].get();
    if (page == nullptr) return true;
    const auto place = static_cast<std::size_t>(row % kPageRows);
    return ((page->words[place / 64] >> (place % 64)) & 1) != 0;
  }
  [[nodiscard]] std::int64_t rows() const noexcept { return rows_; }
  [[nodiscard]] std::int64_t live_count() const noexcept { return live_count_; }

 private:
  struct Page {
    std::uint64_t words[kPageRows / 64];
  };

  std::vector<std::shared_ptr<const Page>> pages_;
  std::int64_t rows_ = 0;
  std::int64_t live_count_ = 0;
};

}  // namespace orthant
