// Is a single-query search as fast as memory?
//
// A search of n codes of b bits must read n * ceil(b / 64) * 8 bytes once. Its time is therefore at
// least bytes / R, R being the rate at which this thread can read this buffer at all. R depends on
// the machine, its neighbours and the minute, so it is measured in the same repetitions: the best
// of the read kernels of read_kernels.h. The share printed is (search GB/s) / R; 1.00 is the bound,
// 0.85 the goal. Where R is under 20 GB/s, the clock probe tells a slow memory from a slow clock: a
// chain of additions, each waiting for the one before, runs at one per cycle.
//
// Times are of the thread's processor time, best and median over interleaved repetitions; each
// search's result is compared with a naive one first. ORTHANT_SIMD caps the tier.
#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "base/rng.h"
#include "index/linear_scan.h"
#include "kernels/kernels.h"
#include "measure.h"
#include "orthant/orthant.h"
#include "read_kernels.h"

namespace orthant::bench {
namespace {

struct Options {
  std::int64_t codes = 20'000'000;
  std::int32_t bits = 64;
  std::vector<std::int64_t> ks = {10, 100};
  int repeat = 21;
  bool json = false;
};

// The naive twin: all distances, sorted.
void check(const LinearScan& index, Searcher& searcher, std::int64_t k) {
  const PackedCodes& codes = index.codes();
  std::vector<std::uint64_t> ranking(static_cast<std::size_t>(codes.rows()));
  constexpr int kIdBits = 48;
  for (std::int64_t i = 0; i < codes.rows(); ++i) {
    std::uint64_t distance = 0;
    for (std::int32_t w = 0; w < codes.words(); ++w) {
      distance += static_cast<std::uint64_t>(std::popcount(codes.row(i)[w] ^ searcher.query()[w]));
    }
    ranking[static_cast<std::size_t>(i)] = distance << kIdBits | static_cast<std::uint64_t>(i);
  }
  const std::int64_t count = std::min(k, codes.rows());
  std::partial_sort(ranking.begin(), ranking.begin() + count, ranking.end());
  if (searcher.nearest(k) != count) fail("the search returned a wrong number of hits");
  for (std::int64_t i = 0; i < count; ++i) {
    const auto key = static_cast<std::uint64_t>(searcher.distances()[i]) << kIdBits |
                     static_cast<std::uint64_t>(searcher.ids()[i]);
    if (key != ranking[static_cast<std::size_t>(i)]) {
      fail("hit " + std::to_string(i) + " of " + std::to_string(k) + " is not the naive one");
    }
  }
}

Options parse(char** arguments) {
  Options options;
  bool ks_given = false;
  for (++arguments; *arguments != nullptr; ++arguments) {
    const std::string name = *arguments;
    if (name == "--json") {
      options.json = true;
      continue;
    }
    const char* value = arguments[1];
    if (name == "--codes") {
      options.codes = number("--codes", value, 1'000'000'000);
    } else if (name == "--bits") {
      options.bits = static_cast<std::int32_t>(number("--bits", value, ORTHANT_MAX_BITS));
    } else if (name == "--repeat") {
      options.repeat = static_cast<int>(number("--repeat", value, 10'000));
    } else if (name == "--k") {
      if (!ks_given) options.ks.clear();
      ks_given = true;
      options.ks.push_back(number("--k", value, 1'000'000));
    } else {
      fail("unknown option " + name + "; --codes N --bits B --k K (repeatable) --repeat R --json");
    }
    ++arguments;
  }
  return options;
}

LinearScan random_index(const Options& options, Rng& rng) {
  PackedCodes codes(options.codes, options.bits);
  for (std::int64_t i = 0; i < codes.rows(); ++i) {
    for (std::int32_t w = 0; w < codes.words(); ++w) codes.row(i)[w] = rng.next();
    codes.row(i)[codes.words() - 1] &= tail_mask(options.bits);
  }
  return LinearScan(std::move(codes));
}

class Report {
 public:
  Report(const Options& options, std::int64_t bytes) : options_(options), bytes_(bytes) {}

  void print(const std::vector<Measurement>& reads, const std::vector<Measurement>& scans,
             const Measurement& probe) const {
    double best_read = reads[0].best();
    double median_read = reads[0].median();
    for (const Measurement& read : reads) {
      best_read = std::min(best_read, read.best());
      median_read = std::min(median_read, read.median());
    }
    print_head(clock_ghz(probe));
    bool first = true;
    for (const auto* group : {&reads, &scans}) {
      for (const Measurement& m : *group) {
        print_row(m, best_read / m.best(), median_read / m.median(), first);
        first = false;
      }
    }
    if (options_.json) std::printf("]}\n");
  }

 private:
  void print_head(double ghz) const {
    const char* tier = kernels::active().name;
    const std::string processor = processor_name();
    if (options_.json) {
      std::printf(
          "{\"processor\":\"%s\",\"tier\":\"%s\",\"clock_ghz\":%.2f,\"codes\":%lld,"
          "\"bits\":%d,\"repeat\":%d,\"rows\":[",
          processor.c_str(), tier, ghz, static_cast<long long>(options_.codes), options_.bits,
          options_.repeat);
      return;
    }
    std::printf(
        "%s, tier %s, clock probe %.2f GHz\n%lld codes of %d bits, %d repetitions\n\n"
        "%-24s %9s %9s %9s %9s %9s\n",
        processor.c_str(), tier, ghz, static_cast<long long>(options_.codes), options_.bits,
        options_.repeat, "", "best ms", "median ms", "best GB/s", "share", "median sh");
  }

  // The shares are of the best read kernel's best and median time.
  void print_row(const Measurement& m, double share, double median_share, bool first) const {
    const char* format = options_.json
                             ? "%s{\"name\":\"%s\",\"best_ms\":%.4f,\"median_ms\":%.4f,"
                               "\"best_gb_per_s\":%.2f,\"share\":%.3f,\"median_share\":%.3f}"
                             : "%s%-24s %9.3f %9.3f %9.2f %9.3f %9.3f\n";
    const char* separator = options_.json && !first ? "," : "";
    std::printf(format, separator, m.name.c_str(), m.best() * 1e3, m.median() * 1e3,
                static_cast<double>(bytes_) / m.best() * 1e-9, share, median_share);
  }

  const Options& options_;
  std::int64_t bytes_;
};

void run(const Options& options) {
  Rng rng(1);
  const LinearScan index = random_index(options, rng);
  Searcher searcher = index.searcher();
  const std::int64_t most_hits = *std::max_element(options.ks.begin(), options.ks.end());
  searcher.reserve(most_hits);
  for (std::int32_t w = 0; w < index.codes().words(); ++w) searcher.query()[w] = rng.next();
  searcher.query()[index.codes().words() - 1] &= tail_mask(options.bits);

  const std::uint64_t* words = index.codes().data();
  const std::int64_t count = index.rows() * index.codes().words();
  std::vector<Measurement> reads;
  for (const ReadKernel& kernel : read_kernels()) {
    reads.push_back({std::string("read, ") + kernel.name, [=] { use(kernel.read(words, count)); }});
  }
  std::vector<Measurement> scans;
  for (const std::int64_t k : options.ks) {
    check(index, searcher, k);
    scans.push_back({"nearest " + std::to_string(k),
                     [&searcher, k] { use(static_cast<std::uint64_t>(searcher.nearest(k))); }});
  }
  std::vector<std::int64_t> ids(static_cast<std::size_t>(most_hits));
  std::vector<std::int32_t> distances(static_cast<std::size_t>(most_hits));
  scans.push_back({"plain POPCNT loop, " + std::to_string(options.ks[0]), [&, words] {
                     use(static_cast<std::uint64_t>(
                         scan_by_plain_loop(words, index.rows(), index.bits(), searcher.query(),
                                            options.ks[0], ids.data(), distances.data())));
                   }});
  Measurement probe = clock_probe();
  for (int i = 0; i < options.repeat; ++i) {
    for (Measurement& read : reads) time_once(read);
    for (Measurement& scan : scans) time_once(scan);
    time_once(probe);
  }
  Report(options, count * std::int64_t{8}).print(reads, scans, probe);
}

}  // namespace
}  // namespace orthant::bench

int main(int, char** arguments) {
  orthant::bench::run(orthant::bench::parse(arguments));
  return EXIT_SUCCESS;
}
