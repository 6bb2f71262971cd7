// What the native benchmarks share: clocks, repetitions, options.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace orthant::bench {

// One thing to time, and the processor time of each repetition.
struct Measurement {
  std::string name;
  std::function<void()> run;
  std::vector<double> seconds = {};

  [[nodiscard]] double best() const;
  [[nodiscard]] double median() const;
};

[[nodiscard]] double median_of(std::vector<double> values);

// Runs it once more.
void time_once(Measurement& measurement);

// Keeps the compiler from dropping what computed the value.
inline void use(std::uint64_t value) { __asm__ volatile("" : : "r"(value)); }

// Tells a slow memory from a slow clock: dependent additions, one per cycle.
[[nodiscard]] Measurement clock_probe();
[[nodiscard]] double clock_ghz(const Measurement& probe);

[[nodiscard]] std::string processor_name();

// Ends the program.
[[noreturn]] void fail(const std::string& message);

// The value of an option, between 1 and `most`, or the end of the program.
[[nodiscard]] std::int64_t number(const char* option, const char* value, std::int64_t most);

}  // namespace orthant::bench
