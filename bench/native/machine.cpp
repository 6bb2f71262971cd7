#include "machine.h"

#include <algorithm>

#include "codes.h"
#include "kernels/kernels.h"
#include "measure.h"
#include "popcnt_batch.h"
#include "read_kernels.h"

namespace orthant::bench {
namespace {

// Below these a run is void, unless the clock is slower than the one at which they were set.
constexpr double kLeastPairs = 1.5e9;
constexpr double kLeastBytes = 20e9;
constexpr double kUsualGhz = 3.65;

}  // namespace

void Machine::measure() {
  constexpr int kRepeat = 7;
  constexpr std::int64_t kPlainRows = 1 << 20;
  const PackedCodes large = uniform_codes(20'000'000, 64, 1);
  const PackedCodes small = uniform_codes(kPlainRows, 64, 1);
  const PackedCodes queries = uniform_codes(8, 64, 2);
  Measurement plain{[&] { use(nearest_by_popcnt(small, queries, 10).size()); }};
  for (const ReadKernel& kernel : read_kernels()) {
    Measurement other{[&] { use(kernel.read(large.data(), large.rows())); }};
    time_in_turn({&other}, kRepeat);
    bytes_ = std::max(bytes_, static_cast<double>(8 * large.rows()) / other.best());
  }
  Measurement probe = clock_probe();
  time_in_turn({&plain, &probe}, kRepeat);
  pairs_ = std::max(pairs_, static_cast<double>(kPlainRows * queries.rows()) / plain.best());
  ghz_ = std::max(ghz_, clock_ghz(probe));
}

std::string Machine::describe() const {
  return text("%s, tier %s, clock %.2f GHz; plain POPCNT loop %.2f G pairs/s, read %.1f GB/s",
              processor_name().c_str(), kernels::active().name, ghz_, 1e-9 * pairs_, 1e-9 * bytes_);
}

bool Machine::fast_enough(double share) const {
  return pairs_ >= share * kLeastPairs && bytes_ >= share * kLeastBytes;
}

bool Machine::clock_explains() const { return fast_enough(std::min(ghz_ / kUsualGhz, 1.0)); }

std::string Machine::verdict() const {
  if (fast_enough()) return "The run counts.";
  if (clock_explains()) return "The run counts: the clock is slow, and the baselines with it.";
  return text("The run is VOID: %.1f G pairs/s and %.0f GB/s are the least.", 1e-9 * kLeastPairs,
              1e-9 * kLeastBytes);
}

}  // namespace orthant::bench
