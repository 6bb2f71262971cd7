// Codes made ready to be searched: grouped, and with tables of their chunks where the strategy
// wants them. Immutable; shared by any number of searchers.
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
  // Groups the codes, which satisfy check_codes, and builds what the strategy needs. chunks: of the
  // tables, 0: chosen by the data; only for Strategy::kProbe. The result does not depend on
  // `threads`.
  static HammingIndex over(GroupedCodes codes, Strategy strategy, std::int32_t chunks, int threads);
  static HammingIndex linear_scan(GroupedCodes codes) {
    return over(std::move(codes), Strategy::kScan, 0, 1);
  }

  explicit HammingIndex(std::shared_ptr<const SearchView> view) : view_(std::move(view)) {}

  // Rows that are live.
  [[nodiscard]] std::int64_t rows() const noexcept { return view_->rows; }
  [[nodiscard]] std::int32_t bits() const noexcept { return view_->bits; }
  [[nodiscard]] const std::shared_ptr<const SearchView>& view() const noexcept { return view_; }
  // The codes of an index whose ids are the row numbers; throws orthant::Error
  // (ORTHANT_INVALID_ARGUMENT) for a snapshot of a mutable index, whose rows have keys.
  [[nodiscard]] const GroupedCodes& codes() const;
  // Into how many chunks its tables cut a code; 0: there are none.
  [[nodiscard]] std::int32_t chunks() const noexcept;
  // Into how many they were to cut it, as `over` was told; 0: chosen by the data.
  [[nodiscard]] std::int32_t wanted_chunks() const noexcept { return wanted_chunks_; }
  // Lines of "key=value".
  [[nodiscard]] std::string describe() const;

  // A searcher for one thread; it keeps the codes alive, not the index.
  [[nodiscard]] Searcher searcher() const { return Searcher(view_); }

 private:
  std::shared_ptr<const SearchView> view_;
  std::int32_t wanted_chunks_ = 0;
};

}  // namespace orthant
