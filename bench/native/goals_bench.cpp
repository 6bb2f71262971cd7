// Prints what the library was to reach and what it reaches here: goals P1 to P10, each beside a
// baseline of the same minute, through the classes that users get.
//
//   orthant_bench_goals [--goal P3]... [--codes FILE.npy]... [--quick] [--json]
//
// --goal: P1 to P10 or heads; all, if none is given. --codes: learned codes for P8, as `orthant
// encode` writes them, one file per length. --quick: fewer repetitions and codes, for a look.
// ORTHANT_SIMD caps the tier, which decides between P3 and P4. Times of one thread are of its
// processor time, others of the wall clock; what is compared is run in turn, and the ratio is taken
// of neighbouring runs. The exit status is 1 if the run is void.
#include <cstdlib>
#include <string>

#include "goals.h"
#include "machine.h"
#include "measure.h"
#include "options.h"
#include "report.h"

namespace orthant::bench {
namespace {

Options parse(char** arguments) {
  Options options;
  for (++arguments; *arguments != nullptr; ++arguments) {
    const std::string name = *arguments;
    if (name == "--quick") {
      options.quick = true;
    } else if (name == "--json") {
      options.json = true;
    } else if ((name == "--goal" || name == "--codes") && arguments[1] != nullptr) {
      (name == "--goal" ? options.goals : options.codes).emplace_back(*++arguments);
    } else {
      fail("'" + name + "' is no option, or lacks its value: --goal P1 ... P10 or heads, --codes " +
           "FILE.npy, --quick, --json");
    }
  }
  return options;
}

int run(const Options& options) {
  Machine machine;
  machine.measure();
  progress(machine.describe());
  Report report;
  run_scan_goals(options, report);
  run_batch_goals(options, report);
  run_update_goals(options, report);
  run_table_goals(options, report);
  run_encode_goals(options, report);
  machine.measure();
  if (options.json) {
    report.print_json(machine.describe(), machine.verdict());
  } else {
    report.print(machine.describe(), machine.verdict());
  }
  return machine.counts() ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace orthant::bench

int main(int, char** arguments) {
  using namespace orthant::bench;
  return run(parse(arguments));
}
