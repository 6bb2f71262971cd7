// The learning methods by name.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "learn/trainer.h"

namespace orthant {

// By the name in the table of methods.cpp; any other name is refused, with the names there are.
[[nodiscard]] std::unique_ptr<Trainer> make_trainer(std::string_view method);

// All names of the table, in its order.
[[nodiscard]] std::vector<std::string_view> method_names();

}  // namespace orthant
