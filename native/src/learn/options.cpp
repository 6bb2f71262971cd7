#include "learn/options.h"

#include <array>
#include <charconv>
#include <cmath>

#include "base/error.h"
#include "orthant/orthant.h"

namespace orthant {
namespace {

constexpr std::array kCommon = {
    OptionSpec{"bits", 64, 1, ORTHANT_MAX_BITS, true},
    OptionSpec{"seed", 1, 0, 9007199254740992.0, true},
    OptionSpec{"threads", 1, 1, 256, true},
    OptionSpec{"unit-rows", 1, 0, 1, true},
};

}  // namespace

std::string number_text(double value) {
  std::array<char, 32> text{};
  const auto [end, status] = std::to_chars(text.data(), text.data() + text.size(), value);
  return {text.data(), end};
}

Options::Options(std::string_view method, const std::vector<OptionSpec>& own)
    : method_(method), specs_(kCommon.begin(), kCommon.end()) {
  specs_.insert(specs_.end(), own.begin(), own.end());
  for (const OptionSpec& spec : specs_) values_.push_back(spec.initial);
}

std::int32_t Options::find(std::string_view name) const noexcept {
  for (std::int32_t i = 0; i < count(); ++i) {
    if (name == spec(i).name) return i;
  }
  return -1;
}

void Options::set(std::string_view name, double value) {
  const std::int32_t option = find(name);
  if (option < 0) {
    std::string known;
    for (const OptionSpec& spec : specs_)
      known += std::string(known.empty() ? "" : ", ") + spec.name;
    refuse("the method " + method_ + " has no option \"" + std::string(name) + "\"; it has " +
           known);
  }
  const OptionSpec& bounds = spec(option);
  const bool inside = value >= bounds.min && value <= bounds.max;  // false for NaN
  if (!inside || (bounds.integer && value != std::floor(value))) {
    refuse("option \"" + std::string(name) + "\" must be " +
           (bounds.integer ? "an integer" : "a number") + " from " + number_text(bounds.min) +
           " to " + number_text(bounds.max) + ", not " + number_text(value));
  }
  values_[static_cast<std::size_t>(option)] = value;
}

double Options::number(std::string_view name) const {
  const std::int32_t option = find(name);
  if (option < 0) throw Error(ORTHANT_INTERNAL, "no option \"" + std::string(name) + "\"");
  return value(option);
}

std::int64_t Options::integer(std::string_view name) const {
  return static_cast<std::int64_t>(number(name));
}

}  // namespace orthant
