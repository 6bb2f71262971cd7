#include "learn/discrete/bit_sweep.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <vector>

#include "kernels/kernels.h"
#include "learn/discrete/bit_tables.h"

namespace orthant {
namespace {

using kernels::kSweepGroups;
using kernels::kSweepLanes;
using kernels::SweepGroup;
using kernels::ZeroSigns;

// Groups that a thread takes on at once: so many that the last sweeps, in which few of them change,
// still fill the kernel's eight.
constexpr std::int64_t kMostGroups = 2 * kSweepGroups;
constexpr std::int64_t kGroupValues = std::int64_t{1} << 15;  // targets of a block's groups
constexpr std::int64_t kClaimsPerThread = 8;  // few, to share the cost of the scratch

// The target rows [first, last): where they lie, or made in `scratch`, which starts empty.
using RowsAt =
    std::function<const double*(std::int64_t first, std::int64_t last, Matrix<double>& scratch)>;

// Rows of 16 lanes are too many streams for the processor to see what comes next.
template <typename T>
void ask_for(const T* values, std::int64_t count) noexcept {
  constexpr std::int64_t kLine = 64 / sizeof(T);
  for (std::int64_t i = 0; i < count; i += kLine) __builtin_prefetch(values + i);
}

// The rows of a block, in groups of kSweepLanes; the lanes to spare repeat the last row.
class Block {
 public:
  Block(const BitTables& tables, std::int64_t groups)
      : tables_(tables),
        bits_(tables.bits()),
        nibbles_of_group_(tables.tables().nibbles * kSweepLanes),
        padded_(kSweepLanes, bits_),
        fixed_(static_cast<std::size_t>(groups * kSweepLanes * bits_)),
        nibbles_(static_cast<std::size_t>(groups * nibbles_of_group_)),
        code_(static_cast<std::size_t>(bits_)) {}

  void load(const RowsAt& targets, SweepStart start, std::int64_t first, std::int64_t last,
            Matrix<float>& codes);
  void sweep(std::int32_t sweeps, const Work& work);
  // Whether any row changed.
  bool store(Matrix<float>& codes) noexcept;

 private:
  using CodeRows = std::array<float*, kSweepLanes>;

  // The codes of a group's lanes.
  [[nodiscard]] CodeRows rows_of(std::int64_t group, Matrix<float>& codes) const noexcept;
  // A group's targets without gaps, with kSweepLanes rows.
  [[nodiscard]] const double* targets_of(std::int64_t group) noexcept;
  // The first sweep of rows of which some bits are chosen and others not: the textbook loop.
  void sweep_mixed(std::int64_t group, Matrix<float>& codes) noexcept;
  void sweep_once(std::vector<SweepGroup>& groups, bool open) noexcept;
  void resolve(SweepGroup* groups, std::int32_t count, bool open, std::int32_t k) noexcept;
  [[nodiscard]] bool exact_sign(const SweepGroup& group, std::int64_t lane, bool open,
                                std::int32_t k) noexcept;
  // Of the block's rows, that of a lane.
  [[nodiscard]] std::int64_t row_of(std::int64_t group, std::int64_t lane) const noexcept {
    return std::min(group * kSweepLanes + lane, last_ - first_ - 1);
  }

  const BitTables& tables_;
  std::int64_t bits_;
  std::int64_t nibbles_of_group_;
  std::int64_t first_ = 0;
  std::int64_t last_ = 0;
  bool changed_ = false;             // already while loading
  const double* targets_ = nullptr;  // of the block's rows
  Matrix<double> scratch_;
  Matrix<double> padded_;  // of the last group
  AlignedBuffer<std::int32_t> fixed_;
  AlignedBuffer<std::int32_t> nibbles_;
  AlignedBuffer<double> code_;  // of one row, for the textbook loop
  std::array<std::int32_t, kSweepGroups * kSweepLanes> values_{};
  std::vector<SweepGroup> chosen_;  // the groups still to be swept
  std::vector<SweepGroup> open_;    // and those of zeros
};

void Block::load(const RowsAt& targets, SweepStart start, std::int64_t first, std::int64_t last,
                 Matrix<float>& codes) {
  first_ = first;
  last_ = last;
  changed_ = false;
  chosen_.clear();
  open_.clear();
  targets_ = targets(first, last, scratch_);
  const std::int64_t groups = (last - first + kSweepLanes - 1) / kSweepLanes;
  for (std::int64_t g = 0; g < groups; ++g) {
    if (g + 1 < (last - first) / kSweepLanes) {  // what the next group reads
      const std::int64_t next = (g + 1) * kSweepLanes;
      ask_for(targets_ + next * bits_, kSweepLanes * bits_);
      ask_for(codes.row(first + next).data(), kSweepLanes * bits_);
    }
    std::int32_t* fixed = fixed_.data() + g * bits_ * kSweepLanes;
    SweepGroup group{nibbles_.data() + g * nibbles_of_group_, fixed};
    kernels::active().fix_targets(targets_of(g), tables_.scale(), bits_, fixed);
    ZeroSigns zeros = ZeroSigns::all;  // what stands in the nibbles does not matter
    if (start == SweepStart::codes) {
      zeros = kernels::active().load_signs(rows_of(g, codes).data(), bits_, group.nibbles);
    }
    if (zeros == ZeroSigns::some) sweep_mixed(g, codes);
    group.changed = zeros != ZeroSigns::none;
    (zeros == ZeroSigns::all ? open_ : chosen_).push_back(group);
  }
}

Block::CodeRows Block::rows_of(std::int64_t group, Matrix<float>& codes) const noexcept {
  CodeRows rows{};
  for (std::int64_t lane = 0; lane < kSweepLanes; ++lane) {
    rows[static_cast<std::size_t>(lane)] = codes.row(first_ + row_of(group, lane)).data();
  }
  return rows;
}

const double* Block::targets_of(std::int64_t group) noexcept {
  const double* rows = targets_ + group * kSweepLanes * bits_;
  if ((group + 1) * kSweepLanes <= last_ - first_) return rows;
  for (std::int64_t lane = 0; lane < kSweepLanes; ++lane) {
    std::copy_n(targets_ + row_of(group, lane) * bits_, bits_, padded_.row(lane).data());
  }
  return padded_.data();
}

void Block::sweep_mixed(std::int64_t group, Matrix<float>& codes) noexcept {
  changed_ = true;  // a bit that was 0 is 0 no more
  const std::int64_t begin = group * kSweepLanes;
  for (std::int64_t i = begin; i < std::min(begin + kSweepLanes, last_ - first_); ++i) {
    float* row = codes.row(first_ + i).data();
    std::copy_n(row, bits_, code_.data());
    for (std::int64_t k = 0; k < bits_; ++k) {
      const double value = tables_.value(k, targets_[i * bits_ + k], code_.data(), false);
      const bool up = value > 0.0 || (!(value < 0.0) && code_.data()[k] >= 0.0);
      code_.data()[k] = up ? 1.0 : -1.0;
      row[k] = up ? 1.0F : -1.0F;
    }
  }
  (void)kernels::active().load_signs(rows_of(group, codes).data(), bits_,
                                     nibbles_.data() + group * nibbles_of_group_);
}

void Block::sweep(std::int32_t sweeps, const Work& work) {
  std::vector<SweepGroup>& left = chosen_;
  // Mixed groups have had their first sweep: they come back with the second.
  std::vector<SweepGroup> mixed;
  for (const SweepGroup& group : left) {
    if (group.changed) mixed.push_back(group);
  }
  std::erase_if(left, [](const SweepGroup& group) { return group.changed; });
  sweep_once(open_, true);
  sweep_once(left, false);
  left.insert(left.end(), open_.begin(), open_.end());
  left.insert(left.end(), mixed.begin(), mixed.end());
  for (std::int32_t sweep = 1; sweep < sweeps; ++sweep) {
    std::erase_if(left, [](const SweepGroup& group) { return !group.changed; });
    if (left.empty()) return;
    work.poll();
    for (SweepGroup& group : left) group.changed = false;
    sweep_once(left, false);
  }
}

void Block::sweep_once(std::vector<SweepGroup>& groups, bool open) noexcept {
  const auto total = static_cast<std::int64_t>(groups.size());
  for (std::int64_t g = 0; g < total; g += kSweepGroups) {
    SweepGroup* batch = groups.data() + g;
    const auto count = static_cast<std::int32_t>(std::min<std::int64_t>(kSweepGroups, total - g));
    std::int32_t k = 0;
    while (true) {
      k = kernels::active().sweep_bits(tables_.tables(), batch, count, open, k, values_.data());
      if (k == bits_) break;
      resolve(batch, count, open, k++);
    }
  }
}

// Chooses bit k, whose values the kernel left, in all lanes of the batch.
void Block::resolve(SweepGroup* groups, std::int32_t count, bool open, std::int32_t k) noexcept {
  const std::int32_t near = tables_.tables().near;
  const std::int32_t bit = 1 << (k % 4);
  for (std::int32_t g = 0; g < count; ++g) {
    std::int32_t* nibble = groups[g].nibbles + k / 4 * kSweepLanes;
    for (std::int64_t lane = 0; lane < kSweepLanes; ++lane) {
      const std::int32_t value = values_[static_cast<std::size_t>(g * kSweepLanes + lane)];
      const bool sure = value > near || value < -near;
      const bool up = sure ? value > 0 : exact_sign(groups[g], lane, open, k);
      const std::int32_t chosen = (nibble[lane] & ~bit) | (up ? bit : 0);
      groups[g].changed = groups[g].changed || chosen != nibble[lane];
      nibble[lane] = chosen;
    }
  }
}

bool Block::exact_sign(const SweepGroup& group, std::int64_t lane, bool open,
                       std::int32_t k) noexcept {
  for (std::int64_t l = 0; l < bits_; ++l) {
    const std::int32_t number = group.nibbles[l / 4 * kSweepLanes + lane];
    code_.data()[l] = (number >> (l % 4) & 1) != 0 ? 1.0 : -1.0;
  }
  const std::int64_t i = row_of((group.nibbles - nibbles_.data()) / nibbles_of_group_, lane);
  const double value = tables_.value(k, targets_[i * bits_ + k], code_.data(), open);
  return value > 0.0 || (!(value < 0.0) && (open || code_.data()[k] > 0.0));
}

bool Block::store(Matrix<float>& codes) noexcept {
  bool changed = changed_;
  for (std::int64_t g = 0; g * kSweepLanes < last_ - first_; ++g) {
    const std::int64_t count = std::min(kSweepLanes, last_ - first_ - g * kSweepLanes);
    changed |= kernels::active().store_signs(nibbles_.data() + g * nibbles_of_group_, bits_, count,
                                             rows_of(g, codes).data());
  }
  return changed;
}

bool sweep_all(const RowsAt& targets, MatrixView<double> coupling, std::int32_t sweeps,
               SweepStart start, Matrix<float>& codes, const Work& work) {
  const BitTables tables(coupling);
  const std::int64_t fitting =
      kGroupValues / (kSweepLanes * std::max<std::int64_t>(1, tables.bits()));
  const std::int64_t groups = std::clamp<std::int64_t>(fitting, kSweepGroups, kMostGroups);
  const std::int64_t rows = groups * kSweepLanes;
  std::atomic<bool> changed{false};
  const std::int64_t claims = work.threads() == 1 ? 1 : kClaimsPerThread * work.threads();
  const std::int64_t claim_rows = std::max(rows, (codes.rows() / claims + rows) / rows * rows);
  const auto claim = [&](std::int64_t begin, std::int64_t end) {
    Block block(tables, groups);
    for (std::int64_t first = begin; first < end; first += rows) {
      work.poll();
      block.load(targets, start, first, std::min(end, first + rows), codes);
      block.sweep(sweeps, work);
      if (block.store(codes)) changed.store(true, std::memory_order_relaxed);
    }
  };
  work.for_each_block(codes.rows(), claim_rows, claim);
  return changed;
}

}  // namespace

bool bit_sweep(const TargetRows& targets, MatrixView<double> coupling, std::int32_t sweeps,
               SweepStart start, Matrix<float>& codes, const Work& work) {
  const RowsAt rows = [&](std::int64_t first, std::int64_t last, Matrix<double>& scratch) {
    if (scratch.rows() < last - first) scratch = Matrix<double>(last - first, coupling.rows);
    targets(first, last, scratch.data());
    return scratch.data();
  };
  return sweep_all(rows, coupling, sweeps, start, codes, work);
}

bool bit_sweep(MatrixView<double> targets, MatrixView<double> coupling, std::int32_t sweeps,
               Matrix<float>& codes, const Work& work) {
  const RowsAt rows = [&](std::int64_t first, std::int64_t /*last*/, Matrix<double>& /*scratch*/) {
    return targets.row(first).data();
  };
  return sweep_all(rows, coupling, sweeps, SweepStart::codes, codes, work);
}

}  // namespace orthant
