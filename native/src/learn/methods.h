// The learning methods by name.
#pragma once

#include <memory>
#include <string_view>

#include "learn/trainer.h"

namespace orthant {

// "lsh", "itq", "sdh", "zsh" or "semantic-itq"; any other name is refused.
[[nodiscard]] std::unique_ptr<Trainer> make_trainer(std::string_view method);

}  // namespace orthant
