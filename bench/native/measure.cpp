#include "measure.h"

#include <time.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace orthant::bench {
namespace {

constexpr std::int64_t kProbeAdditions = 32'000'000;

// Dependent additions of a register: one cycle each, and never folded by the renamer.
void add_many_times() {
  std::uint64_t sum = 1;
  std::uint64_t step = 3;
  __asm__ volatile("" : "+r"(step));
  for (std::int64_t i = 0; i < kProbeAdditions / 16; ++i) {
    for (int j = 0; j < 16; ++j) {
      sum += step;
      __asm__ volatile("" : "+r"(sum));
    }
  }
  use(sum);
}

}  // namespace

double seconds_by(Clock clock) {
  timespec now{};
  clock_gettime(clock == Clock::kThread ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double Measurement::best() const { return *std::min_element(seconds.begin(), seconds.end()); }
double Measurement::median() const { return median_of(seconds); }

double median_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void time_once(Measurement& measurement) {
  const double start = seconds_by(measurement.clock);
  measurement.run();
  measurement.seconds.push_back(seconds_by(measurement.clock) - start);
}

void time_in_turn(const std::vector<Measurement*>& measurements, int repeat) {
  for (int i = 0; i < repeat; ++i) {
    for (Measurement* measurement : measurements) time_once(*measurement);
  }
}

std::vector<double> ratios(const Measurement& a, const Measurement& b) {
  std::vector<double> values;
  for (std::size_t i = 0; i < std::min(a.seconds.size(), b.seconds.size()); ++i) {
    values.push_back(a.seconds[i] / b.seconds[i]);
  }
  return values;
}

Measurement clock_probe() { return {add_many_times}; }

double clock_ghz(const Measurement& probe) {
  return static_cast<double>(kProbeAdditions) / probe.best() * 1e-9;
}

std::string processor_name() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);) {
    const std::size_t value = line.find(": ");
    if (line.rfind("model name", 0) == 0 && value != std::string::npos) {
      return line.substr(value + 2);
    }
  }
  return "unknown processor";
}

void progress(const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); }

std::string text(const char* format, ...) {
  char buffer[400];
  va_list values;
  va_start(values, format);
  std::vsnprintf(buffer, sizeof buffer, format, values);
  va_end(values);
  return buffer;
}

void fail(const std::string& message) {
  std::fprintf(stderr, "bench: %s\n", message.c_str());
  std::exit(2);
}

}  // namespace orthant::bench
