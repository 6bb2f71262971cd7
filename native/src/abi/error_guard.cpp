#include "abi/error_guard.h"

#include <algorithm>
#include <cstring>

#include "base/checked.h"

namespace orthant::abi {

std::int32_t report(orthant_error* error, orthant_status status,
                    std::string_view message) noexcept {
  if (error == nullptr) return status;
  std::size_t length = std::min<std::size_t>(message.size(), ORTHANT_MESSAGE_BYTES - 1);
  // The first byte that is dropped must start a character, that is, not continue one (10xxxxxx).
  const auto continues = [&](std::size_t i) {
    return (static_cast<unsigned char>(message[i]) & 0xC0U) == 0x80U;
  };
  while (length > 0 && length < message.size() && continues(length)) --length;
  error->status = status;
  std::memcpy(error->message, message.data(), length);
  error->message[length] = '\0';
  return status;
}

void require_between(const char* name, std::int64_t value, std::int64_t lowest,
                     std::int64_t highest) {
  if (value >= lowest && value <= highest) return;
  refuse(std::string(name) + " must be between " + std::to_string(lowest) + " and " +
         std::to_string(highest) + ", got " + std::to_string(value));
}

void require_countable(std::int64_t rows, std::int64_t columns, std::size_t value_bytes) {
  const auto values =
      checked_product(static_cast<std::uint64_t>(rows), static_cast<std::uint64_t>(columns));
  if (values && checked_product(*values, value_bytes)) return;
  refuse(std::to_string(rows) + " rows of " + std::to_string(columns) + " values of " +
         std::to_string(value_bytes) + " bytes exceed what can be counted");
}

}  // namespace orthant::abi
