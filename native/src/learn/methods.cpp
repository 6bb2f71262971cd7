#include "learn/methods.h"

#include <array>
#include <string>

#include "base/error.h"
#include "learn/discrete/cosdish.h"
#include "learn/discrete/fsdh.h"
#include "learn/discrete/hc_sdh.h"
#include "learn/discrete/ksh.h"
#include "learn/discrete/lfh.h"
#include "learn/discrete/scdh.h"
#include "learn/discrete/sdh.h"
#include "learn/gradient/cnnh.h"
#include "learn/gradient/csq.h"
#include "learn/gradient/dpsh.h"
#include "learn/gradient/dsdh.h"
#include "learn/gradient/dsrh.h"
#include "learn/gradient/dtsh.h"
#include "learn/gradient/gradient_trainer.h"
#include "learn/gradient/greedy_hash.h"
#include "learn/gradient/hashnet.h"
#include "learn/gradient/mihash.h"
#include "learn/gradient/ninh.h"
#include "learn/gradient/orthohash.h"
#include "learn/gradient/vsb2_network.h"
#include "learn/unsupervised/itq.h"
#include "learn/unsupervised/lsh.h"
#include "learn/unsupervised/pca_rr.h"
#include "learn/unsupervised/spectral.h"
#include "learn/zero_shot/orthant_trainer.h"
#include "learn/zero_shot/semantic_itq.h"
#include "learn/zero_shot/vsb2.h"
#include "learn/zero_shot/zsh.h"

namespace orthant {
namespace {

struct Method {
  const char* name;
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
    Method{"pca-rr", make<PcaRrTrainer>},
    Method{"spectral", make<SpectralTrainer>},
    // discrete
    Method{"sdh", make<SdhTrainer>},
    Method{"fsdh", make<FsdhTrainer>},
    Method{"hc-sdh", make<HcSdhTrainer>},
    Method{"scdh", make<ScdhTrainer>},
    Method{"cosdish", make<CosdishTrainer>},
    Method{"ksh", make<KshTrainer>},
    Method{"lfh", make<LfhTrainer>},
    // gradient
    Method{"dpsh", make_gradient_trainer<DpshLoss>},
    Method{"dsdh", make_gradient_trainer<DsdhLoss>},
    Method{"orthohash", make_gradient_trainer<OrthoHashLoss>},
    Method{"csq", make_gradient_trainer<CsqLoss>},
    Method{"greedyhash", make_gradient_trainer<GreedyHashLoss>},
    Method{"hashnet", make_gradient_trainer<HashNetLoss>},
    Method{"dtsh", make_gradient_trainer<DtshLoss>},
    Method{"ninh", make_gradient_trainer<NinhLoss>},
    Method{"dsrh", make_gradient_trainer<DsrhLoss>},
    Method{"mihash", make_gradient_trainer<MihashLoss>},
    Method{"cnnh", make_gradient_trainer<CnnhLoss>},
    // zero-shot
    Method{"zsh", make<ZshTrainer>},
    Method{"semantic-itq", make<SemanticItqTrainer>},
    Method{"vsb2-network", make_gradient_trainer<Vsb2NetworkLoss, Trainer::Needs::semantics>},
    Method{"vsb2", make<Vsb2Trainer>},
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

std::int32_t method_count() noexcept { return static_cast<std::int32_t>(kMethods.size()); }

const char* method_name(std::int32_t method) noexcept {
  return kMethods[static_cast<std::size_t>(method)].name;
}

}  // namespace orthant
