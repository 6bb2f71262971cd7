// The one exception of the core: a status of the C interface and a message that names value and
// bound. Thrown by cold code, turned into an orthant_error by abi/error_guard.h, never seen by hot
// code.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

#include "orthant/orthant.h"

namespace orthant {

class Error : public std::runtime_error {
 public:
  Error(orthant_status status, const std::string& message)
      : std::runtime_error(message), status_(status) {}

  [[nodiscard]] orthant_status status() const noexcept { return status_; }

 private:
  orthant_status status_;
};

[[noreturn]] inline void refuse(const std::string& message) {
  throw Error(ORTHANT_INVALID_ARGUMENT, message);
}

}  // namespace orthant
