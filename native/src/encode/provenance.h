// The lines of a model's provenance, each "key=value".
#pragma once

#include <string>
#include <string_view>

namespace orthant {

// The value of the first line of a key; empty: there is none.
[[nodiscard]] std::string_view provenance_value(std::string_view lines, std::string_view key);

// `lines` without those of a key and, unless the value is empty, with one at the end.
[[nodiscard]] std::string with_provenance(std::string_view lines, std::string_view key,
                                          std::string_view value);

}  // namespace orthant
