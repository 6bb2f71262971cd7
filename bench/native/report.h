// What was wanted, what was reached, and the table of both.
#pragma once

#include <string>
#include <vector>

namespace orthant::bench {

struct Aim {
  enum class Kind { kNone, kAtLeast, kAtMost } kind = Kind::kNone;
  double hard = 0;
  double stretch = 0;
};

[[nodiscard]] inline Aim at_least(double hard, double stretch) {
  return {Aim::Kind::kAtLeast, hard, stretch};
}
[[nodiscard]] inline Aim at_most(double hard, double stretch) {
  return {Aim::Kind::kAtMost, hard, stretch};
}
// A line that informs.
[[nodiscard]] inline Aim no_aim() { return {}; }

class Report {
 public:
  // The repetitions' values, at least one: their median is what counts, their best is printed too.
  // note: the baseline, and how it was measured.
  void add(const std::string& goal, const std::string& what, const Aim& aim,
           const std::vector<double>& values, const std::string& note);

  void print(const std::string& machine, const std::string& verdict) const;
  void print_json(const std::string& machine, const std::string& verdict) const;

 private:
  struct Row {
    std::string goal;
    std::string what;
    Aim aim;
    double best;
    double median;
    std::string note;
    const char* outcome;
  };

  std::vector<Row> rows_;
};

}  // namespace orthant::bench
