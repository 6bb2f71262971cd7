#include "learn/options.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>

#include "testing/errors.h"

namespace orthant {
namespace {

using testing::expect_error;

Options options() { return {"zsh", {{"alpha", 1e-2, 1e-12, 1e9, false}}}; }

TEST(Options, HaveTheCommonOnesAndTheirOwnWithDefaults) {
  const Options o = options();
  ASSERT_EQ(o.count(), 5);
  EXPECT_EQ(o.integer("bits"), 64);
  EXPECT_EQ(o.integer("seed"), 1);
  EXPECT_EQ(o.integer("threads"), 1);
  EXPECT_TRUE(o.flag("unit-rows"));
  EXPECT_STREQ(o.spec(4).name, "alpha");
  EXPECT_EQ(o.value(4), 1e-2);
}

TEST(Options, AcceptTheirBoundsAndNothingBeyond) {
  Options o = options();
  for (const double good : {1.0, 1024.0}) EXPECT_NO_THROW(o.set("bits", good));
  for (const double bad : {0.0, -1.0, 1025.0, 1e300}) {
    expect_error(ORTHANT_INVALID_ARGUMENT, "option \"bits\" must be an integer from 1 to 1024",
                 [&] { o.set("bits", bad); });
  }
  EXPECT_NO_THROW(o.set("seed", 9007199254740992.0));
  expect_error(ORTHANT_INVALID_ARGUMENT, "seed", [&] { o.set("seed", 9007199254740994.0); });
  expect_error(ORTHANT_INVALID_ARGUMENT, "seed", [&] { o.set("seed", -1.0); });
  expect_error(ORTHANT_INVALID_ARGUMENT, "from 1 to 256", [&] { o.set("threads", 257.0); });
}

TEST(Options, RefuseFractionsAndWhatIsNotFinite) {
  Options o = options();
  expect_error(ORTHANT_INVALID_ARGUMENT, "not 2.5", [&] { o.set("bits", 2.5); });
  expect_error(ORTHANT_INVALID_ARGUMENT, "not nan",
               [&] { o.set("alpha", std::numeric_limits<double>::quiet_NaN()); });
  expect_error(ORTHANT_INVALID_ARGUMENT, "not inf",
               [&] { o.set("alpha", std::numeric_limits<double>::infinity()); });
  EXPECT_EQ(o.number("alpha"), 1e-2);  // as it was
}

TEST(Options, AnUnknownNameIsRefusedWithTheKnownOnes) {
  Options o = options();
  expect_error(
      ORTHANT_INVALID_ARGUMENT,
      "the method zsh has no option \"alhpa\"; it has bits, seed, threads, unit-rows, alpha",
      [&] { o.set("alhpa", 1.0); });
}

TEST(Options, NumbersPrintSoThatTheyReadBack) {
  for (const double value : {0.1, 1e-5, 1.0 / 3.0, 64.0, 9007199254740992.0, 5e-324}) {
    EXPECT_EQ(std::strtod(number_text(value).c_str(), nullptr), value);
  }
  EXPECT_EQ(number_text(64.0), "64");
  EXPECT_EQ(number_text(1e-5), "1e-05");
}

}  // namespace
}  // namespace orthant
