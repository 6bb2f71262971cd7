// The learning methods by name.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "learn/trainer.h"

namespace orthant {

// By the name in the table of methods.cpp; any other name is refused, with the names there are.
[[nodiscard]] std::unique_ptr<Trainer> make_trainer(std::string_view method);

[[nodiscard]] std::int32_t method_count() noexcept;
// In the order of the table, which goes by family; static storage. 0 <= method < method_count().
[[nodiscard]] const char* method_name(std::int32_t method) noexcept;
// The same as a list.
[[nodiscard]] std::vector<std::string_view> method_names();

}  // namespace orthant
