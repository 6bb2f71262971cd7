#include <atomic>
#include <cmath>
#include <vector>

#include "../measure.h"
#include "base/rng.h"
#include "learn/discrete/bit_sweep.h"
#include "learn/discrete/discrete_codes.h"
#include "linalg/blas.h"
#include "training_goals.h"

namespace orthant::bench {
namespace {

constexpr std::int64_t kRows = 60'000;
constexpr std::int64_t kClasses = 10;
constexpr double kFmaLanes = 16.0;  // multiply-adds per cycle: one vector of 512 bits of float

Matrix<double> normals(std::int64_t rows, std::int64_t columns, Rng& rng) {
  Matrix<double> values(rows, columns);
  for (std::int64_t i = 0; i < rows * columns; ++i) values.data()[i] = rng.normal();
  return values;
}

// The textbook loop, bit by bit in double.
void plain_sweep(const Matrix<double>& q, const Matrix<double>& g, Matrix<float>& codes) {
  for (std::int64_t i = 0; i < codes.rows(); ++i) {
    float* b = codes.row(i).data();
    for (std::int64_t k = 0; k < codes.columns(); ++k) {
      double sum = 0.0;
      for (std::int64_t l = 0; l < codes.columns(); ++l) {
        if (l != k) sum += g(k, l) * static_cast<double>(b[l]);
      }
      const double value = q(i, k) - sum;
      if (value != 0.0) b[k] = value > 0.0 ? 1.0F : -1.0F;
    }
  }
}

void compare(const Matrix<double>& q, const Matrix<double>& g, const Matrix<float>& start,
             const Work& work) {
  Matrix<float> mine = start.clone();
  Matrix<float> plain = start.clone();
  bit_sweep(q.view(), g.view(), 1, mine, work);
  plain_sweep(q, g, plain);
  for (std::int64_t i = 0; i < mine.rows() * mine.columns(); ++i) {
    if (mine.data()[i] != plain.data()[i]) fail("the sweep differs from the textbook loop");
  }
}

// Seconds per repetition over the seconds that the bound's cycles take at the clock of the probe
// beside it.
std::vector<double> over_bound(const Measurement& sweep, const Measurement& probe, double cycles) {
  std::vector<double> values;
  for (std::size_t i = 0; i < sweep.seconds.size(); ++i) {
    Measurement one = probe;
    one.seconds = {probe.seconds[i]};
    values.push_back(sweep.seconds[i] * clock_ghz(one) * 1e9 / cycles);
  }
  return values;
}

void run_length(std::int64_t bits, const Aim& aim, const Options& options, Report& report) {
  progress(text("P11: %lld bits", static_cast<long long>(bits)));
  Rng rng(static_cast<std::uint64_t>(bits));
  const Matrix<double> w = normals(bits, kClasses, rng);
  const Matrix<double> g = multiply_transposed(w.view(), w.view());
  const Matrix<double> q = normals(kRows, bits, rng);
  const Matrix<float> start = random_signs(kRows, bits, rng);
  const std::atomic<bool> cancelled{false};
  const Work work(1, cancelled);
  compare(q, g, start, work);
  // One sweep skips nothing: it takes as long from any codes.
  Matrix<float> codes = start.clone();
  Measurement one{[&] { bit_sweep(q.view(), g.view(), 1, codes, work); }};
  Matrix<float> restarted = start.clone();
  const TargetRows rows = [&](std::int64_t first, std::int64_t last, double* out) {
    std::copy_n(q.row(first).data(), (last - first) * bits, out);
  };
  Measurement eight{
      [&] { use(bit_sweep(rows, g.view(), 8, SweepStart::zeros, restarted, work) ? 1U : 0U); }};
  Measurement probe = clock_probe();
  time_in_turn({&one, &probe, &eight}, options.repeat(21));
  const double cycles = static_cast<double>(kRows * bits * bits) / kFmaLanes;
  const std::vector<double> ratios = over_bound(one, probe, cycles);
  report.add(
      "P11", text("one sweep, 60,000 x %lld bits", static_cast<long long>(bits)), aim, ratios,
      text("the whole call: %.2f ms (best %.2f) of n r^2 / 16 = %.1f M cycles; results equal",
           1e3 * one.median(), 1e3 * one.best(), 1e-6 * cycles));
  report.add("P11", text("eight sweeps from zeros, %lld bits", static_cast<long long>(bits)),
             no_aim(), over_bound(eight, probe, cycles),
             text("%.2f ms; groups that are done are skipped; the same bound, of one sweep",
                  1e3 * eight.median()));
}

}  // namespace

void run_sweep_goals(const Options& options, Report& report) {
  if (!options.wants("P11")) return;
  const SingleThreadedBlas single_threaded_blas;
  run_length(32, no_aim(), options, report);
  run_length(64, at_most(1.2, 0.6), options, report);
  run_length(128, at_most(1.2, 0.6), options, report);
  run_length(512, no_aim(), options, report);
}

}  // namespace orthant::bench
