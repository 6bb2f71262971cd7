#include "learn/discrete/bit_sweep.h"

#include <algorithm>
#include <array>

namespace orthant {
namespace {

// Samples that go through the bits together, one per vector lane: they share the loads of G, and
// the compiler turns the loops over lanes into vector instructions.
constexpr std::int64_t kLanes = 16;
using Lanes = std::array<double, kLanes>;

struct Lockstep {
  AlignedBuffer<double> codes;    // r x kLanes
  AlignedBuffer<double> targets;  // r x kLanes
};

// One bit of all lanes; returns whether any changed.
bool choose_bit(const double* coupling, const Lockstep& group, std::int64_t bits, double* code,
                const double* target) noexcept {
  Lanes sum{};
  const double* other = group.codes.data();
  for (std::int64_t l = 0; l < bits; ++l, other += kLanes) {
    for (std::int64_t lane = 0; lane < kLanes; ++lane) {
      sum[static_cast<std::size_t>(lane)] += coupling[l] * other[lane];
    }
  }
  double changed = 0.0;
  for (std::int64_t lane = 0; lane < kLanes; ++lane) {
    const double value = target[lane] - sum[static_cast<std::size_t>(lane)];
    const double kept = code[lane] == 0.0 ? 1.0 : code[lane];
    const double chosen = value > 0.0 ? 1.0 : (value < 0.0 ? -1.0 : kept);
    changed += chosen != code[lane] ? 1.0 : 0.0;
    code[lane] = chosen;
  }
  return changed != 0.0;
}

void sweep_group(const Matrix<double>& coupling, std::int32_t sweeps, Lockstep& group,
                 const Work& work) {
  const std::int64_t bits = coupling.rows();
  bool changed = true;
  for (std::int32_t sweep = 0; sweep < sweeps && changed; ++sweep) {
    work.poll();
    changed = false;
    for (std::int64_t k = 0; k < bits; ++k) {
      changed |= choose_bit(coupling.row(k).data(), group, bits, group.codes.data() + k * kLanes,
                            group.targets.data() + k * kLanes);
    }
  }
}

// The rows [first, last), at most kLanes of them, into the lanes; the lanes to spare repeat the
// last row.
void load(MatrixView<double> targets, const Matrix<float>& codes, std::int64_t first,
          std::int64_t last, Lockstep& group) noexcept {
  for (std::int64_t lane = 0; lane < kLanes; ++lane) {
    const std::int64_t i = std::min(first + lane, last - 1);
    for (std::int64_t k = 0; k < targets.columns; ++k) {
      group.codes.data()[k * kLanes + lane] = codes(i, k);
      group.targets.data()[k * kLanes + lane] = targets(i, k);
    }
  }
}

void store(const Lockstep& group, std::int64_t first, std::int64_t last,
           Matrix<float>& codes) noexcept {
  for (std::int64_t i = first; i < last; ++i) {
    for (std::int64_t k = 0; k < codes.columns(); ++k) {
      codes(i, k) = static_cast<float>(group.codes.data()[k * kLanes + i - first]);
    }
  }
}

}  // namespace

void bit_sweep(MatrixView<double> targets, MatrixView<double> coupling, std::int32_t sweeps,
               Matrix<float>& codes, const Work& work) {
  Matrix<double> off_diagonal = Matrix<double>::copy_of(coupling);
  for (std::int64_t k = 0; k < coupling.rows; ++k) off_diagonal(k, k) = 0.0;
  const auto values = static_cast<std::size_t>(targets.columns * kLanes);
  work.for_each_block(targets.rows, 8 * kLanes, [&](std::int64_t first, std::int64_t last) {
    Lockstep group{AlignedBuffer<double>(values), AlignedBuffer<double>(values)};
    for (std::int64_t begin = first; begin < last; begin += kLanes) {
      const std::int64_t end = std::min(last, begin + kLanes);
      load(targets, codes, begin, end, group);
      sweep_group(off_diagonal, sweeps, group, work);
      store(group, begin, end, codes);
    }
  });
}

}  // namespace orthant
