#include "learn/unsupervised/spectral.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <string>
#include <tuple>
#include <utility>

#include "base/error.h"
#include "learn/feature_fit.h"
#include "linalg/pca.h"
#include "linalg/tall.h"

namespace orthant {
namespace {

constexpr double kLeastRange = 1e-6;  // of the largest: below it is the rounding of the features

using Direction = SpectralTrainer::Direction;
using Mode = SpectralTrainer::Mode;

// The directions along which the rows differ; if they are all alike, the first one.
std::vector<Direction> ranges_of(const Matrix<double>& reduced) {
  std::vector<Direction> all;
  double largest = 0.0;
  for (std::int64_t j = 0; j < reduced.columns(); ++j) {
    double low = reduced(0, j);
    double high = low;
    for (std::int64_t i = 1; i < reduced.rows(); ++i) {
      low = std::min(low, reduced(i, j));
      high = std::max(high, reduced(i, j));
    }
    all.push_back({j, low, high - low});
    largest = std::max(largest, high - low);
  }
  std::vector<Direction> used;
  for (const Direction& direction : all) {
    if (direction.range > kLeastRange * largest) used.push_back(direction);
  }
  if (used.empty()) used.push_back({0, all.front().low, 1.0});
  return used;
}

// The `bits` smallest frequencies, of equal ones the first direction, then the smaller k.
std::vector<Mode> smallest_modes(const std::vector<Direction>& used, std::int64_t bits) {
  std::vector<Mode> modes;
  for (std::size_t j = 0; j < used.size(); ++j) {
    for (std::int64_t k = 1; k <= bits; ++k) modes.push_back({static_cast<std::int64_t>(j), k});
  }
  const auto frequency = [&](const Mode& mode) {
    return static_cast<double>(mode.k) / used[static_cast<std::size_t>(mode.direction)].range;
  };
  const auto by_frequency = [&](const Mode& a, const Mode& b) {
    return std::make_tuple(frequency(a), a.direction, a.k) <
           std::make_tuple(frequency(b), b.direction, b.k);
  };
  std::partial_sort(modes.begin(), modes.begin() + bits, modes.end(), by_frequency);
  modes.resize(static_cast<std::size_t>(bits));
  return modes;
}

// A place on a direction where f turns: `at` / `of` in lowest terms.
struct Kink {
  std::int64_t direction;
  std::int64_t at;
  std::int64_t of;
  auto operator<=>(const Kink&) const = default;
};

Kink kink_of(const Mode& mode, std::int64_t i) {
  const std::int64_t divisor = std::gcd(i, mode.k);
  return {mode.direction, i / divisor, mode.k / divisor};
}

// The kinks of all modes, each once, with their number.
std::map<Kink, std::int64_t> kinks_of(const std::vector<Mode>& modes) {
  std::map<Kink, std::int64_t> kinks;
  for (const Mode& mode : modes) {
    for (std::int64_t i = 0; i < mode.k; ++i) kinks.emplace(kink_of(mode, i), 0);
  }
  std::int64_t number = 0;
  for (auto& [kink, index] : kinks) index = number++;
  return kinks;
}

// x - mean -> u, a row per direction used.
Layer place_layer(const Matrix<double>& directions, const std::vector<Direction>& used) {
  Layer layer{Matrix<float>(static_cast<std::int64_t>(used.size()), directions.columns()),
              AlignedBuffer<float>(used.size()), Activation::identity};
  for (std::size_t j = 0; j < used.size(); ++j) {
    const auto row = static_cast<std::int64_t>(j);
    for (std::int64_t i = 0; i < directions.columns(); ++i) {
      layer.weights(row, i) = static_cast<float>(directions(used[j].index, i) / used[j].range);
    }
    layer.offset[j] = static_cast<float>(-used[j].low / used[j].range);
  }
  return layer;
}

// u -> relu(u - at / of), a row per kink.
Layer kink_layer(const std::map<Kink, std::int64_t>& kinks, std::int64_t directions) {
  const auto count = static_cast<std::int64_t>(kinks.size());
  Layer layer{Matrix<float>(count, directions), AlignedBuffer<float>(kinks.size()),
              Activation::relu};
  for (const auto& [kink, index] : kinks) {
    layer.weights(index, kink.direction) = 1.0F;
    layer.offset[static_cast<std::size_t>(index)] =
        static_cast<float>(-static_cast<double>(kink.at) / static_cast<double>(kink.of));
  }
  return layer;
}

}  // namespace

SpectralTrainer::SpectralTrainer() : Trainer("spectral", Needs::features, {}) {}

void SpectralTrainer::prepare(const TrainingData& data, Rng& /*rng*/, const Work& work) {
  const std::int64_t bits = options.integer("bits");
  features_ = fit_linear(data.features, options.flag("unit-rows"), work);
  const Matrix<float> centred = map_rows(features_, data.features, work);
  directions_ = pca(centred.view(), std::min(bits, data.features.columns), work);
  used_ = ranges_of(project(centred.view(), transposed(directions_.view()).view(), work));
  modes_ = smallest_modes(used_, bits);
  const std::size_t kinks = kinks_of(modes_).size();
  if (kinks > static_cast<std::size_t>(kMostKinks)) {
    refuse("spectral hashing takes " + std::to_string(bits) + " bits from " +
           std::to_string(used_.size()) + " principal directions by waves of " +
           std::to_string(kinks) + " kinks, at most " + std::to_string(kMostKinks) +
           "; use fewer bits, or itq");
  }
}

double SpectralTrainer::round(Rng& /*rng*/, const Work& /*work*/) {
  return std::numeric_limits<double>::quiet_NaN();
}

void SpectralTrainer::finish(HashModel& model) const {
  const std::map<Kink, std::int64_t> kinks = kinks_of(modes_);
  BitGroup group{BitRole::visual, features_.clone(),
                 Matrix<float>(static_cast<std::int64_t>(modes_.size()),
                               static_cast<std::int64_t>(kinks.size())),
                 AlignedBuffer<float>(modes_.size())};
  group.features.layers.push_back(place_layer(directions_, used_));
  group.features.layers.push_back(kink_layer(kinks, static_cast<std::int64_t>(used_.size())));
  for (std::size_t bit = 0; bit < modes_.size(); ++bit) {
    const Mode& mode = modes_[bit];
    group.offset[bit] = static_cast<float>(0.5 / static_cast<double>(mode.k));
    for (std::int64_t i = 0; i < mode.k; ++i) {
      const float turn = i == 0 ? -1.0F : (i % 2 == 1 ? 2.0F : -2.0F);
      group.projection(static_cast<std::int64_t>(bit), kinks.at(kink_of(mode, i))) = turn;
    }
  }
  model.groups.push_back(std::move(group));
}

}  // namespace orthant
