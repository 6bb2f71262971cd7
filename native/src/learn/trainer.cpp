#include "learn/trainer.h"

#include "base/error.h"

namespace orthant {

void Trainer::visit(State& /*state*/) {
  refuse("training by \"" + options.method() + "\" has no checkpoints");
}

}  // namespace orthant
