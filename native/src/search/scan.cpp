#include "search/scan.h"

#include <algorithm>
#include <bit>

namespace orthant {
namespace {

// Small blocks first: the bound falls fast while the first rows come in, and only whole blocks see
// it. All blocks start at multiples of 64, as the words of a filter do.
constexpr std::int64_t kFirstBlock = 64;

// Below one in so many, codes that pass the filter are compared one by one.
constexpr std::int64_t kSparse = 8;

// Above one in so many, codes whose heads are near make heads useless.
constexpr std::int64_t kManyHeads = 16;

struct Block {
  std::int64_t first;
  std::int64_t count;
};

class Scan {
 public:
  Scan(const Source::Gate& gate, std::int32_t source, const QueryCode& query, const Prober* begun,
       kernels::Candidate* found, Gathering& gathering) noexcept
      : kernels_(kernels::active()),
        gate_(gate),
        pass_(gate.group_bits()),
        source_(source),
        query_(query),
        begun_(begun),
        found_(found),
        gathering_(gathering),
        heads_(gate.source->heads()),
        head_bound_(heads_ == nullptr ? -1 : largest_bound_for_heads(counted_bits(*heads_))) {}

  // Returns the number of codes compared.
  std::int64_t block(const Block& block) noexcept {
    if (pass_ == nullptr) {
      if (gathering_.bound() <= head_bound_) {
        collect_by_heads(block);
      } else {
        collect<false>(block);
      }
      return block.count;
    }
    const std::int64_t passing = count_passing(block);
    if (passing == 0) return 0;
    if (passing * kSparse < block.count) {
      one_by_one(block);
      return passing;
    }
    collect<true>(block);
    return block.count;
  }

 private:
  void offer(std::int64_t group, std::int32_t distance) noexcept {
    if (distance > gathering_.bound()) return;
    if (begun_ != nullptr && begun_->has_met(code(group))) return;
    gathering_.take(gate_, source_, group, distance);
  }

  template <bool kFiltered>
  void collect(const Block& block) noexcept {
    const std::int64_t near =
        kernels_.collect(code(block.first), block.count, query_.words, query_.code, query_.mask,
                         gathering_.bound(), found_);
    for (std::int64_t i = 0; i < near; ++i) {
      const std::int64_t group = block.first + found_[i].offset;
      if (kFiltered && ((pass_[group / 64] >> (group % 64)) & 1) == 0) continue;
      offer(group, found_[i].distance);
    }
  }

  // Reads whole only the codes whose heads are within the bound. Where these are many, that does
  // not pay, and the rest of the source is read whole.
  void collect_by_heads(const Block& block) noexcept {
    const std::int64_t near =
        kernels_.collect(heads_->row(block.first), block.count, heads_->words(), query_.code,
                         query_.mask, gathering_.bound(), found_);
    for (std::int64_t i = 0; i < near; ++i) {
      const std::int64_t group = block.first + found_[i].offset;
      kernels::Candidate whole;
      const std::int64_t hits = kernels_.collect(code(group), 1, query_.words, query_.code,
                                                 query_.mask, gathering_.bound(), &whole);
      if (hits > 0) offer(group, whole.distance);
    }
    if (near * kManyHeads > block.count) head_bound_ = -1;
  }

  [[nodiscard]] std::int32_t counted_bits(const CodeHeads& heads) const noexcept {
    if (query_.mask == nullptr) return 64 * heads.words();
    std::int32_t bits = 0;
    for (std::int32_t w = 0; w < heads.words(); ++w) bits += std::popcount(query_.mask[w]);
    return bits;
  }

  void one_by_one(const Block& block) noexcept {
    for (std::int64_t w = block.first / 64; w * 64 < block.first + block.count; ++w) {
      for (std::uint64_t left = passing_in(block, w); left != 0; left &= left - 1) {
        const std::int64_t group = w * 64 + std::countr_zero(left);
        const std::int64_t near = kernels_.collect(code(group), 1, query_.words, query_.code,
                                                   query_.mask, gathering_.bound(), found_);
        if (near > 0) offer(group, found_[0].distance);
      }
    }
  }

  [[nodiscard]] std::int64_t count_passing(const Block& block) const noexcept {
    std::int64_t passing = 0;
    for (std::int64_t w = block.first / 64; w * 64 < block.first + block.count; ++w) {
      passing += std::popcount(passing_in(block, w));
    }
    return passing;
  }

  // Word w of the filter, without what lies beyond the block.
  [[nodiscard]] std::uint64_t passing_in(const Block& block, std::int64_t w) const noexcept {
    const std::int64_t beyond = (w + 1) * 64 - (block.first + block.count);
    return beyond <= 0 ? pass_[w] : pass_[w] & (~std::uint64_t{0} >> beyond);
  }

  [[nodiscard]] const std::uint64_t* code(std::int64_t group) const noexcept {
    return gate_.source->codes() + group * query_.words;
  }

  const kernels::KernelTable& kernels_;
  const Source::Gate& gate_;
  const std::uint64_t* pass_;
  std::int32_t source_;
  QueryCode query_;
  const Prober* begun_;
  kernels::Candidate* found_;
  Gathering& gathering_;
  const CodeHeads* heads_;
  std::int32_t head_bound_;  // the largest bound at which they are used
};

}  // namespace

ScanOutcome scan(const Source::Gate& gate, std::int32_t source, const QueryCode& query,
                 const Prober* begun, Budget& budget, kernels::Candidate* found,
                 Gathering& gathering) noexcept {
  const std::int64_t groups = gate.source->groups();
  Scan run(gate, source, query, begun, found, gathering);
  ScanOutcome outcome;
  std::int64_t size = kFirstBlock;
  for (std::int64_t first = 0; first < groups && gathering.bound() >= 0; first += size) {
    if (first > 0) size = std::min(2 * size, kernels::kBlockCodes);
    const std::int64_t count = std::min(size, groups - first);
    const std::int64_t allowed = budget.allows(count);
    if (allowed > 0) {
      const std::int64_t compared = run.block({first, allowed});
      outcome.compared += compared;
      budget.spend(compared);
    }
    if (allowed < count) {
      outcome.complete = false;
      break;
    }
  }
  return outcome;
}

void narrow_by_sample(const Source::Gate& gate, const QueryCode& query, std::int64_t k,
                      SampledRadius& radius, kernels::Candidate* found,
                      Gathering& gathering) noexcept {
  const RadiusSample sample(gate.source->groups(), k);
  if (sample.pieces() == 0 || gate.is_sparse() || gathering.bound() < 0) return;
  radius.start(sample.needed(), gathering.bound());
  for (std::int32_t i = 0; i < sample.pieces(); ++i) {
    const std::int64_t first = sample.first(i);
    const std::int64_t near =
        kernels::active().collect(gate.source->codes() + first * query.words, sample.size(i),
                                  query.words, query.code, query.mask, radius.radius(), found);
    for (std::int64_t c = 0; c < near; ++c) {
      if (gate.passes_first(first + found[c].offset)) radius.count(found[c].distance);
    }
  }
  gathering.narrow(radius.radius());
}

}  // namespace orthant
