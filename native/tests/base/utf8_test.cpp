#include "base/utf8.h"

#include <gtest/gtest.h>

namespace orthant {
namespace {

TEST(Utf8, CharactersAreAsLongAsTheyAre) {
  EXPECT_EQ(character_bytes("a\x80"), 1U);
  EXPECT_EQ(character_bytes("\xC2\x80"), 2U);
  EXPECT_EQ(character_bytes("\xDF\xBFx"), 2U);
  EXPECT_EQ(character_bytes("\xE0\xA0\x80"), 3U);
  EXPECT_EQ(character_bytes("\xED\x9F\xBF"), 3U);
  EXPECT_EQ(character_bytes("\xEF\xBF\xBF"), 3U);
  EXPECT_EQ(character_bytes("\xF0\x90\x80\x80"), 4U);
  EXPECT_EQ(character_bytes("\xF4\x8F\xBF\xBFzz"), 4U);
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("a\xC2\x80\xEF\xBF\xBF\xF4\x8F\xBF\xBF"));
}

TEST(Utf8, WhatIsNoCharacterHasNoLength) {
  for (const char* text : {
           "", "\x80", "\xBF", "\xFF", "\xF8\x88\x80\x80\x80",  // no first byte
           "\xC2", "\xE2\x82", "\xF0\x90\x80", "\xC2z",         // cut off
           "\xC0\x80", "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF",      // overlong
           "\xED\xA0\x80", "\xED\xBF\xBF",                      // surrogates
           "\xF4\x90\x80\x80", "\xF7\xBF\xBF\xBF",              // above U+10FFFF
       }) {
    EXPECT_EQ(character_bytes(text), 0U) << text;
  }
  EXPECT_FALSE(is_utf8("a\x80"));
  EXPECT_FALSE(is_utf8("\xE2\x82\xAC\xE2\x82"));
}

}  // namespace
}  // namespace orthant
