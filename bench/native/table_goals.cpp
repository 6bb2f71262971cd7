// Multi-index hashing against a scan of the same codes, and the automatic choice between the two.
#include <algorithm>
#include <string>
#include <vector>

#include "codes.h"
#include "goals.h"
#include "measure.h"
#include "table_case.h"

namespace orthant::bench {
namespace {

constexpr std::int64_t kMany = 10'000'000;

// The goal of tables over scans, k = 10; none for most codes.
Aim aim_of(Kind kind, std::int64_t rows, std::int32_t bits) {
  if (rows != kMany) return no_aim();
  if (bits == 64 && kind == Kind::kClustered) return at_least(20, 40);
  if (bits == 64 && kind == Kind::kUniform) return at_least(3, 6);
  if (bits == 128 && kind == Kind::kClustered) return at_least(17, 35);
  return no_aim();
}

bool has_aim(const Aim& aim) { return aim.kind != Aim::Kind::kNone; }

// The choice's times over the best ones go to `choices`.
void run_case(const Options& options, Report& report, const TableCase& work, const Aim& aim,
              std::vector<double>& choices) {
  for (const std::int64_t k : {1, 10, 100}) {
    const bool against_scan = options.wants("P7") && has_aim(aim) && k == 10;
    if (!against_scan && !options.wants("P8")) continue;
    const TableCase::Times times = work.run(k, options.repeat(15));
    const std::string what = work.name() + text(", k = %d", static_cast<int>(k));
    if (against_scan && times.scan_over_tables.empty()) fail(what + ": tables are slower by far");
    if (against_scan) {
      report.add("P7", what + ", scan over tables", aim, times.scan_over_tables, times.note);
    }
    if (!options.wants("P8")) continue;
    report.add("P8", what, no_aim(), times.choice_over_best, times.note);
    choices.push_back(median_of(times.choice_over_best));
  }
}

}  // namespace

void run_table_goals(const Options& options, Report& report) {
  if (!options.wants("P7") && !options.wants("P8")) return;
  const LearnedCodes learned(options.codes);
  std::vector<double> choices;
  for (const std::int64_t rows : {std::int64_t{100'000}, std::int64_t{1'000'000}, kMany}) {
    if (options.quick && rows == kMany && !options.wants("P7")) continue;
    for (const std::int32_t bits : {64, 128, 256}) {
      for (const Kind kind : {Kind::kUniform, Kind::kClustered, Kind::kLearned}) {
        const Aim aim = aim_of(kind, rows, bits);
        if (!has_aim(aim) && (!options.wants("P8") || (options.quick && rows == kMany))) continue;
        const TableCase work(kind, learned, rows, bits);
        run_case(options, report, work, aim, choices);
        if (options.wants("P7") && has_aim(aim) && kind == Kind::kClustered) {
          report.add("P7", work.name() + ", M codes x tables/s built", at_least(3, 5),
                     {work.build_rate()}, "one thread, once");
        }
      }
    }
  }
  if (choices.empty()) return;
  const std::string count = text("%d cases", static_cast<int>(choices.size()));
  report.add("P8", "choice over the better: median", at_most(1.15, 1.05), {median_of(choices)},
             count);
  report.add("P8", "choice over the better: worst", at_most(1.5, 1.25),
             {*std::max_element(choices.begin(), choices.end())}, count);
}

}  // namespace orthant::bench
