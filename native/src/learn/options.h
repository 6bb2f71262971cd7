// Options of a method: numbers with names, defaults and bounds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace orthant {

struct OptionSpec {
  const char* name;
  double initial;
  double min;  // inclusive, as is max
  double max;
  bool integer;
};

// The shortest decimal text that reads back as the same double.
[[nodiscard]] std::string number_text(double value);

class Options {
 public:
  // The options that every method has (bits, seed, threads, unit-rows), then the method's own.
  Options(std::string_view method, const std::vector<OptionSpec>& own);

  // Refuses an unknown name, and a value that is not finite, out of bounds or wrongly a fraction.
  void set(std::string_view name, double value);

  [[nodiscard]] std::int32_t count() const noexcept {
    return static_cast<std::int32_t>(specs_.size());
  }
  [[nodiscard]] const OptionSpec& spec(std::int32_t option) const noexcept {
    return specs_[static_cast<std::size_t>(option)];
  }
  [[nodiscard]] double value(std::int32_t option) const noexcept {
    return values_[static_cast<std::size_t>(option)];
  }

  [[nodiscard]] bool has(std::string_view name) const noexcept { return find(name) >= 0; }
  // By name; a name that does not exist is a defect of the caller (Error, ORTHANT_INTERNAL).
  [[nodiscard]] double number(std::string_view name) const;
  [[nodiscard]] std::int64_t integer(std::string_view name) const;
  [[nodiscard]] bool flag(std::string_view name) const { return number(name) != 0.0; }

  [[nodiscard]] const std::string& method() const noexcept { return method_; }

 private:
  [[nodiscard]] std::int32_t find(std::string_view name) const noexcept;  // -1: none

  std::string method_;
  std::vector<OptionSpec> specs_;
  std::vector<double> values_;
};

}  // namespace orthant
