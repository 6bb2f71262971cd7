#include "abi/error_guard.h"

#include <algorithm>

#include "base/checked.h"
#include "base/utf8.h"

namespace orthant::abi {
namespace {

constexpr std::string_view kGap = "...";

bool continues(char byte) noexcept { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

// Without the start of a character that is cut off at the end.
std::string_view whole_characters(std::string_view text) noexcept {
  for (std::size_t bytes = 1; bytes <= 3 && bytes <= text.size(); ++bytes) {
    const std::string_view last = text.substr(text.size() - bytes);
    if (continues(last[0])) continue;
    return character_bytes(last) == bytes ? text : text.substr(0, text.size() - bytes);
  }
  return text;
}

// Without the rest of a character that is cut off at the start.
std::string_view without_rest(std::string_view text) noexcept {
  std::size_t bytes = 0;
  while (bytes < 3 && continues(text[bytes])) ++bytes;
  return text.substr(bytes);
}

// Bytes that are no UTF-8, as paths may have them, become question marks.
char* put(char* to, std::string_view text) noexcept {
  while (!text.empty()) {
    const std::size_t bytes = character_bytes(text);
    const std::string_view shown = bytes == 0 ? "?" : text.substr(0, bytes);
    to = std::ranges::copy(shown, to).out;
    text.remove_prefix(shown.size());
  }
  return to;
}

}  // namespace

std::int32_t report(orthant_error* error, orthant_status status,
                    std::string_view message) noexcept {
  if (error == nullptr) return status;
  error->status = status;
  char* end = error->message;
  if (message.size() < sizeof(error->message)) {
    end = put(end, message);
  } else {
    constexpr std::size_t kSide = (sizeof(error->message) - 1 - kGap.size()) / 2;
    end = put(end, whole_characters(message.substr(0, kSide)));
    end = std::ranges::copy(kGap, end).out;
    end = put(end, without_rest(message.substr(message.size() - kSide)));
  }
  *end = '\0';
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
