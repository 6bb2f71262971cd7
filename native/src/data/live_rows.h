// Which rows are live, that is, not deleted. Immutable: a deletion makes a new LiveRows that shares
// all pages but those it changes, so that readers keep theirs. A page is the bits of 4,096 rows, a
// shelf holds 64 pages; where all rows are live there is neither. A deletion among n rows copies a
// page of 512 bytes, a shelf of 64 pointers and n / 262,144 pointers to shelves.
#pragma once

#include <array>
#include <bit>
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
  // Row i is dead where bit i % 64 of word i / 64 is set: ceil(rows / 64) words, whose bits beyond
  // the rows are zero.
  LiveRows(std::int64_t rows, std::span<const std::uint64_t> dead_bits);

  // The same without the given rows, each in [0, rows()), live and named once.
  [[nodiscard]] std::shared_ptr<const LiveRows> without(std::span<const std::int64_t> dead) const;

  [[nodiscard]] bool is_live(std::int64_t row) const noexcept {
    const Page* page = page_of(row / kPageRows);
    if (page == nullptr) return true;
    const auto place = static_cast<std::size_t>(row % kPageRows);
    return ((page->dead[place / 64] >> (place % 64)) & 1) == 0;
  }
  [[nodiscard]] std::int64_t rows() const noexcept { return rows_; }
  [[nodiscard]] std::int64_t dead_count() const noexcept { return dead_count_; }
  [[nodiscard]] std::int64_t live_count() const noexcept { return rows_ - dead_count_; }

  // The constructor's words.
  [[nodiscard]] std::vector<std::uint64_t> dead_bits() const;

  // The rows that are dead in `after` and live in `before`, an ancestor of it or nullptr (all
  // live), ascending. Skips the pages that both share.
  [[nodiscard]] static std::vector<std::int64_t> deaths_between(const LiveRows* before,
                                                                const LiveRows* after);

 private:
  static constexpr std::int64_t kShelfPages = 64;

  struct Page {
    std::array<std::uint64_t, kPageRows / 64> dead{};
  };
  struct Shelf {
    std::array<std::shared_ptr<const Page>, kShelfPages> pages;
  };

  [[nodiscard]] const Page* page_of(std::int64_t page) const noexcept {
    const Shelf* shelf = shelves_[static_cast<std::size_t>(page / kShelfPages)].get();
    return shelf == nullptr ? nullptr
                            : shelf->pages[static_cast<std::size_t>(page % kShelfPages)].get();
  }
  [[nodiscard]] std::int64_t pages() const noexcept { return (rows_ + kPageRows - 1) / kPageRows; }

  std::vector<std::shared_ptr<const Shelf>> shelves_;
  std::int64_t rows_ = 0;
  std::int64_t dead_count_ = 0;
};

}  // namespace orthant
