// The tables of all tiers, private to kernels/. A file for another architecture defines nothing.
#pragma once

#include <type_traits>

#include "kernels/kernels.h"

namespace orthant::kernels {

extern const KernelTable kScalarTable;
#if defined(__x86_64__)
extern const KernelTable kPopcntTable;
extern const KernelTable kAvx2Table;
extern const KernelTable kAvx512VpopcntdqTable;
#elif defined(__aarch64__)
extern const KernelTable kNeonTable;
#endif

// The batch kernels, each tier's in a file of its own: batch_<tier>.cpp.
using BatchScratch = std::remove_pointer_t<decltype(KernelTable::batch_scratch)>;
using PrepareBatch = std::remove_pointer_t<decltype(KernelTable::prepare_batch)>;
using CollectBatch = std::remove_pointer_t<decltype(KernelTable::collect_batch)>;
BatchScratch scalar_batch_scratch;
PrepareBatch scalar_prepare_batch;
CollectBatch scalar_collect_batch;
#if defined(__x86_64__)
BatchScratch popcnt_batch_scratch, avx2_batch_scratch, avx512_batch_scratch;
PrepareBatch popcnt_prepare_batch, avx2_prepare_batch, avx512_prepare_batch;
CollectBatch popcnt_collect_batch, avx2_collect_batch, avx512_collect_batch;
#elif defined(__aarch64__)
BatchScratch neon_batch_scratch;
PrepareBatch neon_prepare_batch;
CollectBatch neon_collect_batch;
#endif

// Runs are short and their codes are waited for, so that a tier without a vector popcount gains
// nothing over one word at a time: AVX2 shares the loop of POPCNT.
using CollectRuns = std::int64_t(const std::uint64_t* codes, const Run* run, std::int64_t runs,
                                 std::int32_t words, const std::uint64_t* query,
                                 const std::uint64_t* mask, std::int32_t bound,
                                 Candidate* found) noexcept;
CollectRuns collect_runs_scalar;
#if defined(__x86_64__)
CollectRuns collect_runs_popcnt;
CollectRuns collect_runs_avx512_vpopcntdq;
#elif defined(__aarch64__)
CollectRuns collect_runs_neon;
#endif

// The kernels on codes of signs: signs_<tier>.cpp. ARM processors run the scalar ones.
using SweepBits = std::remove_pointer_t<decltype(KernelTable::sweep_bits)>;
using FixTargets = std::remove_pointer_t<decltype(KernelTable::fix_targets)>;
using LoadSigns = std::remove_pointer_t<decltype(KernelTable::load_signs)>;
using StoreSigns = std::remove_pointer_t<decltype(KernelTable::store_signs)>;
using CountDiffering = std::remove_pointer_t<decltype(KernelTable::count_differing)>;
SweepBits scalar_sweep_bits;
FixTargets scalar_fix_targets;
LoadSigns scalar_load_signs;
StoreSigns scalar_store_signs;
CountDiffering scalar_count_differing;
#if defined(__x86_64__)
SweepBits avx2_sweep_bits, avx512_sweep_bits;
FixTargets avx512_fix_targets;
LoadSigns avx512_load_signs;
StoreSigns avx512_store_signs;
CountDiffering popcnt_count_differing, avx512_count_differing;
#endif

}  // namespace orthant::kernels
