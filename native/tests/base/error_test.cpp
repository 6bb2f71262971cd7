#include "base/error.h"

#include <gtest/gtest.h>

#include "testing/errors.h"

namespace orthant {
namespace {

TEST(Error, CarriesStatusAndMessage) {
  testing::expect_error(ORTHANT_IO, "no disk", [] { throw Error(ORTHANT_IO, "no disk"); });
  testing::expect_error(ORTHANT_INVALID_ARGUMENT, "k is 0", [] { refuse("k is 0"); });
}

}  // namespace
}  // namespace orthant
