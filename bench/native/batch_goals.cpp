// How many times more (query, code) pairs does a batch search decide per second than a plain loop
// over POPCNT instructions in FAISS's order (popcnt_batch.h)? What do more neighbours, more queries
// and more threads change?
#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "answer.h"
#include "codes.h"
#include "data/grouped_codes.h"
#include "goals.h"
#include "index/hamming_index.h"
#include "kernels/kernels.h"
#include "measure.h"
#include "popcnt_batch.h"

namespace orthant::bench {
namespace {

constexpr std::int64_t kRows = 1 << 20;
constexpr int kThreads = 2;

struct Tier {
  std::string goal;
  Aim aims[5];  // 64, 128, 256, 512, 1024 bits
};

Tier tier_here() {
  const std::string name = kernels::active().name;
  if (name == "avx512_vpopcntdq") {
    return {
        "P3",
        {at_least(6, 10), at_least(5, 7), at_least(4.5, 6), at_least(4.5, 6), at_least(4.5, 6)}};
  }
  if (name == "avx2") return {"P4", {at_least(5, 6), at_least(3.3, 4), at_least(2.5, 3), {}, {}}};
  return {"P3", {}};
}

class Workload {
 public:
  Workload(std::int32_t bits, std::int64_t queries)
      : index_(HammingIndex::linear_scan(GroupedCodes(uniform_codes(kRows, bits, 1)))),
        queries_(uniform_codes(queries, bits, 2)) {}

  void check(std::int64_t k, const std::string& what) const {
    require_equal(find_batch(index_.view(), queries_, nearest(k)),
                  nearest_by_popcnt(index_.codes().codes(), queries_, k), what);
  }
  void run(std::int64_t k, int threads = 1) const {
    run_batch(index_.view(), queries_, nearest(k), threads);
  }
  void run_plain(std::int64_t k) const {
    use(nearest_by_popcnt(index_.codes().codes(), queries_, k).size());
  }
  // Pairs per second, in G.
  [[nodiscard]] double rate(const Measurement& measurement) const {
    return 1e-9 * static_cast<double>(kRows * queries_.rows()) / measurement.median();
  }

 private:
  HammingIndex index_;
  PackedCodes queries_;
};

void against_plain(const Options& options, Report& report, const Tier& tier, int length) {
  const std::int32_t bits = 64 << length;
  const std::string what = text("64 queries x 1 M of %d bits: times the loop", bits);
  const Workload work(bits, 64);
  work.check(10, what);
  Measurement plain{[&] { work.run_plain(10); }};
  Measurement batch{[&] { work.run(10); }};
  time_in_turn({&plain, &batch}, options.repeat(15));
  report.add(tier.goal, what, tier.aims[length], ratios(plain, batch),
             text("loop %.2f, batch %.2f G pairs/s", work.rate(plain), work.rate(batch)));
}

void per_pair(const Options& options, Report& report, std::int32_t bits) {
  const Workload few(bits, 64);
  const Workload many(bits, 256);
  few.check(100, "64 queries, k = 100");
  many.check(100, "256 queries, k = 100");
  Measurement base{[&] { few.run(10); }};
  Measurement hundred{[&] { few.run(100); }};
  Measurement queries{[&] { many.run(10); }};
  Measurement both{[&] { many.run(100); }};
  time_in_turn({&base, &hundred, &queries, &both}, options.repeat(21));
  const auto add = [&](const char* what, const Measurement& measurement, double times_queries,
                       const Aim& aim) {
    std::vector<double> values = ratios(measurement, base);
    for (double& value : values) value /= times_queries;
    report.add("P5", text("%d bits, per pair: %s", bits, what), aim, values,
               text("64 queries, k = 10: %.2f G pairs/s", few.rate(base)));
  };
  add("k = 100", hundred, 1, at_most(1.2, 1.2));
  add("256 queries", queries, 4, at_most(1.2, 1.2));
  add("k = 100 and 256 queries", both, 4, no_aim());
}

void two_threads(const Options& options, Report& report) {
  const Workload work(64, 1024);
  Measurement one{[&] { work.run(10, 1); }, Clock::kWall};
  Measurement two{[&] { work.run(10, kThreads); }, Clock::kWall};
  time_in_turn({&one, &two}, options.repeat(25));
  report.add("P6", "two threads over one, 1024 x 1 M of 64 bits", at_least(1.85, 1.95),
             ratios(one, two), text("one thread %.1f ms", 1e3 * one.median()));
}

// Threads that only burn time, for as long as they live.
class Load {
 public:
  explicit Load(int threads) {
    for (int i = 0; i < threads; ++i) {
      threads_.emplace_back([this] {
        while (!done_.load(std::memory_order_relaxed)) use(1);
      });
    }
  }
  ~Load() {
    done_ = true;
    for (std::thread& thread : threads_) thread.join();
  }
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

 private:
  std::atomic<bool> done_{false};
  std::vector<std::thread> threads_;
};

// Threads that share processors among more must expect to take as many times longer; what waits
// for all of them at every step takes many times more.
void under_load(const Options& options, Report& report) {
  constexpr int kBusy = 4;
  const auto processors = static_cast<double>(std::max(std::thread::hardware_concurrency(), 1U));
  const double load_factor = std::max((kBusy + kThreads) / processors, 1.0);
  const Workload work(64, 256);
  Measurement alone{[&] { work.run(10, kThreads); }, Clock::kWall};
  Measurement loaded = alone;
  time_in_turn({&alone}, options.repeat(100));
  {
    const Load load(kBusy);
    time_in_turn({&loaded}, options.repeat(200));
  }
  std::sort(loaded.seconds.begin(), loaded.seconds.end());
  const double p99 = loaded.seconds[loaded.seconds.size() * 99 / 100];
  const std::string note =
      text("alone p50 %.1f, loaded p50 %.1f, p99 %.1f ms, load factor %.1f", 1e3 * alone.median(),
           1e3 * loaded.median(), 1e3 * p99, load_factor);
  report.add("P6", "4 busy threads beside: p99 over p50 x load factor", at_most(3, 2),
             {p99 / (alone.median() * load_factor)}, note);
}

}  // namespace

void run_batch_goals(const Options& options, Report& report) {
  const Tier tier = tier_here();
  if (options.wants(tier.goal)) {
    for (int length = 0; length < 5; ++length) against_plain(options, report, tier, length);
  }
  if (options.wants("P5")) {
    for (const std::int32_t bits : {64, 128, 256}) per_pair(options, report, bits);
  }
  if (options.wants("P6")) {
    two_threads(options, report);
    under_load(options, report);
  }
}

}  // namespace orthant::bench
