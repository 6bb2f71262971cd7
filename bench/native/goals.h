// The goals of search and encoding, each beside its baseline of the same minute. Every function
// compares the answers before it takes a time; a difference ends the program.
#pragma once

#include "options.h"
#include "report.h"

namespace orthant::bench {

// P1 single queries from memory, P2 from the cache; and what heads of long codes save.
void run_scan_goals(const Options& options, Report& report);
// P3 batches (P4 on the AVX2 tier), P5 more neighbours and queries, P6 threads.
void run_batch_goals(const Options& options, Report& report);
// P7 tables against scans, P8 the automatic choice.
void run_table_goals(const Options& options, Report& report);
// P9 memory, additions, and the cost of a full delta.
void run_update_goals(const Options& options, Report& report);
// P10 encoding, and what the narrower precisions save.
void run_encode_goals(const Options& options, Report& report);

}  // namespace orthant::bench
