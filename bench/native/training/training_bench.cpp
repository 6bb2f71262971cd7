// Prints what training was to reach and what it reaches here, on one thread: goals P11 and P12.
//
//   orthant_bench_training [--goal P11]... [--quick] [--json]
//
// What is compared is run in turn, by the processor time of the thread, and the ratio is taken of
// neighbouring runs. The products of P12 are OpenBLAS's own, whose choice of a processor core
// (printed) decides how fast they are: OPENBLAS_CORETYPE overrides it.
#include <cstdlib>
#include <string>

#include "../measure.h"
#include "kernels/kernels.h"
#include "linalg/blas.h"
#include "training_goals.h"

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
    } else if (name == "--goal" && arguments[1] != nullptr) {
      options.goals.emplace_back(*++arguments);
    } else {
      fail("'" + name + "' is no option, or lacks its value: --goal P11 or P12, --quick, --json");
    }
  }
  return options;
}

std::string machine() {
  Measurement probe = clock_probe();
  time_in_turn({&probe}, 7);
  return text("%s, tier %s, clock %.2f GHz; %s", processor_name().c_str(), kernels::active().name,
              clock_ghz(probe), blas_description().c_str());
}

int run(const Options& options) {
  progress(machine());
  Report report;
  run_sweep_goals(options, report);
  run_sdh_goals(options, report);
  const std::string verdict = "Ratios of neighbouring runs on one thread.";
  if (options.json) {
    report.print_json(machine(), verdict);
  } else {
    report.print(machine(), verdict);
  }
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace orthant::bench

int main(int, char** arguments) {
  using namespace orthant::bench;
  return run(parse(arguments));
}
