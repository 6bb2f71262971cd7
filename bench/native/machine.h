// Whether the machine ran as it should: a run is void unless the baselines do.
#pragma once

#include <string>

namespace orthant::bench {

class Machine {
 public:
  // Some 0.5 s; before and after the goals. The best of all counts.
  void measure();

  // Processor, tier and rates.
  [[nodiscard]] std::string describe() const;
  [[nodiscard]] bool counts() const { return fast_enough() || clock_explains(); }
  [[nodiscard]] std::string verdict() const;

 private:
  [[nodiscard]] bool fast_enough(double share = 1.0) const;
  [[nodiscard]] bool clock_explains() const;

  double pairs_ = 0;  // of 64 bits per second by the plain loop
  double bytes_ = 0;  // read from memory per second
  double ghz_ = 0;
};

}  // namespace orthant::bench
