// Rows that several trainings learn from, such as those of several code lengths, and what these
// derive from the rows alike: anchors, phi, and Phi^T Phi (n m^2 / 2), which do not depend on the
// bits. The first training that asks computes, under a lock; the others wait for it and share.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

#include "base/rng.h"
#include "learn/options.h"
#include "learn/phi_rows.h"
#include "learn/training_data.h"
#include "linalg/work.h"

namespace orthant {

class SharedRows {
 public:
  // As anchored_rows, and the Gram matrix with them.
  [[nodiscard]] std::shared_ptr<const PhiRows> anchored(const TrainingData& data,
                                                        const Options& options, Rng& rng,
                                                        const Work& work);

 private:
  // All that anchors depend on, besides the rows.
  struct Key {
    bool unit_rows = false;
    std::int64_t anchors = 0;
    std::array<std::uint64_t, 4> random = {};
    auto operator<=>(const Key&) const = default;
  };
  struct Entry {
    std::shared_ptr<const PhiRows> phi;
    std::array<std::uint64_t, 4> random = {};  // after the draw
  };

  std::mutex mutex_;
  std::map<Key, Entry> entries_;
};

// phi of all rows over anchors drawn from them, by the options "unit-rows" and "anchors". Stored
// within the option "memory"; always, for a method without it. From data.shared, if there is one.
[[nodiscard]] std::shared_ptr<const PhiRows> anchored_rows(const TrainingData& data,
                                                           const Options& options, Rng& rng,
                                                           const Work& work);

}  // namespace orthant
