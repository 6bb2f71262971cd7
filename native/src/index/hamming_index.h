// Codes made ready to be searched. Immutable; shared by any number of searchers.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "data/packed_codes.h"
#include "search/searcher.h"
#include "search/view.h"

namespace orthant {

class HammingIndex {
 public:
  // Copies `rows` codes into an index without a structure but the grouping of equal ones; a search
  // compares all groups. Throws orthant::Error as check_codes does.
  static HammingIndex linear_scan(const std::uint64_t* codes, std::int64_t rows, std::int32_t bits);
  // Takes the codes over, with the same checks.
  static HammingIndex linear_scan(PackedCodes codes);
  // Codes that have been grouped and checked before.
  static HammingIndex linear_scan(GroupedCodes codes);

  explicit HammingIndex(std::shared_ptr<const SearchView> view) : view_(std::move(view)) {}

  // Rows that are live.
  [[nodiscard]] std::int64_t rows() const noexcept { return view_->rows; }
  [[nodiscard]] std::int32_t bits() const noexcept { return view_->bits; }
  [[nodiscard]] const std::shared_ptr<const SearchView>& view() const noexcept { return view_; }
  // The codes of an index whose ids are the row numbers; throws orthant::Error
  // (ORTHANT_INVALID_ARGUMENT) for a snapshot of a mutable index, whose rows have keys.
  [[nodiscard]] const GroupedCodes& codes() const;
  // Lines of "key=value".
  [[nodiscard]] std::string describe() const;

  // A searcher for one thread; it keeps the codes alive, not the index.
  [[nodiscard]] Searcher searcher() const { return Searcher(view_); }

 private:
  std::shared_ptr<const SearchView> view_;
};

}  // namespace orthant
