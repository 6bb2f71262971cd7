#include "measure.h"

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace orthant::bench {
namespace {

constexpr std::int64_t kProbeAdditions = 32'000'000;

double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

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

double Measurement::best() const { return *std::min_element(seconds.begin(), seconds.end()); }
double Measurement::median() const { return median_of(seconds); }

double median_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void time_once(Measurement& measurement) {
  const double start = thread_seconds();
  measurement.run();
  measurement.seconds.push_back(thread_seconds() - start);
}

Measurement clock_probe() { return {"clock", add_many_times}; }

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

void fail(const std::string& message) {
  std::fprintf(stderr, "bench: %s\n", message.c_str());
  std::exit(2);
}

std::int64_t number(const char* option, const char* value, std::int64_t most) {
  char* end = nullptr;
  const long long parsed = value == nullptr ? 0 : std::strtoll(value, &end, 10);
  if (value == nullptr || *value == '\0' || *end != '\0' || parsed < 1 || parsed > most) {
    fail(std::string(option) + " needs a number between 1 and " + std::to_string(most));
  }
  return parsed;
}

}  // namespace orthant::bench
