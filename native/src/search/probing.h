// A search through the tables of one source, for one searcher: probes as long as a scan would not
// be faster. Belongs to one thread; keeps the tables alive. Only the constructor allocates or
// fails.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/aligned_buffer.h"
#include "search/budget.h"
#include "search/cost_model.h"
#include "search/gathering.h"
#include "search/prober.h"
#include "search/request.h"
#include "search/source.h"

namespace orthant {

class Probing {
 public:
  Probing(std::shared_ptr<const ChunkTables> tables, const Prices& prices);

  enum class End {
    kProved,        // no group that was not offered can be of interest
    kOutOfBudget,   // so far as the prober proved
    kScanIsBetter,  // the rest of the source should be scanned
  };

  // When a scan is considered instead.
  enum class Weigh { kNever, kOnTheWay, kFromTheStart };

  // Offers the groups within gathering.bound() to the gathering until the answer is proved, the
  // budget is spent (which is looked at every 4,096 codes at the latest), or a scan is expected to
  // be faster. Where the mask leaves no chunk to look up, a scan is the only way.
  End run(const Source::Gate& gate, std::int32_t source, const QueryCode& query,
          const SearchRequest& request, Weigh weigh, Budget& budget, Gathering& gathering) noexcept;

  // What a query is expected to take, without a search.
  [[nodiscard]] Plan expect(const Source::Gate& gate, const QueryCode& query,
                            const SearchRequest& request) noexcept;

  [[nodiscard]] const Prober& prober() const noexcept { return prober_; }
  // A search has begun that may leave the tables alone: there is no last run.
  void rest() noexcept { used_ = false; }
  // How the last run was planned, as lines of "key=value".
  [[nodiscard]] std::string explain() const;

 private:
  [[nodiscard]] Plan plan(const Source::Gate& gate, const QueryCode& query,
                          const SearchRequest& request) noexcept;

  Prober prober_;
  CostModel model_;
  AlignedBuffer<Prober::Found> found_;
  Plan plan_;
  bool used_ = false;
  End end_ = End::kProved;
};

}  // namespace orthant
