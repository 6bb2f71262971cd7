// The inner loops that have one implementation per instruction-set tier, and the table that
// chooses. Kernels are pure: no allocation, no lock, no branch on configuration. Every tier returns
// the same integers; the float kernel rounds per tier, but within a tier a value depends on its
// operands only.
#pragma once

#include <cstdint>

namespace orthant::kernels {

// A block of codes is at most this long, so that an offset fits and its candidates stay in cache.
inline constexpr std::int64_t kBlockCodes = 4096;

// Words of the longest code, ORTHANT_MAX_BITS / 64: what the kernels may keep in registers.
inline constexpr std::int32_t kMaxWords = 16;

// A code within the bound: its offset in the block, and its distance.
struct Candidate {
  std::int32_t offset;
  std::int32_t distance;
};

// The batch kernel takes at most so many queries, and so many codes in one block: the tables that
// it makes of a block and all queries then share stay in the cache nearest to the processor.
inline constexpr std::int32_t kBatchQueries = 256;
inline constexpr std::int64_t kBatchCodes = 512;

// A code within the bound of a query: the query's number, the code's offset in the block, and
// their distance.
struct BatchCandidate {
  std::int32_t query;
  std::int32_t offset;
  std::int32_t distance;
};

// Codes that lie side by side: count of them, from the code number `first` on.
struct Run {
  std::uint32_t first;
  std::uint32_t count;
};

// Samples that go through the bits of a code together, one per lane, and how many groups of them
// the sweep kernel takes at once, which then share the loads of its tables.
inline constexpr std::int64_t kSweepLanes = 16;
inline constexpr std::int32_t kSweepGroups = 8;

// The couplings of a code's bits in fixed point: learn/discrete/bit_tables.h makes them.
struct SweepTables {
  const std::int32_t* sums = nullptr;  // bits x nibbles x 16: a table of signed sums per 4 bits
  const std::int32_t* open = nullptr;  // bits x 16: of a bit's own nibble, the bits before it alone
  std::int32_t bits = 0;
  std::int32_t nibbles = 0;
  std::int32_t near = 0;  // a value of at most this size may have the wrong sign
};

enum class ZeroSigns { none, some, all };

// kSweepLanes samples: of each 4 bits, a lane's signs as a number of 0 to 15, bit k in its place
// k % 4, set for +1; and the targets in the tables' fixed point.
struct SweepGroup {
  std::int32_t* nibbles = nullptr;        // nibbles x kSweepLanes
  const std::int32_t* targets = nullptr;  // bits x kSweepLanes
  bool changed = false;                   // set where a bit changes, never cleared
};

struct KernelTable {
  const char* name;

  // Writes the codes of a block (0 <= count <= kBlockCodes codes of 1 <= words <= kMaxWords words,
  // at any alignment) whose distance to `query` is <= bound, in row order, and returns their
  // number. bound is any int32. mask == nullptr: all bits count, else distance = popcount((code ^
  // query) & mask). `found` has room for `count` entries. Reads and writes nothing beyond these
  // sizes.
  std::int64_t (*collect)(const std::uint64_t* codes, std::int64_t count, std::int32_t words,
                          const std::uint64_t* query, const std::uint64_t* mask, std::int32_t bound,
                          Candidate* found) noexcept;

  // The same over `runs` runs that lie apart in memory, the buckets of a hash table, in their
  // order. A candidate's offset is its place in `codes` modulo 2^32. `found` has room for all codes
  // of the runs. The runs' cache lines are asked for some way ahead, and no other line.
  std::int64_t (*collect_runs)(const std::uint64_t* codes, const Run* run, std::int64_t runs,
                               std::int32_t words, const std::uint64_t* query,
                               const std::uint64_t* mask, std::int32_t bound,
                               Candidate* found) noexcept;

  // The bytes of scratch, aligned to 64, that the two kernels below need for a batch of
  // 1 <= queries <= kBatchQueries queries of 1 <= words <= kMaxWords words.
  std::int64_t (*batch_scratch)(std::int32_t words, std::int32_t queries) noexcept;

  // Once per batch: takes over `count` queries, row-major, and the mask that they share (nullptr:
  // all bits count) into `scratch`, of at least batch_scratch(words, count) bytes. Neither is read
  // again.
  void (*prepare_batch)(const std::uint64_t* queries, std::int32_t count, std::int32_t words,
                        const std::uint64_t* mask, void* scratch) noexcept;

  // `collect` for all queries of the batch that `scratch` was prepared for, on a block of
  // 0 <= count <= kBatchCodes codes at any alignment: writes each pair whose distance is
  // <= bounds[query] (any int32), in ascending order of the query and, within a query, in row
  // order, and returns their number. `found` has room for count * queries entries. Scratch belongs
  // to one call at a time.
  std::int64_t (*collect_batch)(const std::uint64_t* codes, std::int64_t count,
                                const std::int32_t* bounds, void* scratch,
                                BatchCandidate* found) noexcept;

  // One sweep of coordinate descent over the bits `first` <= k < bits of 1 <= count <= kSweepGroups
  // groups: bit k becomes the sign of value = target - the sum of its tables' entries. Stops before
  // a bit with -near <= value <= near in some lane and returns its number, with the values of that
  // bit (count x kSweepLanes) in `values`; else returns `bits`. open: the bits from k on count as
  // 0. Every tier returns the same integers.
  std::int32_t (*sweep_bits)(const SweepTables& tables, SweepGroup* groups, std::int32_t count,
                             bool open, std::int32_t first, std::int32_t* values) noexcept;

  // The targets of a group in fixed point: out[k * kSweepLanes + lane] = row `lane` of `rows` times
  // scale[k], cut to +-2^30 and rounded to the nearest even; NaN becomes 0. `rows` has kSweepLanes
  // rows of `bits` values.
  void (*fix_targets)(const double* rows, const double* scale, std::int64_t bits,
                      std::int32_t* out) noexcept;

  // The signs of a group: rows[lane] is a code of `bits` floats in {-1, 0, +1}, whose +1 become the
  // set bits of `nibbles`, as in SweepGroup. Returns which of them are 0.
  ZeroSigns (*load_signs)(const float* const* rows, std::int64_t bits,
                          std::int32_t* nibbles) noexcept;

  // The opposite, into the first `count` lanes' rows. Returns whether a float changes.
  bool (*store_signs)(const std::int32_t* nibbles, std::int64_t bits, std::int64_t count,
                      float* const* rows) noexcept;

  // The number of bits in which two arrays of words differ.
  std::int64_t (*count_differing)(const std::uint64_t* a, const std::uint64_t* b,
                                  std::int64_t words) noexcept;
};

// The active table: the best tier the processor has, capped by ORTHANT_SIMD; chosen once. The tiers
// stand in one order: scalar, popcnt, avx2, avx512_vpopcntdq, neon; a cap admits the tiers up to
// its own.
[[nodiscard]] const KernelTable& active() noexcept;

// The table of a tier by name; nullptr if the processor lacks it or it is not built. For tests.
[[nodiscard]] const KernelTable* by_name(const char* name) noexcept;

// The tiers that this processor has, worst first, joined by commas.
[[nodiscard]] const char* available() noexcept;

// False: ORTHANT_SIMD is set to a word that names no tier of any processor.
[[nodiscard]] bool cap_is_valid() noexcept;

}  // namespace orthant::kernels
