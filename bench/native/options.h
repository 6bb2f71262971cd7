// What the caller wants to be measured.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace orthant::bench {

struct Options {
  std::vector<std::string> goals = {};  // empty: all
  std::vector<std::string> codes = {};  // files of learned codes
  bool quick = false;
  bool json = false;

  [[nodiscard]] bool wants(const std::string& goal) const {
    return goals.empty() || std::find(goals.begin(), goals.end(), goal) != goals.end();
  }
  [[nodiscard]] int repeat(int usual) const { return quick ? std::max(usual / 5, 3) : usual; }
};

}  // namespace orthant::bench
