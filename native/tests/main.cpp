// Runs the tests on the tier that ORTHANT_SIMD names, and makes sure that it is the one in use.
#include <cstdlib>
#include <iostream>
#include <string_view>

#include <gtest/gtest.h>

#include "kernels/kernels.h"

int main(int argc, char** argv) {
  constexpr int kSkipped = 77;
  testing::InitGoogleTest(&argc, argv);
  const std::string_view active = orthant::kernels::active().name;
  const char* asked = std::getenv("ORTHANT_SIMD");
  if (asked != nullptr && orthant::kernels::by_name(asked) == nullptr) {
    std::cout << "tier " << asked << ": this processor lacks it (it has "
              << orthant::kernels::available() << "), tests skipped\n";
    return kSkipped;
  }
  if (asked != nullptr && active != asked) {
    std::cerr << "ORTHANT_SIMD=" << asked << " but the active tier is " << active << "\n";
    return EXIT_FAILURE;
  }
  std::cout << "tier " << active << "\n";
  return RUN_ALL_TESTS();
}
