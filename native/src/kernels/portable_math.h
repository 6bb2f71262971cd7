// exp and tanh that give the same bits on every processor and with every C library: additions,
// multiplications and divisions of doubles in a fixed order, none of them fused.
#pragma once

#include <cstdint>

namespace orthant::kernels {

// e^x to a relative error below 4e-16; 0 below -708, infinity above 709.
[[nodiscard]] double portable_exp(double x) noexcept;

// tanh(x) to a relative error below 1e-12; the sign of x is kept, also that of zero.
[[nodiscard]] double portable_tanh(double x) noexcept;

}  // namespace orthant::kernels
