#include "encode/provenance.h"

#include <gtest/gtest.h>

namespace orthant {
namespace {

TEST(Provenance, FindsTheValueOfAKey) {
  const std::string lines = "pre-rows=1\nrows=22\nrows-more=3\nlast=a=b";
  EXPECT_EQ(provenance_value(lines, "rows"), "22");
  EXPECT_EQ(provenance_value(lines, "last"), "a=b");
  EXPECT_EQ(provenance_value(lines, "row"), "");
  EXPECT_EQ(provenance_value(lines, "22"), "");
  EXPECT_EQ(provenance_value("", "rows"), "");
}

TEST(Provenance, ALineIsPutInThePlaceOfThoseOfItsKeyAlone) {
  EXPECT_EQ(with_provenance("pre-rows=1\nrows=1\nb=2\nrows=3\n", "rows", "4"),
            "pre-rows=1\nb=2\nrows=4\n");
  EXPECT_EQ(with_provenance("a=1\nrows=1\nrows-more=2", "rows", ""), "a=1\nrows-more=2\n");
  EXPECT_EQ(with_provenance("a=1", "b", "2"), "a=1\nb=2\n");
  EXPECT_EQ(with_provenance("", "b", "2"), "b=2\n");
  EXPECT_EQ(with_provenance("b=1\n", "b", ""), "");
}

}  // namespace
}  // namespace orthant
