#include "abi/error_guard.h"

#include <cstring>
#include <limits>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "base/utf8.h"
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

// What is left of a message: it must be UTF-8.
std::string reported(const std::string& message) {
  orthant_error error = marked();
  report(&error, ORTHANT_IO, message);
  EXPECT_TRUE(is_utf8(error.message)) << error.message;
  return error.message;
}

TEST(ErrorGuard, ALongMessageLosesItsMiddleBetweenCharacters) {
  const std::string most(ORTHANT_MESSAGE_BYTES - 1, 'b');
  EXPECT_EQ(reported(most), most);
  const std::string reason = "': No such file or directory";
  for (const char* character : {"a", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"}) {
    for (std::size_t shift = 0; shift < 4; ++shift) {
      const std::string deed = "cannot open '" + std::string(shift, '/');
      std::string path;
      while (path.size() < 2000) path += character;
      for (const std::string& end : {reason, reason + "!", reason + "!!", reason + "!!!"}) {
        const std::string text = reported(deed + path + end);
        EXPECT_TRUE(text.starts_with(deed + character)) << text;
        EXPECT_TRUE(text.ends_with(character + end)) << text;
        EXPECT_NE(text.find("..."), std::string::npos) << text;
        EXPECT_GE(text.size(), ORTHANT_MESSAGE_BYTES - 8U);
      }
    }
  }
}

TEST(ErrorGuard, BytesThatAreNoUtf8BecomeQuestionMarks) {
  EXPECT_EQ(reported("'a\xFF\xE2\x82z: \xC3\xA9"), "'a???z: \xC3\xA9");
  EXPECT_EQ(reported("\xC0\x80"), "??");
  const std::string text = reported("'" + std::string(2000, '\x80') + "': why");
  EXPECT_TRUE(text.starts_with("'?") && text.ends_with("?': why")) << text;
  EXPECT_GE(text.size(), ORTHANT_MESSAGE_BYTES - 8U);
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
