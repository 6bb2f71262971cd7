#include "learn/methods.h"

#include <array>
#include <string>

#include "base/error.h"
#include "learn/discrete/fsdh.h"
#include "learn/discrete/hc_sdh.h"
#include "learn/discrete/scdh.h"
#include "learn/discrete/sdh.h"
#include "learn/gradient/csq.h"
#include "learn/gradient/dpsh.h"
#include "learn/gradient/dsdh.h"
#include "learn/gradient/gradient_trainer.h"
#include "learn/gradient/greedy_hash.h"
#include "learn/gradient/orthohash.h"
#include "learn/unsupervised/itq.h"
#include "learn/unsupervised/lsh.h"
#include "learn/zero_shot/orthant_trainer.h"
#include "learn/zero_shot/semantic_itq.h"
#include "learn/zero_shot/zsh.h"

namespace orthant {
namespace {

struct Method {
  std::string_view name;
  std::unique_ptr<Trainer> (*make)();
};

template <typename T>
std::unique_ptr<Trainer> make() {
  return std::make_unique<T>();
}

constexpr std::array kMethods = {
    // unsupervised
    Method{"lsh", make<LshTrainer>},
    Method{"itq", make<ItqTrainer>},
    // discrete
    Method{"sdh", make<SdhTrainer>},
    Method{"fsdh", make<FsdhTrainer>},
    Method{"hc-sdh", make<HcSdhTrainer>},
    Method{"scdh", make<ScdhTrainer>},
    // gradient
    Method{"dpsh", make_gradient_trainer<DpshLoss>},
    Method{"dsdh", make_gradient_trainer<DsdhLoss>},
    Method{"orthohash", make_gradient_trainer<OrthoHashLoss>},
    Method{"csq", make_gradient_trainer<CsqLoss>},
    Method{"greedyhash", make_gradient_trainer<GreedyHashLoss>},
    // zero-shot
    Method{"zsh", make<ZshTrainer>},
    Method{"semantic-itq", make<SemanticItqTrainer>},
    Method{"orthant", make<OrthantTrainer>},
};

}  // namespace

std::vector<std::string_view> method_names() {
  std::vector<std::string_view> names;
  for (const Method& method : kMethods) names.push_back(method.name);
  return names;
}

std::unique_ptr<Trainer> make_trainer(std::string_view method) {
  std::string names;
  for (const Method& known : kMethods) {
    if (known.name == method) return known.make();
    names.append(names.empty() ? "" : ", ").append(known.name);
  }
  refuse("there is no method \"" + std::string(method) + "\"; the methods are " + names);
}

}  // namespace orthant
