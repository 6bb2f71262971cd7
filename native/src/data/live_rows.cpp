#include "data/live_rows.h"

#include <algorithm>

namespace orthant {

LiveRows::LiveRows(std::int64_t rows)
    : shelves_(static_cast<std::size_t>((rows + kPageRows * kShelfPages - 1) /
                                        (kPageRows * kShelfPages))),
      rows_(rows) {}

LiveRows::LiveRows(std::int64_t rows, std::span<const std::uint64_t> dead_bits) : LiveRows(rows) {
  std::vector<std::int64_t> dead;
  for (std::size_t w = 0; w < dead_bits.size(); ++w) {
    for (std::uint64_t word = dead_bits[w]; word != 0; word &= word - 1) {
      dead.push_back(static_cast<std::int64_t>(w) * 64 + std::countr_zero(word));
    }
  }
  *this = *without(dead);
}

std::shared_ptr<const LiveRows> LiveRows::without(std::span<const std::int64_t> dead) const {
  auto result = std::make_shared<LiveRows>(*this);
  std::vector<Shelf*> own_shelves(shelves_.size(), nullptr);  // what the result does not share
  std::vector<Page*> own_pages(dead.empty() ? 0 : static_cast<std::size_t>(pages()), nullptr);
  for (const std::int64_t row : dead) {
    const auto p = static_cast<std::size_t>(row / kPageRows);
    const std::size_t s = p / kShelfPages;
    if (own_shelves[s] == nullptr) {
      auto shelf = shelves_[s] == nullptr ? std::make_shared<Shelf>()
                                          : std::make_shared<Shelf>(*shelves_[s]);
      own_shelves[s] = shelf.get();
      result->shelves_[s] = std::move(shelf);
    }
    if (own_pages[p] == nullptr) {
      std::shared_ptr<const Page>& place = own_shelves[s]->pages[p % kShelfPages];
      auto page = place == nullptr ? std::make_shared<Page>() : std::make_shared<Page>(*place);
      own_pages[p] = page.get();
      place = std::move(page);
    }
    const auto bit = static_cast<std::size_t>(row % kPageRows);
    own_pages[p]->dead[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }
  result->dead_count_ += static_cast<std::int64_t>(dead.size());
  return result;
}

std::vector<std::uint64_t> LiveRows::dead_bits() const {
  std::vector<std::uint64_t> words(static_cast<std::size_t>((rows_ + 63) / 64));
  for (std::int64_t p = 0; p < pages(); ++p) {
    const Page* page = page_of(p);
    if (page == nullptr) continue;
    const auto first = static_cast<std::size_t>(p * kPageRows / 64);
    const std::size_t count = std::min(page->dead.size(), words.size() - first);
    std::copy_n(page->dead.begin(), count, words.begin() + static_cast<std::ptrdiff_t>(first));
  }
  return words;
}

std::vector<std::int64_t> LiveRows::deaths_between(const LiveRows* before, const LiveRows* after) {
  std::vector<std::int64_t> deaths;
  if (after == nullptr || after == before) return deaths;
  for (std::int64_t p = 0; p < after->pages(); ++p) {
    const Page* now = after->page_of(p);
    const Page* then = before == nullptr ? nullptr : before->page_of(p);
    if (now == then) continue;  // pages never leave: a page that was there is still there
    for (std::size_t w = 0; w < now->dead.size(); ++w) {
      std::uint64_t word = now->dead[w] & ~(then == nullptr ? 0 : then->dead[w]);
      for (; word != 0; word &= word - 1) {
        deaths.push_back(p * kPageRows + static_cast<std::int64_t>(w) * 64 +
                         std::countr_zero(word));
      }
    }
  }
  return deaths;
}

}  // namespace orthant
