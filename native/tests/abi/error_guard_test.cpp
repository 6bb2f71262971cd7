#include "abi/error_guard.h"

#include <cstring>
#include <limits>
#include <memory>

#include <gtest/gtest.h>

#include "testing/errors.h"

namespace orthant::abi {
namespace {

orthant_error marked() {
  orthant_error error;
  error.status = 77;
  std::memset(error.message, 'x', sizeof(error.message));
  return error;
}

TEST(ErrorGuard, TurnsExceptionsIntoStatusAndMessage) {
  orthant_error error = marked();
  EXPECT_EQ(guard(&error, [] {}), ORTHANT_OK);
  EXPECT_EQ(error.status, ORTHANT_OK);
  EXPECT_STREQ(error.message, "");
  EXPECT_EQ(guard(&error, [] { throw Error(ORTHANT_IO, "disk"); }), ORTHANT_IO);
  EXPECT_EQ(error.status, ORTHANT_IO);
  EXPECT_STREQ(error.message, "disk");
  EXPECT_EQ(guard(&error, [] { throw std::bad_alloc(); }), ORTHANT_OUT_OF_MEMORY);
  EXPECT_EQ(guard(&error, [] { throw std::logic_error("defect"); }), ORTHANT_INTERNAL);
  EXPECT_STREQ(error.message, "defect");
  EXPECT_EQ(guard(&error, [] { throw 7; }), ORTHANT_INTERNAL);
  EXPECT_EQ(guard(nullptr, [] { refuse("unheard"); }), ORTHANT_INVALID_ARGUMENT);
}

TEST(ErrorGuard, GivesAHandleOrNone) {
  const auto made = std::unique_ptr<int>(guard_handle<int>(nullptr, [] { return new int(3); }));
  EXPECT_EQ(*made, 3);
  orthant_error error = marked();
  EXPECT_EQ(guard_handle<int>(&error, []() -> int* { refuse("no"); }), nullptr);
  EXPECT_EQ(error.status, ORTHANT_INVALID_ARGUMENT);
}

TEST(ErrorGuard, CutsALongMessageWhereACharacterEnds) {
  for (std::size_t shift = 0; shift < 4; ++shift) {
    std::string message(shift, 'a');
    while (message.size() < 2000) message += "\xE2\x82\xAC";  // the euro sign, three bytes
    orthant_error error = marked();
    report(&error, ORTHANT_IO, message);
    const std::size_t length = std::strlen(error.message);
    EXPECT_GT(length, ORTHANT_MESSAGE_BYTES - 4U);
    EXPECT_LT(length, static_cast<std::size_t>(ORTHANT_MESSAGE_BYTES));
    EXPECT_EQ((length - shift) % 3, 0U);
    EXPECT_EQ(message.compare(0, length, error.message), 0);
  }
  orthant_error error = marked();
  report(&error, ORTHANT_IO, std::string(ORTHANT_MESSAGE_BYTES - 1, 'b'));
  EXPECT_EQ(std::strlen(error.message), ORTHANT_MESSAGE_BYTES - 1U);
}

TEST(ErrorGuard, RequirementsNameValueAndBound) {
  using orthant::testing::expect_error;
  require_between("k", 1, 1, 1);
  expect_error(ORTHANT_INVALID_ARGUMENT, "k must be between 1 and 9, got 10",
               [] { require_between("k", 10, 1, 9); });
  expect_error(ORTHANT_INVALID_ARGUMENT, "path must not be null", [] { require(nullptr, "path"); });
  require_countable(std::int64_t{1} << 40, 1 << 20, 4);
  expect_error(ORTHANT_INVALID_ARGUMENT, "exceed",
               [] { require_countable(std::numeric_limits<std::int64_t>::max() / 2, 1, 4); });
}

}  // namespace
}  // namespace orthant::abi
