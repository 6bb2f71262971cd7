// What the tests that run every method of the table share.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "learn/naive_data.h"
#include "learn/training_run.h"

namespace orthant::testing {

inline void run_to_the_end(TrainingRun& run) {
  while (run.step()) {
  }
}

inline bool has_option(const std::string& method, std::string_view name) {
  const TrainingRun run(method);
  for (std::int32_t i = 0; i < run.option_count(); ++i) {
    if (run.option_name(i) == name) return true;
  }
  return false;
}

// The options under which a method has the most state.
inline Settings with_all_state(const std::string& method) {
  Settings settings = {{"bits", 20}};
  if (has_option(method, "rounds")) settings.emplace_back("rounds", 6);
  if (method == "zsh") settings.insert(settings.end(), {{"graph", 2}, {"rotation", 2}});
  if (method == "semantic-itq") settings.emplace_back("visual-bits", 8);
  if (has_option(method, "hidden-layers")) {
    settings.insert(settings.end(), {{"batch", 16},
                                     {"batch-norm", 1},
                                     {"validation", 0.2},
                                     {"patience", 3},
                                     {"hidden-width", 10}});
  }
  return settings;
}

// A test's name has no dashes.
inline std::string name_of(const ::testing::TestParamInfo<std::string>& method) {
  std::string name = method.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

}  // namespace orthant::testing
