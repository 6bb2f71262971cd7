// What the native benchmarks share: clocks, repetitions, options.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace orthant::bench {

// The processor time of the calling thread, or what goes by meanwhile.
enum class Clock { kThread, kWall };

[[nodiscard]] double seconds_by(Clock clock);

// One thing to time, and the time of each repetition.
struct Measurement {
  std::function<void()> run;
  Clock clock = Clock::kThread;
  std::vector<double> seconds = {};

  [[nodiscard]] double best() const;
  [[nodiscard]] double median() const;
};

// Of a copy; values.size() >= 1.
[[nodiscard]] double median_of(std::vector<double> values);

void time_once(Measurement& measurement);
// One after the other, and this `repeat` times.
void time_in_turn(const std::vector<Measurement*>& measurements, int repeat);

// The time of `a` over that of `b`, repetition by repetition.
[[nodiscard]] std::vector<double> ratios(const Measurement& a, const Measurement& b);

// Keeps the compiler from dropping what computed the value.
inline void use(std::uint64_t value) { __asm__ volatile("" : : "r"(value)); }

// Tells a slow memory from a slow clock: dependent additions, one per cycle.
[[nodiscard]] Measurement clock_probe();
[[nodiscard]] double clock_ghz(const Measurement& probe);

[[nodiscard]] std::string processor_name();

// A line about what goes on, for whoever waits.
void progress(const std::string& line);

// printf into a string.
[[nodiscard]] __attribute__((format(printf, 1, 2))) std::string text(const char* format, ...);

// Ends the program.
[[noreturn]] void fail(const std::string& message);

}  // namespace orthant::bench
