#include "learn/methods.h"

#include <string>

#include "base/error.h"
#include "learn/discrete/sdh.h"
#include "learn/unsupervised/itq.h"
#include "learn/unsupervised/lsh.h"
#include "learn/zero_shot/semantic_itq.h"
#include "learn/zero_shot/zsh.h"

namespace orthant {

std::unique_ptr<Trainer> make_trainer(std::string_view method) {
  if (method == "lsh") return std::make_unique<LshTrainer>();
  if (method == "itq") return std::make_unique<ItqTrainer>();
  if (method == "sdh") return std::make_unique<SdhTrainer>();
  if (method == "zsh") return std::make_unique<ZshTrainer>();
  if (method == "semantic-itq") return std::make_unique<SemanticItqTrainer>();
  refuse("there is no method \"" + std::string(method) +
         "\"; the methods are lsh, itq, sdh, zsh, semantic-itq");
}

}  // namespace orthant
