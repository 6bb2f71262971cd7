#include "encode/provenance.h"

#include <algorithm>
#include <cstddef>

namespace orthant {
namespace {

// The first line of `lines`, without its end, which is taken off them.
std::string_view take_line(std::string_view& lines) {
  const std::size_t length = std::min(lines.find('\n'), lines.size());
  const std::string_view line = lines.substr(0, length);
  lines.remove_prefix(std::min(length + 1, lines.size()));
  return line;
}

bool has_key(std::string_view line, std::string_view key) {
  return line.starts_with(key) && line.substr(key.size()).starts_with('=');
}

}  // namespace

std::string_view provenance_value(std::string_view lines, std::string_view key) {
  while (!lines.empty()) {
    const std::string_view line = take_line(lines);
    if (has_key(line, key)) return line.substr(key.size() + 1);
  }
  return {};
}

std::string with_provenance(std::string_view lines, std::string_view key, std::string_view value) {
  std::string made;
  while (!lines.empty()) {
    const std::string_view line = take_line(lines);
    if (!has_key(line, key)) made.append(line).append("\n");
  }
  if (!value.empty()) made.append(key).append("=").append(value).append("\n");
  return made;
}

}  // namespace orthant
