// Acknowledged additions per second of a mutable index: one row or 1,000 rows a batch, in memory
// and with a log, while merges run on a second thread. Medians of five runs.
//   orthant_bench_updates [folder]    the folder must not exist
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/rng.h"
#include "store/mutable_index.h"

namespace {

using Clock = std::chrono::steady_clock;
using orthant::MutableIndex;

constexpr std::int64_t kRows = 1000000;
constexpr std::int32_t kBits = 64;
constexpr int kRuns = 5;

struct Result {
  double adds_per_second = 0;
  double longest_snapshot_us = 0;
};

Result run(MutableIndex& index, std::int64_t batch_rows, bool shuffled) {
  std::vector<std::int64_t> keys(static_cast<std::size_t>(kRows));
  for (std::int64_t i = 0; i < kRows; ++i) keys[static_cast<std::size_t>(i)] = i;
  orthant::Rng rng(1);
  if (shuffled) {
    for (std::size_t i = keys.size(); i > 1; --i) std::swap(keys[i - 1], keys[rng.below(i)]);
  }
  std::vector<std::uint64_t> codes(keys.size());
  for (std::uint64_t& code : codes) code = rng.next();
  std::atomic<bool> done{false};
  Result result;
  std::thread merger([&] {
    while (!done.load()) {
      if (!index.merge()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      const auto before = Clock::now();
      const auto view = index.snapshot();
      const std::chrono::duration<double, std::micro> took = Clock::now() - before;
      result.longest_snapshot_us = std::max(result.longest_snapshot_us, took.count());
    }
  });
  const auto start = Clock::now();
  const auto size = static_cast<std::size_t>(batch_rows);
  for (std::size_t first = 0; first < keys.size(); first += size) {
    index.add({keys.data() + first, size}, codes.data() + first, kBits);
  }
  const std::chrono::duration<double> took = Clock::now() - start;
  done = true;
  merger.join();
  result.adds_per_second = static_cast<double>(kRows) / took.count();
  return result;
}

void report(const char* where, const std::string& folder, std::int64_t batch_rows, bool shuffled) {
  std::vector<double> rates;
  double longest = 0;
  for (int i = 0; i < kRuns; ++i) {
    if (!folder.empty()) std::filesystem::create_directory(folder);
    const auto index =
        folder.empty() ? MutableIndex::in_memory(kBits) : MutableIndex::open(folder, kBits);
    const Result result = run(*index, batch_rows, shuffled);
    rates.push_back(result.adds_per_second);
    longest = std::max(longest, result.longest_snapshot_us);
    index->close();
    if (!folder.empty()) std::filesystem::remove_all(folder);
  }
  std::sort(rates.begin(), rates.end());
  std::printf("%-9s keys %-9s batches of %4lld: %9.0f adds/s, longest snapshot %.0f us\n", where,
              shuffled ? "shuffled" : "ascending", static_cast<long long>(batch_rows),
              rates[rates.size() / 2], longest);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string folder =
      argc > 1 ? argv[1] : (std::filesystem::temp_directory_path() / "orthant-updates").string();
  if (std::filesystem::exists(folder)) {
    std::fprintf(stderr, "'%s' is there already\n", folder.c_str());
    return 1;
  }
  for (const bool shuffled : {false, true}) {
    for (const std::int64_t batch_rows : {1, 1000}) {
      report("in memory", "", batch_rows, shuffled);
      report("logged", folder, batch_rows, shuffled);
    }
  }
}
