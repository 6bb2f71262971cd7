// The goals of training, each beside its baseline of the same minute. Every function compares the
// results before it takes a time; a difference ends the program.
#pragma once

#include "../options.h"
#include "../report.h"

namespace orthant::bench {

// P11: a sweep over the bits of 60,000 codes against the multiply-adds that it stands for.
void run_sweep_goals(const Options& options, Report& report);
// P12: training SDH against the matrix products in it.
void run_sdh_goals(const Options& options, Report& report);

}  // namespace orthant::bench
