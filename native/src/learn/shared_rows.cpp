#include "learn/shared_rows.h"

#include <utility>

#include "learn/feature_fit.h"

namespace orthant {
namespace {

std::shared_ptr<PhiRows> draw(const TrainingData& data, const Options& options, Rng& rng,
                              const Work& work) {
  const std::shared_ptr<const RowSource> rows = data.rows();
  FeatureMap features =
      fit_anchors(*rows, options.flag("unit-rows"), options.integer("anchors"), rng, work);
  return std::make_shared<PhiRows>(std::move(features), rows, memory_bound(options), work);
}

}  // namespace

std::shared_ptr<const PhiRows> SharedRows::anchored(const TrainingData& data,
                                                    const Options& options, Rng& rng,
                                                    const Work& work) {
  const Key key{options.flag("unit-rows"), options.integer("anchors"), rng.state()};
  const std::scoped_lock lock(mutex_);
  const auto found = entries_.find(key);
  if (found != entries_.end()) {
    rng.restore(found->second.random);
    return found->second.phi;
  }
  const std::shared_ptr<PhiRows> made = draw(data, options, rng, work);
  made->keep_gram(work);
  entries_.emplace(key, Entry{made, rng.state()});
  return made;
}

std::shared_ptr<const PhiRows> anchored_rows(const TrainingData& data, const Options& options,
                                             Rng& rng, const Work& work) {
  if (data.shared) return data.shared->anchored(data, options, rng, work);
  return draw(data, options, rng, work);
}

}  // namespace orthant
