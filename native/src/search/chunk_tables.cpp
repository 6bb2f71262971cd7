#include "search/chunk_tables.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <string>

#include "base/error.h"

namespace orthant {
namespace {

// A size that the addresses of codes can hold, and a number of chunks that the bits allow.
void check_shape(const PackedCodes& codes, std::int32_t chunks) {
  constexpr std::int64_t kMostRows = std::numeric_limits<std::uint32_t>::max();
  if (codes.rows() > kMostRows) {
    refuse("codes in tables must be at most " + std::to_string(kMostRows) + ", got " +
           std::to_string(codes.rows()));
  }
  if (chunks < 0 || chunks > codes.bits()) {
    refuse("chunks must be between 1 and the " + std::to_string(codes.bits()) +
           " bits of a code, or 0 for a number chosen by the codes, got " + std::to_string(chunks));
  }
}

// In order, apart, of widths that can be addressed.
void check_chunks(const std::vector<Chunk>& chunks, std::int32_t bits) {
  std::int32_t end = 0;
  for (const Chunk& chunk : chunks) {
    if (chunk.width < 1 || chunk.width > kWidestChunk || chunk.first < end ||
        chunk.first > bits - chunk.width) {
      refuse("a chunk of " + std::to_string(chunk.width) + " bits from bit " +
             std::to_string(chunk.first) + " on overlaps another, leaves the " +
             std::to_string(bits) + " bits of a code, or is not 1 to " +
             std::to_string(kWidestChunk) + " bits wide");
    }
    end = chunk.first + chunk.width;
  }
}

}  // namespace

// Counting sort. Counts stand two places on, so that, summed up and moved on while the codes are
// placed, they end as the begins of the buckets.
ChunkTable::ChunkTable(const PackedCodes& codes, Chunk chunk)
    : chunk_(chunk),
      begins_((std::size_t{1} << chunk.width) + 2),
      codes_(static_cast<std::size_t>(codes.rows()) * static_cast<std::size_t>(codes.words())),
      groups_(static_cast<std::size_t>(codes.rows())) {
  const std::int32_t words = codes.words();
  for (std::int64_t i = 0; i < codes.rows(); ++i) {
    ++begins_[std::size_t{value_of(chunk, codes.row(i))} + 2];
  }
  double squares = 0;
  for (std::size_t v = 2; v < begins_.size(); ++v) {
    squares += static_cast<double>(begins_[v]) * begins_[v];
    begins_[v] += begins_[v - 1];
  }
  codes_met_ = squares / static_cast<double>(std::max<std::int64_t>(codes.rows(), 1));
  for (std::int64_t i = 0; i < codes.rows(); ++i) {
    const std::uint64_t* code = codes.row(i);
    const std::size_t place = begins_[std::size_t{value_of(chunk, code)} + 1]++;
    groups_[place] = static_cast<std::uint32_t>(i);
    std::uint64_t* in_bucket = codes_.data() + place * static_cast<std::size_t>(words);
    for (std::int32_t w = 0; w < words; ++w) in_bucket[w] = code[w];
  }
}

std::int64_t ChunkTable::bytes() const noexcept {
  return static_cast<std::int64_t>(begins_.size() * sizeof(std::uint32_t) +
                                   codes_.size() * sizeof(std::uint64_t) +
                                   groups_.size() * sizeof(std::uint32_t));
}

ChunkTables::ChunkTables(const PackedCodes& codes, std::int32_t chunks, const Parallel& parallel) {
  check_shape(codes, chunks);
  sample_ = DistanceSample(codes, parallel);
  build(codes, choose_cut(sample_, chunks), parallel);
}

ChunkTables::ChunkTables(const PackedCodes& codes, const std::vector<Chunk>& chunks,
                         const Parallel& parallel) {
  check_shape(codes, 0);
  check_chunks(chunks, codes.bits());
  sample_ = DistanceSample(codes, parallel);
  build(codes, chunks, parallel);
}

void ChunkTables::build(const PackedCodes& codes, const std::vector<Chunk>& chunks,
                        const Parallel& parallel) {
  tables_.resize(chunks.size());
  parallel.for_each_chunk(static_cast<std::int64_t>(chunks.size()), [&](std::int64_t t) {
    tables_[static_cast<std::size_t>(t)] = ChunkTable(codes, chunks[static_cast<std::size_t>(t)]);
  });
  for (std::int32_t t = 0; t < tables(); ++t) expect(t);
}

// Exact at radius 0; beyond, by the sampled pairs, but no fewer than if codes were random: theirs
// are the pairs that agree least.
void ChunkTables::expect(std::int32_t t) {
  const Chunk chunk = table(t).chunk();
  std::vector<double> pairs_at(static_cast<std::size_t>(chunk.width) + 1);
  for (std::int64_t i = 0; i < sample_.pairs(); ++i) {
    ++pairs_at[static_cast<std::size_t>(weight_of(value_of(chunk, sample_.pair(i))))];
  }
  first_unit_.push_back(static_cast<std::int32_t>(units_.size()));
  const auto rows = static_cast<double>(sample_.rows());
  const double values = shell_size(chunk.width, 0) * static_cast<double>(1U << chunk.width);
  for (std::int32_t s = 0; s <= chunk.width; ++s) {
    const double probes = shell_size(chunk.width, s);
    double share = probes / values;
    if (sample_.pairs() > 0) {
      share = std::max(
          share, pairs_at[static_cast<std::size_t>(s)] / static_cast<double>(sample_.pairs()));
    }
    units_.push_back({1, probes, s == 0 ? table(t).codes_met() : rows * share});
  }
}

std::int64_t ChunkTables::bytes() const noexcept {
  std::int64_t bytes = 0;
  for (const ChunkTable& table : tables_) bytes += table.bytes();
  return bytes;
}

}  // namespace orthant
