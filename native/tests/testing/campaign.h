// How long a random campaign runs: so many rounds in each build, more if the environment says so.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>

namespace orthant::testing {

inline std::int64_t campaign(const char* variable, std::int64_t usual) {
  const char* asked = std::getenv(variable);
  return asked == nullptr ? usual : std::stoll(asked);
}

}  // namespace orthant::testing
