// Every variant of the narrow kernels against plain loops and against the scalar one.
#include "kernels/narrow.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "base/rng.h"
#include "data/sum_of_squares.h"
#include "kernels/cpu_features.h"
#include "kernels/kernels.h"
#include "kernels/portable_math.h"
#include "testing/guarded_memory.h"

namespace orthant::kernels {
namespace {

using orthant::testing::GuardedMemory;

constexpr const char* kVariants[] = {"scalar",      "avx2",        "avx512_vpopcntdq",
                                     "avx512_vnni", "avx512_bf16", "neon"};
constexpr std::int64_t kCounts[] = {1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 64, 100, 513};

class NarrowTest : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    variant_ = narrow_by_name(GetParam());
    if (variant_ == nullptr) GTEST_SKIP() << "this processor lacks " << GetParam();
  }

  template <typename T>
  void fill(GuardedMemory<T>& memory, std::int64_t count, std::int64_t least,
            std::int64_t greatest) {
    const auto range = static_cast<std::uint64_t>(greatest - least + 1);
    for (std::int64_t i = 0; i < count; ++i) {
      const std::int64_t value = least + static_cast<std::int64_t>(rng_.below(range));
      memory[static_cast<std::size_t>(i)] = static_cast<T>(value);
    }
  }

  void fill(GuardedMemory<float>& memory, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i) {
      memory[static_cast<std::size_t>(i)] = static_cast<float>(rng_.normal());
    }
  }

  const NarrowTable* variant_ = nullptr;
  Rng rng_{9};
};

// A float sum of c products is within c rounding errors of the sum of their sizes.
TEST_P(NarrowTest, Fp32ProductsAreCloseAndTouchNothingBeyondTheirOperands) {
  for (const std::int64_t columns : {1, 2, 3, 4, 5, 7, 8, 9, 31, 64, 513}) {
    for (const std::int64_t x_rows : {1, 2, 5, 6, 7, 8, 9, 17}) {
      for (const std::int64_t a_rows : {1, 7, 8, 9, 15, 16, 17, 25, 32, 33, 48, 80}) {
        const std::int64_t stride = a_rows + x_rows % 3;
        GuardedMemory<float> x(static_cast<std::size_t>(x_rows * columns));
        GuardedMemory<float> a(static_cast<std::size_t>(padded(a_rows, kPanelRows) * columns));
        GuardedMemory<float> out(static_cast<std::size_t>((x_rows - 1) * stride + a_rows));
        fill(x, x_rows * columns);
        fill(a, padded(a_rows, kPanelRows) * columns);
        std::fill_n(out.data(), (x_rows - 1) * stride + a_rows, -1e30F);
        variant_->fp32_products(x.data(), x_rows, a.data(), a_rows, columns, out.data(), stride);
        for (std::int64_t i = 0; i < x_rows; ++i) {
          for (std::int64_t j = 0; j < a_rows; ++j) {
            double sum = 0.0;
            double sizes = 0.0;
            for (std::int64_t c = 0; c < columns; ++c) {
              const double product =
                  static_cast<double>(x[static_cast<std::size_t>(i * columns + c)]) *
                  static_cast<double>(a[static_cast<std::size_t>(fp32_place(j, c, columns))]);
              sum += product;
              sizes += std::fabs(product);
            }
            ASSERT_NEAR(out[static_cast<std::size_t>(i * stride + j)], sum,
                        0x1.0p-24 * static_cast<double>(columns + 1) * sizes);
          }
          for (std::int64_t j = a_rows; i + 1 < x_rows && j < stride; ++j) {
            ASSERT_EQ(out[static_cast<std::size_t>(i * stride + j)], -1e30F);
          }
        }
      }
    }
  }
}

TEST_P(NarrowTest, TheShapeOfTheCallDoesNotChangeABitOfFp32) {
  constexpr std::int64_t kRows = 11;
  constexpr std::int64_t kWeights = 80;
  for (const std::int64_t columns : {1, 6, 37, 128, 515}) {
    GuardedMemory<float> x(kRows * static_cast<std::size_t>(columns));
    GuardedMemory<float> a(kWeights * static_cast<std::size_t>(columns));
    fill(x, kRows * columns);
    fill(a, kWeights * columns);
    std::vector<float> all(kRows * kWeights);
    variant_->fp32_products(x.data(), kRows, a.data(), kWeights, columns, all.data(), kWeights);
    for (std::int64_t i = 0; i < kRows; ++i) {
      for (std::int64_t first = 0; first < kWeights; first += kPanelRows) {
        float panel[kPanelRows];
        variant_->fp32_products(x.data() + i * columns, 1, a.data() + first * columns, kPanelRows,
                                columns, panel, kPanelRows);
        ASSERT_EQ(std::memcmp(panel, all.data() + i * kWeights + first, sizeof(panel)), 0);
      }
    }
    for (std::int64_t rows = 1; rows < kRows; ++rows) {
      for (std::int64_t weights = 1; weights < kWeights; weights += 6) {
        std::vector<float> some(static_cast<std::size_t>(rows * weights));
        variant_->fp32_products(x.data(), rows, a.data(), weights, columns, some.data(), weights);
        for (std::int64_t i = 0; i < rows; ++i) {
          ASSERT_EQ(std::memcmp(some.data() + i * weights, all.data() + i * kWeights,
                                static_cast<std::size_t>(weights) * sizeof(float)),
                    0)
              << rows << " x " << weights << " x " << columns;
        }
      }
    }
  }
}

TEST_P(NarrowTest, NoColumnsOrRowsAreNoProducts) {
  const std::vector<float> values(32, 1.0F);
  std::vector<float> out(8, -1.0F);
  variant_->fp32_products(values.data(), 2, values.data(), 4, 0, out.data(), 4);
  EXPECT_EQ(out, std::vector<float>(8, 0.0F));
  out.assign(8, -1.0F);
  variant_->fp32_products(values.data(), 0, values.data(), 4, 2, out.data(), 4);
  variant_->fp32_products(values.data(), 2, values.data(), 0, 2, out.data(), 4);
  EXPECT_EQ(out, std::vector<float>(8, -1.0F));
}

TEST_P(NarrowTest, SquaresAreThoseOfTrainingToTheLastBit) {
  for (const std::int64_t count : kCounts) {
    GuardedMemory<float> x(static_cast<std::size_t>(count));
    fill(x, count);
    const double expected =
        orthant::sum_of_squares(std::span<const float>(x.data(), static_cast<std::size_t>(count)));
    EXPECT_EQ(variant_->sum_of_squares(x.data(), count), expected) << count;
    x[static_cast<std::size_t>(count / 2)] = std::numeric_limits<float>::infinity();
    EXPECT_FALSE(std::isfinite(variant_->sum_of_squares(x.data(), count)));
  }
}

TEST_P(NarrowTest, PlacesByOneFormulaOnEveryProcessor) {
  for (const std::int64_t count : kCounts) {
    for (const double scale : {1.0, 0.3, 1e40, 1e-40}) {
      GuardedMemory<float> x(static_cast<std::size_t>(count));
      GuardedMemory<float> mean(static_cast<std::size_t>(count));
      GuardedMemory<float> out(static_cast<std::size_t>(count));
      fill(x, count);
      fill(mean, count);
      if (scale > 1.0) {
        for (std::int64_t i = 0; i < count; ++i) x[static_cast<std::size_t>(i)] *= 1e-42F;
      }
      for (const bool centred : {false, true}) {
        variant_->place(x.data(), count, scale, centred ? mean.data() : nullptr, out.data());
        for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
          const float scaled = static_cast<float>(x[i] * scale);
          ASSERT_EQ(out[i], centred ? scaled - mean[i] : scaled);
        }
      }
    }
  }
}

TEST_P(NarrowTest, RbfIsThePortableExponentialOfTheDistance) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  for (const std::int64_t count : kCounts) {
    GuardedMemory<float> dots(static_cast<std::size_t>(count));
    GuardedMemory<double> double_dots(static_cast<std::size_t>(count));
    GuardedMemory<double> squares(static_cast<std::size_t>(count));
    fill(dots, count);
    for (std::size_t j = 0; j < static_cast<std::size_t>(count); ++j) {
      squares[j] = rng_.uniform() * 3.0;
      double_dots[j] = dots[j];
    }
    const std::vector<float> before(dots.data(), dots.data() + count);
    variant_->float_rbf(dots.data(), count, 1.5, squares.data(), -0.7);
    variant_->double_rbf(double_dots.data(), count, 1.5, squares.data(), -0.7);
    for (std::size_t j = 0; j < static_cast<std::size_t>(count); ++j) {
      const double distance = 1.5 + squares[j] - 2.0 * before[j];
      const double expected = portable_exp(-0.7 * std::max(distance, 0.0));
      ASSERT_EQ(double_dots[j], expected);
      ASSERT_EQ(dots[j], static_cast<float>(expected));
    }
  }
  double far[] = {kInfinity, -kInfinity, std::numeric_limits<double>::quiet_NaN(), 1e300};
  const double squares[] = {1.0, 1.0, 1.0, 1.0};
  variant_->double_rbf(far, 4, 1.0, squares, -1.0);
  EXPECT_EQ(std::vector<double>(far, far + 4), (std::vector<double>{0.0, 0.0, 0.0, 1.0}));
}

TEST_P(NarrowTest, PositiveAreTheBitsOfWhatIsAboveZero) {
  for (std::int64_t count = 0; count <= 64; ++count) {
    GuardedMemory<float> values(static_cast<std::size_t>(count));
    fill(values, count);
    if (count > 4) {
      values[0] = 0.0F;
      values[1] = -0.0F;
      values[2] = std::numeric_limits<float>::quiet_NaN();
      values[3] = std::numeric_limits<float>::denorm_min();
    }
    std::uint64_t expected = 0;
    for (std::int64_t j = 0; j < count; ++j) {
      if (values[static_cast<std::size_t>(j)] > 0.0F) expected |= std::uint64_t{1} << j;
    }
    EXPECT_EQ(variant_->positive(values.data(), count), expected) << count;
  }
}

TEST_P(NarrowTest, RangeIsThatOfTheValues) {
  for (const std::int64_t count : kCounts) {
    GuardedMemory<float> x(static_cast<std::size_t>(count));
    fill(x, count);
    const auto [low, high] = std::minmax_element(x.data(), x.data() + count);
    float least = 0.0F;
    float greatest = 0.0F;
    ASSERT_TRUE(variant_->range(x.data(), count, &least, &greatest));
    EXPECT_EQ(least, *low);
    EXPECT_EQ(greatest, *high);
    for (const float bad :
         {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::quiet_NaN(),
          std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity()}) {
      for (const std::int64_t at : {std::int64_t{0}, count / 2, count - 1}) {
        const float before = x[static_cast<std::size_t>(at)];
        x[static_cast<std::size_t>(at)] = bad;
        EXPECT_FALSE(variant_->range(x.data(), count, &least, &greatest)) << bad << " at " << at;
        x[static_cast<std::size_t>(at)] = before;
      }
    }
  }
}

TEST_P(NarrowTest, RangeTakesTheEndsOfFloat) {
  const float x[] = {-std::numeric_limits<float>::max(), std::numeric_limits<float>::max(), -0.0F};
  float least = 0.0F;
  float greatest = 0.0F;
  ASSERT_TRUE(variant_->range(x, 2, &least, &greatest));
  EXPECT_EQ(least, x[0]);
  EXPECT_EQ(greatest, x[1]);
  ASSERT_TRUE(variant_->range(x + 2, 1, &least, &greatest));
  EXPECT_FALSE(std::signbit(least));
  EXPECT_FALSE(std::signbit(greatest));
}

TEST_P(NarrowTest, QuantisesToTheNearestLevel) {
  for (const std::int64_t count : kCounts) {
    GuardedMemory<float> x(static_cast<std::size_t>(count));
    GuardedMemory<std::uint8_t> q(static_cast<std::size_t>(count));
    fill(x, count);
    for (const float power : {1.0F, 0.25F}) {
      const float inverse = 255.0F / (20.0F * power);
      variant_->quantise(x.data(), count, power, -10.0F * power, inverse, q.data());
      for (std::int64_t i = 0; i < count; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const float level = (x[at] * power - -10.0F * power) * inverse;
        ASSERT_EQ(q[at], static_cast<std::uint8_t>(std::nearbyint(level))) << level;
      }
    }
  }
  const float ties[] = {0.5F, 1.5F, 2.5F, 254.5F, 255.0F, 0.0F};
  std::uint8_t q[6];
  variant_->quantise(ties, 6, 1.0F, 0.0F, 1.0F, q);
  EXPECT_EQ(std::vector<int>(q, q + 6), (std::vector<int>{0, 2, 2, 254, 255, 0}));
}

TEST_P(NarrowTest, SumsValuesAndSquares) {
  for (const std::int64_t count : kCounts) {
    GuardedMemory<std::uint8_t> q(static_cast<std::size_t>(count));
    fill(q, count, 0, 255);
    std::uint32_t values = 0;
    std::uint32_t squares = 0;
    for (std::int64_t i = 0; i < count; ++i) {
      const std::uint32_t value = q[static_cast<std::size_t>(i)];
      values += value;
      squares += value * value;
    }
    const Int8Sums sums = variant_->sums(q.data(), count);
    EXPECT_EQ(sums.values, values);
    EXPECT_EQ(sums.squares, squares);
  }
  const std::vector<std::uint8_t> most(kMostInt8Columns, 255);
  EXPECT_EQ(variant_->sums(most.data(), kMostInt8Columns).squares, 65025U * 65536U);
}

TEST_P(NarrowTest, Int8ProductsAreExactAndReadNothingBeyondTheirOperands) {
  for (const std::int64_t columns : {8, 16, 24, 32, 40, 64, 104, 512}) {
    for (const std::int64_t x_rows : {1, 2, 3, 4, 5, 6, 7, 9}) {
      for (const std::int64_t a_rows : {16, 32, 48, 64, 80, 144}) {
        GuardedMemory<std::uint8_t> x(static_cast<std::size_t>(x_rows * columns));
        GuardedMemory<std::int8_t> a(static_cast<std::size_t>(a_rows * columns));
        GuardedMemory<std::int32_t> out(static_cast<std::size_t>(x_rows * a_rows));
        fill(x, x_rows * columns, 0, 255);
        fill(a, a_rows * columns, -127, 127);
        variant_->int8_products(x.data(), x_rows, a.data(), a_rows, columns, out.data());
        for (std::int64_t i = 0; i < x_rows; ++i) {
          for (std::int64_t j = 0; j < a_rows; ++j) {
            std::int64_t sum = 0;
            for (std::int64_t c = 0; c < columns; ++c) {
              sum += x[static_cast<std::size_t>(i * columns + c)] *
                     a[static_cast<std::size_t>(int8_place(j, c, columns))];
            }
            ASSERT_EQ(out[static_cast<std::size_t>(i * a_rows + j)], sum)
                << i << ", " << j << " of " << x_rows << " x " << a_rows << " x " << columns;
          }
        }
      }
    }
  }
}

TEST_P(NarrowTest, TheGreatestInt8SumFits) {
  const std::vector<std::uint8_t> x(kMostInt8Columns, 255);
  const std::vector<std::int8_t> a(16 * kMostInt8Columns, -127);
  std::vector<std::int32_t> out(16);
  variant_->int8_products(x.data(), 1, a.data(), 16, kMostInt8Columns, out.data());
  EXPECT_EQ(out, std::vector<std::int32_t>(16, -255 * 127 * 65536));
}

TEST_P(NarrowTest, ValuesAreThoseOfTheScalarVariantToTheLastBit) {
  for (const std::int64_t count : kCounts) {
    const auto size = static_cast<std::size_t>(count);
    GuardedMemory<std::int32_t> products(size);
    fill(products, count, -(std::int64_t{1} << 31), (std::int64_t{1} << 31) - 1);
    std::vector<double> numbers[3];
    for (std::vector<double>& values : numbers) {
      for (std::int64_t i = 0; i < count; ++i) values.push_back(rng_.normal());
    }
    GuardedMemory<double> out(size);
    std::vector<double> expected(size);
    const auto run = [&](const NarrowTable& table, double* to) {
      table.values(products.data(), count, 0.37, -1.9, numbers[0].data(), numbers[1].data(),
                   numbers[2].data(), to);
    };
    run(*variant_, out.data());
    run(*narrow_by_name("scalar"), expected.data());
    EXPECT_EQ(std::memcmp(out.data(), expected.data(), size * sizeof(double)), 0);
    const double first = numbers[0][0] * (0.37 * products[0] + -1.9 * numbers[1][0]);
    EXPECT_EQ(out[0], first + numbers[2][0]);
  }
}

float widened(std::uint16_t upper) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(upper) << 16);
}

TEST_P(NarrowTest, RoundsToBf16) {
  for (const std::int64_t count : kCounts) {
    GuardedMemory<float> x(static_cast<std::size_t>(count));
    GuardedMemory<std::uint16_t> out(static_cast<std::size_t>(count));
    fill(x, count);
    variant_->to_bf16(x.data(), count, out.data());
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
      ASSERT_LE(std::fabs(widened(out[i]) - x[i]), std::fabs(x[i]) * 0x1.0p-8F);
    }
  }
  const float ties[] = {1.0F, 0x1.01p0F, 0x1.03p0F, -0x1.01p0F, 0x1.010002p0F, 0.0F};
  std::uint16_t out[6];
  variant_->to_bf16(ties, 6, out);
  const float expected[] = {1.0F, 1.0F, 0x1.04p0F, -1.0F, 0x1.02p0F, 0.0F};
  for (int i = 0; i < 6; ++i) EXPECT_EQ(widened(out[i]), expected[i]) << i;
}

TEST_P(NarrowTest, Bf16ProductsAreCloseAndReadNothingBeyondTheirOperands) {
  for (const std::int64_t columns : {4, 8, 12, 32, 36, 64, 100, 512}) {
    for (const std::int64_t x_rows : {1, 2, 3, 4, 5, 7}) {
      for (const std::int64_t a_rows : {16, 48, 64, 80, 144}) {
        GuardedMemory<std::uint16_t> x(static_cast<std::size_t>(x_rows * columns));
        GuardedMemory<std::uint16_t> a(static_cast<std::size_t>(a_rows * columns));
        GuardedMemory<float> out(static_cast<std::size_t>(x_rows * a_rows));
        for (GuardedMemory<std::uint16_t>* memory : {&x, &a}) {
          const std::int64_t count = (memory == &x ? x_rows : a_rows) * columns;
          for (std::int64_t i = 0; i < count; ++i) {
            const float value = static_cast<float>(rng_.normal());
            variant_->to_bf16(&value, 1, memory->data() + i);
          }
        }
        variant_->bf16_products(x.data(), x_rows, a.data(), a_rows, columns, out.data());
        for (std::int64_t i = 0; i < x_rows; ++i) {
          for (std::int64_t j = 0; j < a_rows; ++j) {
            double sum = 0.0;
            double sizes = 0.0;
            for (std::int64_t c = 0; c < columns; ++c) {
              const double product =
                  static_cast<double>(widened(x[static_cast<std::size_t>(i * columns + c)])) *
                  widened(a[static_cast<std::size_t>(bf16_place(j, c, columns))]);
              sum += product;
              sizes += std::fabs(product);
            }
            ASSERT_NEAR(out[static_cast<std::size_t>(i * a_rows + j)], sum,
                        0x1.0p-24 * static_cast<double>(columns + 1) * sizes);
          }
        }
      }
    }
  }
}

TEST_P(NarrowTest, TheShapeOfTheCallDoesNotChangeABitOfBf16) {
  constexpr std::int64_t kRows = 11;
  constexpr std::int64_t kWeights = 144;
  for (const std::int64_t columns : {4, 20, 128, 516}) {
    std::vector<std::uint16_t> x(kRows * static_cast<std::size_t>(columns));
    std::vector<std::uint16_t> a(kWeights * static_cast<std::size_t>(columns));
    for (std::vector<std::uint16_t>* numbers : {&x, &a}) {
      for (std::uint16_t& number : *numbers) {
        const float value = static_cast<float>(rng_.normal());
        variant_->to_bf16(&value, 1, &number);
      }
    }
    std::vector<float> all(kRows * kWeights);
    variant_->bf16_products(x.data(), kRows, a.data(), kWeights, columns, all.data());
    for (std::int64_t i = 0; i < kRows; ++i) {
      for (std::int64_t first = 0; first < kWeights; first += kPanelRows) {
        float panel[kPanelRows];
        variant_->bf16_products(x.data() + i * columns, 1, a.data() + first * columns, kPanelRows,
                                columns, panel);
        ASSERT_EQ(std::memcmp(panel, all.data() + i * kWeights + first, sizeof(panel)), 0);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Variants, NarrowTest, ::testing::ValuesIn(kVariants),
                         [](const auto& variant) { return std::string(variant.param); });

TEST(NarrowDispatchTest, HasTheVariantsThatTheProcessorHas) {
  const CpuFeatures cpu = detect_cpu_features();
  EXPECT_NE(narrow_by_name("scalar"), nullptr);
  EXPECT_EQ(narrow_by_name("avx2") != nullptr, cpu.avx2);
  EXPECT_EQ(narrow_by_name("avx512_vpopcntdq") != nullptr, cpu.avx512_vpopcntdq);
  EXPECT_EQ(narrow_by_name("avx512_vnni") != nullptr, cpu.avx512_vnni);
  EXPECT_EQ(narrow_by_name("avx512_bf16") != nullptr, cpu.avx512_vnni && cpu.avx512_bf16);
  EXPECT_EQ(narrow_by_name("neon") != nullptr, cpu.neon);
  EXPECT_EQ(narrow_by_name("avx"), nullptr);
#if defined(__x86_64__)
  const bool avx512 = cpu.avx512_vpopcntdq;
  EXPECT_EQ(cpu.avx512_vnni, avx512 && __builtin_cpu_supports("avx512vnni") != 0);
  EXPECT_EQ(cpu.avx512_bf16, avx512 && __builtin_cpu_supports("avx512bf16") != 0);
#endif
}

TEST(NarrowDispatchTest, IsTheBestVariantOfTheActiveTier) {
  const std::string tier = active().name;
  const std::string chosen = narrow().name;
  if (tier == "popcnt") {
    EXPECT_EQ(chosen, "scalar");
  } else if (tier == "avx512_vpopcntdq") {
    std::string best = tier;
    for (const char* name : {"avx512_vnni", "avx512_bf16"}) {
      if (narrow_by_name(name) != nullptr) best = name;
    }
    EXPECT_EQ(chosen, best);
  } else {
    EXPECT_EQ(chosen, tier);
  }
}

}  // namespace
}  // namespace orthant::kernels
