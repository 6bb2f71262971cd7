#include "data/live_rows.h"

#include <algorithm>

namespace orthant {

LiveRows::LiveRows(std::int64_t rows)
    : pages_(static_cast<std::size_t>((rows + kPageRows - 1) / kPageRows)),
      rows_(rows),
      live_count_(rows) {}

std::shared_ptr<const LiveRows> LiveRows::without(std::span<const std::int64_t> dead) const {
  auto result = std::make_shared<LiveRows>(*this);
  std::vector<Page*> own(pages_.size(), nullptr);  // the pages that the result does not share
  for (const std::int64_t row : dead) {
    const auto p = static_cast<std::size_t>(row / kPageRows);
    if (own[p] == nullptr) {
      auto page = std::make_shared<Page>();
      if (pages_[p] != nullptr) {
        *page = *pages_[p];
      } else {
        std::fill(std::begin(page->words), std::end(page->words), ~std::uint64_t{0});
      }
      own[p] = page.get();
      result->pages_[p] = std::move(page);
    }
    const auto place = static_cast<std::size_t>(row % kPageRows);
    own[p]->words[place / 64] &= ~(std::uint64_t{1} << (place % 64));
  }
  result->live_count_ -= static_cast<std::int64_t>(dead.size());
  return result;
}

}  // namespace orthant
