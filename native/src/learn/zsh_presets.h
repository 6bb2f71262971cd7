// Published settings of zero-shot hashing as option values, for reference. The trainer's defaults
// are neither: with alpha and beta of 1e-2 the codes keep what distinguishes pictures of one class,
// while the published alpha of 1e-5 ends near one code per training class.
#pragma once

#include <array>

namespace orthant {

struct PresetOption {
  const char* name;
  double value;
};

// The weights given in the paper; rotation by Procrustes, graph term on the hash function's output.
inline constexpr std::array<PresetOption, 8> kZshAsPublished = {{{"lambda", 1e-2},
                                                                 {"alpha", 1e-5},
                                                                 {"beta", 1e-4},
                                                                 {"gamma", 1e-6},
                                                                 {"rotation", 1},
                                                                 {"graph", 1},
                                                                 {"neighbours", 5},
                                                                 {"rounds", 10}}};

// The authors' released program: nu, epsilon and delta are its names for alpha, beta and gamma. Its
// graph term lies on the class vectors and, like its rotation, is not run as shipped.
inline constexpr std::array<PresetOption, 9> kZshAsInAuthorsCode = {{{"lambda", 1e-2},
                                                                     {"alpha", 1e-5},
                                                                     {"beta", 1e-2},
                                                                     {"gamma", 1e-2},
                                                                     {"rotation", 0},
                                                                     {"graph", 0},
                                                                     {"neighbours", 5},
                                                                     {"rounds", 10},
                                                                     {"sweeps", 1}}};

}  // namespace orthant
